import { expect, test } from 'vitest';
import { pinDownLine } from '../../src/report/pin-down-line.ts';
import type { Finding, FindingLevel, FindingType } from '../../src/validate/finding.ts';

function found(type: FindingType, level: FindingLevel) {
  const finding = { type, level } as Finding;
  return { findings: [{ finding, count: 1 }] };
}

test('a deadlock that happened or was predicted is pinned down by its scenario', () => {
  const rerun = 'npx lockyard stress stories/abba.yaml --fixed --rounds 5 --level order --seed 7';
  const line = 'pin it down: npx lockyard explore stories/abba.yaml --fixed --seed 7';
  expect(pinDownLine(found('deadlock', 'confirmed'), rerun)).toEqual([line]);
  expect(pinDownLine(found('deadlock', 'predicted'), rerun)).toEqual([line]);
});

test('or by its design, with the sizes of the stack', () => {
  const rerun = 'npx lockyard stress --design a,./my-b.js --threads 8 --duration 3s --seed 1';
  expect(pinDownLine(found('deadlock', 'confirmed'), rerun, './my b.js')).toEqual([
    "pin it down: npx lockyard explore --design './my b.js' --threads 8 --seed 1",
  ]);
});

test('a design of a user is named by its file', () => {
  const rerun = 'npx lockyard stress --design ./my-b.js --seed 1';
  expect(pinDownLine(found('deadlock', 'confirmed'), rerun, 'my-b')).toEqual([
    'pin it down: npx lockyard explore --design ./my-b.js --seed 1',
  ]);
  const all = rerun.replace('./my-b.js', 'all');
  expect(pinDownLine(found('deadlock', 'confirmed'), all, 'my-b')).toEqual([
    'pin it down: npx lockyard explore --design my-b --seed 1',
  ]);
});

test('what is only possible, or no deadlock, is left alone', () => {
  const rerun = 'npx lockyard stress --seed 1';
  expect(pinDownLine(found('deadlock', 'possible'), rerun, 'a')).toEqual([]);
  expect(pinDownLine(found('bad-unlock', 'confirmed'), rerun, 'a')).toEqual([]);
});
