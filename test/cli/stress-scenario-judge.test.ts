import { describe, expect, test } from 'vitest';
import { judgeScenario, judgeStory } from '../../src/cli/stress-scenario-judge.ts';
import type { Scenario, ScenarioFinds } from '../../src/scenario/scenario.ts';
import type { Finding } from '../../src/validate/finding.ts';
import { findingOf, lockOf, stateOf } from '../report/fixtures/findings.ts';
import { resultOf } from '../run/fixtures/result.ts';

function scenarioOf(expect?: 'deadlock' | 'clean', finds?: ScenarioFinds): Scenario {
  return {
    name: 's',
    file: 's.yaml',
    locks: [],
    threads: [],
    reclaim: [],
    primes: [],
    ...(expect === undefined ? {} : { expect }),
    ...(finds === undefined ? {} : { finds }),
  };
}

function resultWith(...findings: readonly Finding[]) {
  return resultOf({ findings: findings.map((finding) => ({ finding, count: 1 })) });
}

const CONFIRMED = findingOf({ type: 'deadlock' });
const PREDICTED = findingOf({ type: 'deadlock', level: 'predicted' });
const POSSIBLE = findingOf({ type: 'circular', level: 'possible' });
const REJECTED: Finding = {
  ...POSSIBLE,
  rejection: { reason: 'gate-lock', text: 'both hold G' },
};
const CRASH = findingOf({ type: 'thread-crash' });
const LEFT = findingOf({ type: 'held-at-exit' });

describe('a scenario is as expected', () => {
  test.each([
    ['deadlock', [CONFIRMED], true, 'deadlock', 'confirmed'],
    ['deadlock', [PREDICTED], true, 'inversion', 'predicted'],
    ['deadlock', [POSSIBLE], true, 'inversion', 'possible'],
    ['deadlock', [REJECTED], false, 'clean', 'possible'],
    ['deadlock', [LEFT], false, 'inversion', 'confirmed'],
    ['deadlock', [], false, 'clean', null],
    ['deadlock', [CONFIRMED, CRASH], false, 'crash', 'confirmed'],
    ['clean', [], true, 'clean', null],
    ['clean', [REJECTED], true, 'clean', 'possible'],
    ['clean', [REJECTED, POSSIBLE], false, 'inversion', 'possible'],
    ['clean', [PREDICTED], false, 'inversion', 'predicted'],
    ['clean', [LEFT], false, 'inversion', 'confirmed'],
    [undefined, [], true, 'clean', null],
    [undefined, [CONFIRMED], false, 'deadlock', 'confirmed'],
  ] as const)('expecting %s', (expected, findings, asExpected, verdict, level) => {
    expect(judgeScenario(scenarioOf(expected), resultWith(...findings))).toEqual({
      expected: expected ?? null,
      asExpected,
      verdict,
      level,
      inconclusive: false,
      found: null,
    });
  });

  test('or inconclusive, when it was interrupted before anything showed', () => {
    const cut = { ...resultWith(), ending: 'interrupted' as const };
    expect(judgeScenario(scenarioOf('deadlock'), cut).inconclusive).toBe(true);
    const shown = { ...resultWith(CONFIRMED), ending: 'interrupted' as const };
    expect(judgeScenario(scenarioOf('deadlock'), shown).inconclusive).toBe(false);
  });
});

describe('what the file names is found', () => {
  const circular = findingOf({
    type: 'circular',
    level: 'possible',
    locks: [{ class: 'child', name: 'A' }],
    cycle: [
      { from: 'child', to: 'mmap_lock', thread: 'T', operation: 's', site: [], heldSite: [] },
    ],
  });
  const stuck = findingOf({
    type: 'deadlock',
    threads: [stateOf('T', { holds: [lockOf('child', [])], wants: lockOf('mmap_lock', []) })],
  });

  test.each([
    [{ type: 'circular', locks: [] }, [circular], true],
    [{ type: 'circular', locks: ['A', 'mmap_lock'] }, [circular], true],
    [{ type: 'circular', locks: ['B'] }, [circular], false],
    [{ type: 'circular', level: 'predicted', locks: ['A'] }, [circular], false],
    [{ type: 'circular', level: 'predicted', locks: ['child', 'mmap_lock'] }, [stuck], true],
    [{ type: 'recursion', locks: ['B'] }, [stuck], false],
    [{ type: 'stall', locks: [] }, [stuck], false],
    [{ type: 'circular', locks: ['A'] }, [], false],
  ] as const)('%o', (finds, findings, found) => {
    const judged = judgeScenario(scenarioOf('deadlock', finds), resultWith(CONFIRMED, ...findings));
    expect(judged).toMatchObject({ found, asExpected: found });
  });

  test('and is no surprise in a story without a deadlock', () => {
    const stall = findingOf({ type: 'stall' });
    const scenario = scenarioOf('clean', { type: 'stall', locks: [] });
    expect(judgeScenario(scenario, resultWith(stall, REJECTED)).asExpected).toBe(true);
    expect(judgeScenario(scenario, resultWith(stall, CONFIRMED)).asExpected).toBe(false);
  });
});

test('a story that plays in the stack is held against its design', () => {
  const story = scenarioOf(undefined, { type: 'circular', locks: [] });
  expect(judgeStory(story, 'deadlocks', resultWith(POSSIBLE))).toMatchObject({
    expected: 'deadlock',
    asExpected: true,
  });
  expect(judgeStory(story, 'deadlocks', resultWith()).asExpected).toBe(false);
  expect(judgeStory(scenarioOf('clean'), 'clean', resultWith()).asExpected).toBe(true);
  expect(judgeStory(scenarioOf('clean'), 'clean', resultWith(POSSIBLE)).asExpected).toBe(false);
});
