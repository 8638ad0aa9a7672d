import { describe, expect, test } from 'vitest';
import type { LockFaces } from '../../src/scenario/play/lock-faces.ts';
import { programOf } from '../../src/scenario/play/program.ts';
import { Promises } from '../../src/scenario/play/promises.ts';
import { signalPlan } from '../../src/scenario/play/signal-plan.ts';
import type { StartBoard } from '../../src/scenario/play/start-board.ts';
import { planLocks } from '../../src/scenario/plan-locks.ts';
import { readScenarioText } from '../../src/scenario/read/read-scenario.ts';

/** The promises of the first thread over events that only write down what becomes of them. */
function promisesOf(list: string, reclaim = '') {
  const text = `scenario: s\nlocks: { A: mutex, E: completion, F: fence, V: condition }\nthreads: { T: [${list}], U: [join T] }\nreclaim: [${reclaim}]\n`;
  const scenario = readScenarioText(text, 's.yaml');
  const names = planLocks(scenario).locks.map(({ name }) => name);
  const told: string[] = [];
  const event = (lock: number) => ({
    promise: () => told.push(`may ${names[lock]}`),
    withdraw: () => told.push(`not ${names[lock]}`),
    complete: () => told.push(`now ${names[lock]}`),
  });
  const faces = {
    event,
    completion: event,
    eventNamed: (name: string) => (names.includes(name) ? names.indexOf(name) : undefined),
  } as unknown as LockFaces;
  const spawned = new Set<number>();
  const board = {
    isOpen: (thread: number) => !spawned.has(thread),
    callOff: (thread: number) => told.push(`no start of ${thread}`),
  } as unknown as StartBoard;
  const steps = programOf(scenario, 0);
  const promises = new Promises(signalPlan(steps, scenario, 0, faces), faces, board);
  const passing = (position: number) => {
    told.length = 0;
    promises.passed(position);
    return [...told];
  };
  promises.makeAll();
  return { made: [...told].sort(), passing, spawned, end: steps.length };
}

describe('what a thread may signal', () => {
  test('it promises, its own end included', () => {
    const { made } = promisesOf('work, complete E, fence_signal F, cond_signal V');
    expect(made).toEqual(['may E', 'may F', 'may V', 'may exit:T']);
  });

  test('it gives up behind the last operation that signals it', () => {
    const { passing, end } = promisesOf('complete E, work, complete E, fence_signal F, work');
    expect(passing(1)).toEqual([]);
    expect(passing(2)).toEqual([]);
    expect(passing(3)).toEqual(['not E']);
    expect(passing(end)).toEqual(['not F']);
    expect(passing(Number.POSITIVE_INFINITY)).toEqual(['not exit:T']);
  });

  test('it gives up all that it skips', () => {
    const { passing } = promisesOf(
      'trylock A, complete E, cond_signal V, unlock A, fence_signal F',
    );
    expect(passing(4)).toEqual(['not E', 'not V']);
  });

  test('counts what it does in reclaim', () => {
    const { passing } = promisesOf('alloc, work, alloc', 'complete E, work');
    expect(passing(4)).toEqual([]);
    expect(passing(6)).toEqual([]);
    expect(passing(7)).toEqual(['not E']);
  });

  test('is made anew for each round', () => {
    const { passing } = promisesOf('complete E');
    expect(passing(1)).toEqual(['not E']);
    expect(passing(1)).toEqual([]);
  });
});

test('a thread that is not spawned in the end is told so, one that was is not', () => {
  const text = 'spawn U';
  const called = promisesOf(text);
  expect(called.passing(1)).toEqual(['no start of 1', 'now start:U', 'not start:U']);
  const started = promisesOf(text);
  started.spawned.add(1);
  expect(started.passing(1)).toEqual(['not start:U']);
});
