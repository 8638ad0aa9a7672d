import { describe, expect, test } from 'vitest';
import { compileProgram } from '../../src/scenario/model/compile-program.ts';
import type { OpenStrategy, Strategy } from '../../src/schedule/strategy.ts';
import { STRATEGIES, findStrategy } from '../../src/schedule/strategy-catalog.ts';
import { steerInput } from '../../src/schedule/strategies/steer.ts';
import { randomProgram, randomTransactions } from '../scenario/random-program.ts';
import { A, ABBA, B, independent, programOver, runnerOf, schedulesOf } from './model-schedules.ts';

const CYCLE = steerInput([
  { thread: 1, holds: A, wants: B },
  { thread: 2, holds: B, wants: A },
]);
const CASES = STRATEGIES.map((strategy) => ({
  name: strategy.name,
  strategy,
  input: strategy.name === 'steer' ? CYCLE : [],
}));
const SCHEDULES = 12;

/** The same strategy, which fails when a thread is chosen that cannot run. */
function watched(strategy: Strategy): Strategy {
  return { ...strategy, open: (words, threads) => watch(strategy.open(words, threads)) };
}

function watch(inner: OpenStrategy): OpenStrategy {
  return {
    begin: (seed, schedule) => inner.begin(seed, schedule),
    end: () => inner.end(),
    choose: (view) => {
      const enabled = [...view.enabled.subarray(0, view.count)];
      const chosen = inner.choose(view);
      expect(enabled).toContain(chosen);
      return chosen;
    },
  };
}

describe.each(CASES)('$name', ({ strategy, input }) => {
  test('chooses among those that can run', () => {
    for (let seed = 0; seed < 60; seed++) {
      const scenario = seed % 3 === 0 ? randomTransactions(seed) : randomProgram(seed);
      if (scenario === null) continue;
      const runner = runnerOf(compileProgram(scenario), watched(strategy), input);
      for (const { outcome, choices } of schedulesOf(runner, seed, SCHEDULES)) {
        expect(outcome === 'limit' || choices.length < 500).toBe(true);
      }
    }
  });

  test('draws the same schedules for the same seed', () => {
    const program = programOver({ ...ABBA, V: ['work', 'lock C', 'work', 'unlock C'] });
    const runs = () => schedulesOf(runnerOf(program, strategy, input), 7, SCHEDULES);
    expect(runs()).toEqual(runs());
  });

  test('finds the deadlock of two mutexes', () => {
    if (strategy.name === 'replay') return;
    const runs = schedulesOf(runnerOf(programOver(ABBA), strategy, input), 1, 200);
    expect(runs.map(({ outcome }) => outcome)).toContain('deadlock');
  });
});

test.each(['random', 'urw', 'pos', 'pct2', 'pct3'])(
  '%s: a schedule follows from its number',
  (name) => {
    const program = programOver({ ...ABBA, V: ['work', 'lock C', 'work', 'unlock C'] });
    const strategy = findStrategy(name);
    const inOrder = schedulesOf(runnerOf(program, strategy), 7, 30);
    const alone = runnerOf(program, strategy);
    alone.run(7, 29);
    expect(alone.last).toEqual(inOrder[29]);
    expect(new Set(inOrder.map(({ choices }) => choices.join())).size).toBeGreaterThan(3);
  },
);

/**
 * How unevenly the 20 interleavings of two threads with three points each are met; 19 degrees of
 * freedom.
 */
function chiSquare(name: string): number {
  const drawn = 20_000;
  const runner = runnerOf(independent(3), findStrategy(name));
  const counts = new Map<string, number>();
  for (let schedule = 0; schedule < drawn; schedule++) {
    runner.run(3, schedule);
    const key = runner.last.choices.join();
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const expected = drawn / 20;
  const squares = [...counts.values()].map((count) => (count - expected) ** 2 / expected);
  return squares.reduce((sum, square) => sum + square, (20 - counts.size) * expected);
}

test('urw meets every interleaving as often as any other, random does not', () => {
  expect(chiSquare('urw')).toBeLessThan(60);
  expect(chiSquare('random')).toBeGreaterThan(1000);
});

test('an unknown strategy is a usage error that names those there are', () => {
  expect(() => findStrategy('magic')).toThrow(/no strategy is named "magic"/);
});
