import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lockyard } from './fixtures/front-door.ts';

const ABBA = `
scenario: abba
locks: { A: mutex, B: { kind: mutex, class: child } }
threads:
  T1: [lock A, lock B, unlock B, unlock A]
  T2: [lock B, lock A, unlock A, unlock B]
expect: { reachable: deadlock }
fixed: { threads: { T1: [lock A, lock B, unlock B, unlock A] } }
`;
const FILES: Readonly<Record<string, string>> = {
  'abba.yaml': ABBA,
  'surprise.yaml': ABBA.replace('expect: { reachable: deadlock }\n', ''),
  'stays-away.yaml': ABBA.replace('[lock B, lock A, unlock A, unlock B]', '[lock A, unlock A]'),
  'endless.yaml': ABBA.replaceAll('deadlock', 'clean').replace(
    '  T2: [lock B, lock A',
    '  T2: [lock A, lock B',
  ),
  'bad.yaml': ABBA.replace('lock B, unlock B, ', 'lock Q, '),
  'trace.yaml': `scenario: t
trace:
  locks: [{ id: A, kind: mutex }]
  ops: [{ op: lock, lock: A },
    { op: lokc, lock: A }]
`,
  'bare.yaml': ABBA.slice(0, ABBA.indexOf('fixed:')),
};

let cwd = '';
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'lockyard-scenarios-'));
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(cwd, name), text);
});
afterAll(() => rmSync(cwd, { recursive: true }));

function stress(words: string) {
  return lockyard(`stress ${words}`, undefined, { cwd });
}

describe('exit status', () => {
  test.each([
    ['abba.yaml', 0, 'deadlock'],
    ['abba.yaml --fixed', 0, 'clean'],
    ['surprise.yaml', 1, 'deadlock'],
    ['stays-away.yaml --rounds 20', 1, 'clean'],
  ])('%s: %i', async (words, status, verdict) => {
    const ended = await stress(`${words} --json`);
    expect(ended.status).toBe(status);
    const document = JSON.parse(ended.out);
    expect(document).toMatchObject({ kind: 'stress', exitStatus: status });
    expect(document.results[0]).toMatchObject({
      verdict,
      asExpected: status === 0,
      threads: expect.any(Number),
    });
  });

  test.each([
    ['bad.yaml', /^lockyard: bad\.yaml:5:\d+: thread T1: unknown lock "Q"\n {2}to mend it: /],
    ['abba.yaml bad.yaml', /bad\.yaml:5/],
    ['nowhere.yaml', /no file nowhere\.yaml/],
    ['d01-import-against-submitt', /did you mean "d01-import-against-submit"/],
    ['bare.yaml --fixed', /no mended variant/],
    ['abba.yaml --design merged', /--design: for designs/],
    ['abba.yaml --rounds 0', /--rounds/],
    ['--rounds 5', /goes with a scenario/],
    ['trace.yaml', /^lockyard: trace\.yaml:5: case "t", ops\[1\]: unknown op "lokc"/],
  ])('%s: 2', async (words, message) => {
    const { status, out, err } = await stress(words);
    expect(err).toMatch(message);
    expect({ status, out }).toEqual({ status: 2, out: '' });
  });

  test('interrupted before a verdict: 3, with what there is', async () => {
    const words = 'stress endless.yaml abba.yaml --duration 60s --json';
    const act = (child: { kill(signal: 'SIGINT'): boolean }) =>
      setTimeout(() => child.kill('SIGINT'), 1500);
    const { status, out } = await lockyard(words, act, { cwd });
    expect(status).toBe(3);
    const { results, skipped } = JSON.parse(out);
    expect(results[0]).toMatchObject({
      scenario: 'abba',
      ending: 'interrupted',
      inconclusive: true,
    });
    expect(results[0].rounds).toBeGreaterThan(10);
    expect(skipped).toEqual(['abba']);
  });
});

test('several files are told one after the other, and how to run them again', async () => {
  const { status, out, err } = await stress('abba.yaml endless.yaml --rounds 2000 --seed 7');
  expect(status).toBe(0);
  expect(err).toMatch(
    /^1\/2 abba: deadlock, as expected, \d+ rounds?\n2\/2 abba: clean, as expected, 2,000 rounds\n$/,
  );
  expect(out).toContain('DEADLOCK: 2 threads in a cycle of waits, confirmed');
  expect(out).toContain('lock B (abba.yaml:5)');
  expect(out.trimEnd()).toMatch(
    /run it again: npx lockyard stress abba\.yaml endless\.yaml --rounds 2000 --seed 7$/,
  );
});

test('a story of the catalogue is run by its name, a staged one as its design is, a trace is judged', async () => {
  const names = 'd03-self-import stack-import-against-submit d25-back-off-ignored';
  const { status, out } = await stress(`${names} --duration 1s --json`);
  expect(status).toBe(0);
  const [self, staged, traced] = JSON.parse(out).results;
  expect(self).toMatchObject({
    scenario: 'd03-self-import',
    level: 'confirmed',
    finds: { found: true },
  });
  expect(staged).toMatchObject({ design: 'resv-in-map', rounds: null, asExpected: true });
  expect(traced).toMatchObject({ expected: 'report', asExpected: true, finds: { found: true } });
});
