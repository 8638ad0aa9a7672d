import { describe, expect, test } from 'vitest';
import { compileProgram } from '../../src/scenario/model/compile-program.ts';
import type { ModelProgram } from '../../src/scenario/model/model-program.ts';
import { traceOf } from '../../src/scenario/model/schedule-trace.ts';
import { searchProgram } from '../../src/scenario/model/search-states.ts';
import {
  bounded,
  boundedInput,
  depthFirst,
  depthFirstProgress,
} from '../../src/schedule/strategies/depth-first.ts';
import { randomProgram, randomTransactions } from '../scenario/random-program.ts';
import { ABBA, independent, programOver, runnerOf, schedulesOf } from './model-schedules.ts';

const MANY = 20_000;
const LIMITS = { statesMax: 1 << 18, stepsMax: 1 << 20 };

function keysOf(runs: readonly { readonly choices: readonly number[] }[]): string[] {
  return runs.map(({ choices }) => choices.join());
}

/** What each thread did: the same for schedules that differ in nothing that matters. */
function meaningOf(program: ModelProgram, choices: readonly number[]): string {
  const done: string[][] = Array.from({ length: program.threads }, () => []);
  for (const { thread, text, outcome } of traceOf(program, choices)) {
    // Whether it had to wait for what it got is told by nothing that it does.
    if (outcome === 'granted') done[thread]?.pop();
    done[thread]?.push(`${text} ${outcome === 'granted' ? 'done' : outcome}`);
  }
  return JSON.stringify(done);
}

describe('depth-first', () => {
  test('ends, and visits each schedule once', () => {
    // Nothing is known of what a `work` does: all orders count, 6! / (3! 3!) of them.
    const runner = runnerOf(independent(3), depthFirst);
    const keys = keysOf(schedulesOf(runner, 0, MANY));
    expect(keys).toHaveLength(20);
    expect(new Set(keys).size).toBe(20);
    expect(depthFirstProgress(runner.words)).toMatchObject({ isComplete: true, repeated: 0 });
  });

  test('leaves out what only orders steps on different locks differently', () => {
    const own = (lock: string) => [`lock ${lock}`, `unlock ${lock}`];
    const runner = runnerOf(programOver({ T: own('A'), U: own('B'), V: own('C') }), depthFirst);
    const runs = schedulesOf(runner, 0, MANY);
    const { repeated, isComplete } = depthFirstProgress(runner.words);
    expect(isComplete).toBe(true);
    expect(runs.length - repeated).toBe(1);
  });

  test('misses nothing that is met without sleeping threads', () => {
    let compared = 0;
    for (let seed = 0; compared < 25; seed++) {
      const scenario = seed % 5 === 0 ? randomTransactions(seed) : randomProgram(seed);
      if (scenario === null) continue;
      const program = compileProgram(scenario);
      const every = runnerOf(program, bounded, boundedInput(1000));
      const all = schedulesOf(every, 0, 4_000);
      if (!depthFirstProgress(every.words).isComplete) continue;
      compared++;
      const runner = runnerOf(program, depthFirst);
      const few = schedulesOf(runner, 0, 4_000);
      expect(runner.hasNext).toBe(false);
      const meanings = (runs: typeof all) =>
        new Set(runs.map(({ choices }) => meaningOf(program, choices)));
      expect(meanings(few).size, String(seed)).toBe(meanings(all).size);
    }
  });

  test('agrees with the search over states', () => {
    for (let seed = 100; seed < 160; seed++) {
      const scenario = randomProgram(seed);
      if (scenario === null) continue;
      const program = compileProgram(scenario);
      const runner = runnerOf(program, depthFirst);
      const runs = schedulesOf(runner, 0, 2_000);
      if (runner.hasNext) continue;
      const met = runs.some(({ outcome }) => outcome === 'deadlock');
      expect(met ? 'deadlock' : 'clean').toBe(searchProgram(program, LIMITS).verdict);
    }
  });

  test('does not claim to be complete where it had no room', () => {
    const runner = runnerOf(independent(3), { ...depthFirst, wordsFor: () => 60 });
    expect(schedulesOf(runner, 0, MANY).length).toBeLessThan(20);
    expect(depthFirstProgress(runner.words)).toMatchObject({ isComplete: false, preemptions: -1 });
  });
});

describe('bounded', () => {
  test.each([
    [0, 2],
    // One switch away from either thread, at one of two places; the way back is not a preemption.
    [1, 2 + 4],
  ])('at most %i preemptions: %i schedules', (most, schedules) => {
    const runner = runnerOf(independent(3), bounded, boundedInput(most));
    const keys = keysOf(schedulesOf(runner, 0, MANY));
    expect(new Set(keys).size).toBe(schedules);
    expect(depthFirstProgress(runner.words)).toMatchObject({
      preemptions: most,
      isComplete: false,
    });
  });

  test('with enough of them nothing is left out', () => {
    const runner = runnerOf(independent(3), bounded, boundedInput(10));
    const keys = keysOf(schedulesOf(runner, 0, MANY));
    expect(new Set(keys).size).toBe(20);
    expect(depthFirstProgress(runner.words)).toMatchObject({ isComplete: true });
  });

  test('two mutexes need one preemption', () => {
    const deadlocks = (most: number) =>
      schedulesOf(runnerOf(programOver(ABBA), bounded, boundedInput(most)), 0, MANY).filter(
        ({ outcome }) => outcome === 'deadlock',
      ).length;
    expect(deadlocks(0)).toBe(0);
    expect(deadlocks(1)).toBeGreaterThan(0);
  });
});
