import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { allScenarios } from '../../emulator/scenario-catalog.ts';
import { readScenarioText } from '../../src/scenario/read/read-scenario.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { compileProgram } from '../../src/scenario/model/compile-program.ts';
import { searchProgram, searchStates } from '../../src/scenario/model/search-states.ts';
import { deadlockIsReachable } from './model.ts';
import { randomProgram, randomTransactions } from './random-program.ts';
import { transactionsGetStuck } from './ww-model.ts';

const LIMITS = { statesMax: 1 << 20, stepsMax: 1 << 24 };
const ORACLE_STATES_MAX = 30_000;
/** Programs drawn; tens of thousands more were compared by hand. */
const PROGRAMS = 600;
const TRANSACTIONS = 60;

/** The verdicts of a program with and without each of the reductions. */
function verdictsOf(scenario: Scenario): string[] {
  return (['selective', 'all'] as const).flatMap((points) =>
    (['persistent', 'every'] as const).map((reduction) => {
      const { verdict, complete } = searchProgram(
        compileProgram(scenario, points),
        LIMITS,
        reduction,
      );
      return complete ? verdict : 'undecided';
    }),
  );
}

function agrees(scenario: Scenario, stuck: boolean | null): boolean | null {
  if (stuck === null) return null;
  expect(verdictsOf(scenario), JSON.stringify(scenario.threads)).toEqual(
    Array(4).fill(stuck ? 'deadlock' : 'clean'),
  );
  return stuck;
}

describe('searches agree with every interleaving, tried one by one', () => {
  test(`${PROGRAMS} programs`, () => {
    const told = Array.from({ length: PROGRAMS }, (_, seed) => {
      const scenario = randomProgram(seed);
      if (scenario === null) return null;
      return agrees(scenario, deadlockIsReachable(scenario, ORACLE_STATES_MAX));
    });
    expect(told.filter((stuck) => stuck === true).length).toBeGreaterThan(PROGRAMS / 4);
    expect(told.filter((stuck) => stuck === false).length).toBeGreaterThan(PROGRAMS / 4);
  });

  test(`${TRANSACTIONS} programs over ww-mutexes`, () => {
    const told = Array.from({ length: TRANSACTIONS }, (_, seed) => {
      const scenario = randomTransactions(seed);
      if (scenario === null) return null;
      return agrees(scenario, transactionsGetStuck(scenario, ORACLE_STATES_MAX));
    });
    expect(told.filter((stuck) => stuck === true).length).toBeGreaterThan(0);
    expect(told.filter((stuck) => stuck === false).length).toBeGreaterThan(TRANSACTIONS / 2);
  });
});

const STORIES = allScenarios().flatMap(({ name, file }) => {
  const scenario = readScenarioText(readFileSync(file, 'utf8'), file);
  return [scenario, ...(scenario.fixed === undefined ? [] : [scenario.fixed])]
    .filter(({ threads }) => threads.length > 0)
    .map((story) => ({ name: story === scenario ? name : `${name}, fixed`, story }));
});

test.each(STORIES)('$name comes to what its file expects', ({ story }) => {
  const { verdict, complete } = searchStates(story, LIMITS);
  expect({ verdict, complete }).toEqual({ verdict: story.expect, complete: true });
});

function program(locks: string, threads: Readonly<Record<string, string>>): Scenario {
  const lists = Object.entries(threads).map(([name, list]) => `  ${name}: [${list}]`);
  return readScenarioText(
    `scenario: s\nlocks: ${locks}\nthreads:\n${lists.join('\n')}\n`,
    's.yaml',
  );
}

/** Two or three threads that take ww-mutexes in different orders, each under one context. */
function transactions(policy: string, orders: readonly string[], ops: Record<string, string> = {}) {
  const ww = `{ kind: ww, policy: ${policy} }`;
  const threads = orders.map((order, n) => {
    const takes = [...order].map((lock) => `ww_lock ${lock} c`);
    const releases = [...order].map((lock) => `ww_unlock ${lock}`);
    return [`T${n}`, ['ww_begin c', ...takes, ...releases, 'ww_end c'].join(', ')];
  });
  const locks = `{ W: ${ww}, X: ${ww}, Y: ${ww}, M: mutex }`;
  return program(locks, { ...Object.fromEntries(threads), ...ops });
}

describe.each(['wait-die', 'wound-wait'])('%s', (policy) => {
  test.each([[['WX', 'XW']], [['WXY', 'YXW']], [['WX', 'XY', 'YW']]])(
    'orders %j get through',
    (orders) => {
      expect(searchStates(transactions(policy, orders), LIMITS).verdict).toBe('clean');
    },
  );

  test('a mutex among them knows no backing off', () => {
    const mixed = transactions(policy, [], {
      T: 'ww_begin c, ww_lock W c, lock M, unlock M, ww_unlock W, ww_end c',
      U: 'lock M, ww_begin c, ww_lock W c, ww_unlock W, ww_end c, unlock M',
    });
    const { verdict, deadlock } = searchStates(mixed, LIMITS);
    expect(verdict).toBe('deadlock');
    expect(deadlock?.stuck.cycle).toHaveLength(2);
  });

  test('who leaves with a lock keeps the others waiting', () => {
    const left = transactions(policy, ['WX'], { T: 'ww_begin c, ww_lock X c, exit' });
    expect(searchStates(left, LIMITS).verdict).toBe('deadlock');
  });
});

const ABBA = program('{ A: mutex, B: { kind: mutex, class: child } }', {
  T: 'lock A, lock B, unlock B, unlock A',
  U: 'work, lock B, lock A, unlock A, unlock B',
});

test('a deadlock tells who holds and wants what, and how it came about', () => {
  const { deadlock, complete } = searchStates(ABBA, LIMITS);
  expect(complete).toBe(true);
  expect(deadlock?.choices).toHaveLength(2);
  const [a, b] = [
    { lock: 'A', class: 'A', text: 'lock A' },
    { lock: 'B', class: 'child', text: 'lock B' },
  ];
  expect(deadlock?.stuck).toEqual({
    threads: [
      { thread: 'T', holds: [{ ...a, line: 4 }], wants: { ...b, line: 4 } },
      { thread: 'U', holds: [{ ...b, line: 5 }], wants: { ...a, line: 5 } },
    ],
    cycle: [0, 1],
  });
});

test('who has ended with a lock belongs to the deadlock', () => {
  const left = program('{ A: mutex }', { T: 'lock A, exit', U: 'lock A, unlock A' });
  const { deadlock } = searchStates(left, LIMITS);
  expect(deadlock?.stuck.threads.map(({ thread, wants }) => [thread, wants?.lock])).toEqual([
    ['T', undefined],
    ['U', 'A'],
  ]);
  expect(deadlock?.stuck.cycle).toEqual([]);
});

describe('a search that a limit cut short does not claim to be complete', () => {
  const clean = transactions('wait-die', ['WXY', 'YXW']);
  test.each([
    ['states', { ...LIMITS, statesMax: 20 }],
    ['steps', { ...LIMITS, stepsMax: 20 }],
    ['time', { ...LIMITS, isLate: () => true }],
  ])('%s', (_what, limits) => {
    const larger = { ...clean, threads: [...clean.threads, ...clean.threads] };
    expect(searchStates(larger, limits)).toMatchObject({ verdict: 'clean', complete: false });
  });
});

test('the reduction leaves little of independent threads', () => {
  const locks = '{ A: mutex, B: mutex, C: mutex, D: mutex, E: mutex, F: mutex }';
  const independent = program(locks, {
    T: 'lock A, trylock B, unlock B, unlock A',
    U: 'lock C, trylock D, unlock D, unlock C',
    V: 'lock E, trylock F, unlock F, unlock E',
  });
  const all = compileProgram(independent, 'all');
  expect(searchProgram(all, LIMITS, 'every').states).toBeGreaterThan(100);
  expect(searchProgram(all, LIMITS).states).toBe(13);
});
