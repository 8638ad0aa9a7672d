import { describe, expect, test } from 'vitest';
import type { ScenarioRun } from '../../src/report/scenario-outcome.ts';
import type { Finding } from '../../src/validate/finding.ts';
import { finderOf, StoryTally } from '../../tools/story-tally.ts';
import { storyText } from '../../tools/story-text.ts';
import { findingOf } from '../report/fixtures/findings.ts';
import { resultOf } from '../run/fixtures/result.ts';

const CONFIRMED = findingOf({ type: 'deadlock' });
const PREDICTED = findingOf({ type: 'deadlock', level: 'predicted' });
const POSSIBLE = findingOf({ type: 'circular', level: 'possible' });
const STALL = findingOf({ type: 'stall' });

function runWith(findings: readonly Finding[], asExpected: boolean, fixed = false): ScenarioRun {
  return {
    name: 'd01',
    file: 'd01.yaml',
    fixed,
    finds: { type: 'circular', locks: [] },
    threads: 2,
    rounds: 3,
    judgement: {
      expected: fixed ? 'clean' : 'deadlock',
      verdict: 'clean',
      level: null,
      asExpected,
      inconclusive: false,
      found: asExpected,
    },
    result: resultOf({ findings: findings.map((finding) => ({ finding, count: 1 })) }),
    rerun: 'npx lockyard stress d01 --seed 7',
  };
}

function tallyOf(...runs: readonly ScenarioRun[]): StoryTally {
  const tally = new StoryTally('d01', 'D1');
  for (const run of runs) tally.add(run, 0.5);
  return tally;
}

describe('a story', () => {
  test('that is found each time and silent each time is right', () => {
    const tally = tallyOf(runWith([POSSIBLE, CONFIRMED], true), runWith([], true, true));
    expect(tally).toMatchObject({
      bad: 1,
      found: 1,
      fixed: 1,
      silent: 1,
      seconds: 1,
      isRight: true,
    });
    expect([...tally.levels]).toEqual([['confirmed', 1]]);
    expect([...tally.finders]).toEqual([
      ['order', 1],
      ['wait-for', 1],
    ]);
    expect(storyText([tally])).toMatch(/^d01 +D1 +1\/1 +confirmed +order, wait-for +1\/1 +1\.0$/m);
  });

  test('that stayed away once is not, and its run is told', () => {
    const tally = tallyOf(runWith([POSSIBLE], true), runWith([], false));
    expect(tally.isRight).toBe(false);
    expect(tally.complaints).toEqual([
      'd01: not found: nothing, duration; npx lockyard stress d01 --seed 7',
    ]);
    expect(storyText([tally])).toMatch(/^d01 +D1 +1\/2 +possible 1 +order 1 +0\/0/m);
    expect(storyText([tally])).toContain('1 of 2 bad runs found, 0 of 0 fixed runs silent');
  });

  test('whose mended form says anything at all is not', () => {
    const rejected: Finding = { ...POSSIBLE, rejection: { reason: 'gate-lock', text: 'G' } };
    const tally = tallyOf(runWith([rejected], true, true));
    expect(tally).toMatchObject({ fixed: 1, silent: 0, isRight: false });
    expect(tally.complaints[0]).toContain('fixed, and not silent: possible circular (rejected)');
  });
});

test.each([
  [POSSIBLE, 'order'],
  [PREDICTED, 'prediction'],
  [CONFIRMED, 'wait-for'],
  [STALL, 'watchdog'],
  [findingOf({ type: 'ww-api' }), 'rules'],
] as const)('%o', (finding, finder) => {
  expect(finderOf(finding)).toBe(finder);
});
