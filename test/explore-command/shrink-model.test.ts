import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isScenario } from '../../src/explore/scenario-document.ts';
import { kindOfStuck } from '../../src/explore/shrink-kind.ts';
import { type ModelShrunk, shrinkOnModel } from '../../src/explore/shrink-model.ts';
import type { KnownDeadlock } from '../../src/explore/shrink-start.ts';
import { compileProgram } from '../../src/scenario/model/compile-program.ts';
import { type ModelDeadlock, deadlockAfter } from '../../src/scenario/model/model-deadlock.ts';
import { ScheduleRunner } from '../../src/scenario/model/run-schedule.ts';
import { searchStates } from '../../src/scenario/model/search-states.ts';
import { readScenarioText } from '../../src/scenario/read/read-scenario.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { random } from '../../src/schedule/strategies/random.ts';
import { deadlockIsReachable } from '../scenario/model.ts';
import { smallFile } from '../scenario/random-scenario.ts';
import { noisyScenario } from './noisy-scenario.ts';

const never = () => false;

function read(threads: Record<string, string[]>, locks: Record<string, string>): Scenario {
  const file = { scenario: 'story', locks, threads };
  return readScenarioText(JSON.stringify(file, null, 1), 'story.json');
}

function knownOf(deadlock: ModelDeadlock): KnownDeadlock {
  const { threads, cycle } = deadlock;
  const told = cycle.length === 0 ? threads : cycle.map((index) => threads[index]);
  const stuck = told.flatMap((state) =>
    state === undefined || state.wants === null ? [] : [{ ...state.wants, thread: state.thread }],
  );
  return { steps: [], stuck, kind: kindOfStuck(deadlock).kind };
}

function textsOf({ threads }: Scenario): Record<string, readonly string[]> {
  return Object.fromEntries(threads.map(({ name, ops }) => [name, ops.map(({ text }) => text)]));
}

function switchesOf(order: readonly number[]): number {
  return order.filter((thread, n) => n > 0 && thread !== order[n - 1]).length;
}

/** What a search finds, made smaller. */
async function shrunk(scenario: Scenario) {
  const { deadlock } = searchStates(scenario, { statesMax: 100_000, stepsMax: 1_000_000 });
  return deadlock === null ? null : shrinkOnModel(scenario, knownOf(deadlock.stuck), never);
}

describe('a scenario that gets stuck', () => {
  test('of 8 threads and over 200 decisions is left with its cycle, in far less than 10 s', async () => {
    const scenario = noisyScenario({ threads: 8, cycle: 3, length: 40 }, 1);
    const runner = new ScheduleRunner(compileProgram(scenario), random, [], 100_000);
    for (let n = 0; runner.run(1, n) !== 'deadlock'; n++) expect(n).toBeLessThan(5000);
    expect(runner.decisions).toBeGreaterThan(200);
    const startedMs = performance.now();
    const known = knownOf(runner.last.stuck as ModelDeadlock);
    const smaller = await shrinkOnModel(scenario, known, never);
    expect(performance.now() - startedMs).toBeLessThan(10_000);
    expect(textsOf(smaller?.scenario as Scenario)).toEqual({
      T0: ['lock C0', 'lock C1', 'unlock C1', 'unlock C0'],
      T1: ['lock C1', 'lock C2', 'unlock C2', 'unlock C1'],
      T2: ['lock C2', 'lock C0', 'unlock C0', 'unlock C2'],
    });
    expect(switchesOf(smaller?.order ?? [])).toBe(2);
    // A site is where the operation stands in the file that was given.
    const lines = smaller?.scenario.threads.map(({ ops }) => ops[0]?.line) ?? [];
    expect(lines).toEqual(
      scenario.threads.slice(0, 3).map((thread, n) => {
        return thread.ops.find(({ text }) => text === `lock C${n}`)?.line;
      }),
    );
  });

  test('stays one that gets stuck over the same classes, whatever it is', async () => {
    let stuck = 0;
    await fc.assert(
      fc.asyncProperty(smallFile, async (file) => {
        const scenario = readScenarioText(JSON.stringify(file), 'random.json');
        const { deadlock } = searchStates(scenario, { statesMax: 20_000, stepsMax: 200_000 });
        if (deadlock === null) return;
        stuck++;
        const smaller = await shrinkOnModel(scenario, knownOf(deadlock.stuck), never);
        expect(smaller).not.toBeNull();
        const { scenario: rest, order } = smaller as ModelShrunk;
        const left = deadlockAfter(compileProgram(rest), order);
        expect(kindOfStuck(left).kind).toBe(kindOfStuck(deadlock.stuck).kind);
        expect(deadlockIsReachable(rest, 50_000)).not.toBe(false);
        expect(isScenario(rest, 'rest.json')).toBe(true);
        const size = ({ threads }: Scenario) => threads.flatMap(({ ops }) => ops).length;
        expect(size(rest)).toBeLessThanOrEqual(size(scenario));
      }),
      { numRuns: 300 },
    );
    expect(stuck).toBeGreaterThan(30);
  });

  test('over readers and a writer keeps the writer that comes between', async () => {
    const locks = { R: 'rwsem', M: 'mutex' };
    const smaller = await shrunk(
      read(
        {
          T1: ['lock M', 'unlock M', 'read R', 'work', 'read R', 'unread R', 'unread R'],
          T2: ['work', 'write R', 'lock M', 'unlock M', 'unwrite R'],
          T3: ['lock M', 'work', 'unlock M', 'read R', 'unread R'],
        },
        locks,
      ),
    );
    expect(textsOf(smaller?.scenario as Scenario)).toEqual({
      T1: ['read R', 'read R', 'unread R', 'unread R'],
      T2: ['write R', 'unwrite R'],
    });
    expect(smaller?.scenario.locks).toMatchObject([{ name: 'R' }]);
  });

  test('by a signal that came too early keeps the signal', async () => {
    const smaller = await shrunk(
      read(
        { T1: ['work', 'cond_wait V', 'work'], T2: ['work', 'cond_signal V'] },
        { V: 'condition' },
      ),
    );
    expect(textsOf(smaller?.scenario as Scenario)).toEqual({
      T1: ['cond_wait V'],
      T2: ['cond_signal V'],
    });
  });

  test('only where a try is refused in between keeps the try and its switches', async () => {
    const smaller = await shrunk(
      read(
        {
          T1: ['work', 'trylock F', 'complete E', 'unlock F', 'work'],
          T2: ['lock F', 'work', 'unlock F', 'wait E'],
        },
        { F: 'mutex', E: 'completion' },
      ),
    );
    expect(textsOf(smaller?.scenario as Scenario)).toEqual({
      T1: ['trylock F', 'complete E', 'unlock F'],
      T2: ['lock F', 'unlock F', 'wait E'],
    });
  });

  test('inside reclaim keeps the allocation and what it runs', async () => {
    const file = {
      scenario: 'reclaim',
      locks: { A: 'mutex', S: 'mutex', N: 'mutex' },
      threads: {
        T1: ['lock N', 'unlock N', 'lock A', 'alloc', 'unlock A'],
        T2: ['lock S', 'work', 'lock A', 'unlock A', 'unlock S', 'alloc'],
      },
      reclaim: ['work', 'lock S', 'unlock S'],
    };
    const smaller = await shrunk(readScenarioText(JSON.stringify(file), 'reclaim.json'));
    expect(textsOf(smaller?.scenario as Scenario)).toEqual({
      T1: ['lock A', 'alloc', 'unlock A'],
      T2: ['lock S', 'lock A', 'unlock A', 'unlock S'],
    });
    expect(smaller?.scenario.reclaim.map(({ text }) => text)).toEqual(['lock S', 'unlock S']);
  });

  test('is left as it is when there is no time', async () => {
    const scenario = noisyScenario({ threads: 3, cycle: 2, length: 6 }, 2);
    const { deadlock } = searchStates(scenario, { statesMax: 1e6, stepsMax: 1e7 });
    const known = knownOf(deadlock?.stuck as ModelDeadlock);
    const smaller = await shrinkOnModel(scenario, known, () => true);
    expect(smaller?.scenario.threads.length ?? 3).toBe(3);
  });
});

test('of a scenario that never gets stuck nothing is made smaller', async () => {
  const scenario = read({ T1: ['lock A', 'unlock A'], T2: ['lock A', 'unlock A'] }, { A: 'mutex' });
  const stuck = [
    { thread: 'T1', line: 4, text: 'lock A' },
    { thread: 'T2', line: 5, text: 'lock A' },
  ];
  expect(await shrinkOnModel(scenario, { steps: [], stuck, kind: '' }, never)).toBeNull();
});
