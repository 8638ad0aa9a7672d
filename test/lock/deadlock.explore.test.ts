import { describe, expect, test } from 'vitest';
import type { Acquisition } from '../../src/lock/acquisition.ts';
import type { MutexLock } from '../../src/lock/lock-contracts.ts';
import type { Exploration, SetupTools } from '../explore/exploration.ts';
import { explore } from '../explore/explore.ts';
import { call, pause, type Steps } from '../explore/step.ts';
import { LOCK_MODULES, type LockWorld, LockWorlds, locksOf, planOf, SMALL } from './lock-world.ts';

const MUTEX = 'src/lock/mutex.ts';

interface World extends LockWorld {
  /** `mutexes[thread][lock]` */
  readonly mutexes: readonly (readonly MutexLock[])[];
  readonly answers: Acquisition[];
}

/** Each thread takes the locks of its line in order and gives up on a refusal. */
type Script = readonly string[];

/** `held`: each thread starts with the first lock of its line; the rest collides for certain. */
function crossing(scripts: Script, start: 'free' | 'held'): Exploration<World> {
  const names = [...new Set(scripts.join(''))].sort().join('');
  const lines = scripts.map((line) => [...line].map((name) => names.indexOf(name)));
  const plan = planOf(locksOf('mutex', names), lines.length, 'order');
  const worlds = new LockWorlds(plan, (world, tools) => {
    const mutexes = makeMutexes(tools, world);
    for (const [thread, line] of lines.entries()) learn(tools, mutexes[thread] ?? [], line);
  });
  return {
    modules: [...LOCK_MODULES, MUTEX],
    constants: SMALL,
    setup: (tools) => {
      const world = worlds.create(tools);
      const mutexes = makeMutexes(tools, world);
      if (start === 'held') {
        for (const [thread, line] of lines.entries()) {
          tools.atOnce(mutexes[thread]?.[line[0] as number]?.acquire());
        }
      }
      return { ...world, mutexes, answers: [] };
    },
    threads: lines.map((line, thread) => (world: World) => {
      return takeAll(world, world.mutexes[thread] as MutexLock[], line, start);
    }),
    ending: (world) => {
      const given = world.answers.filter((answer) => answer === 'deadlock').length;
      expect(world.deadlocks()).toBe(given);
      for (const lock of world.mutexes[0] ?? [])
        expect(world.lockWord(lock.index, 'state')).toBe(0);
      return `${given} deadlocks`;
    },
  };
}

function makeMutexes({ load }: SetupTools, world: LockWorld): MutexLock[][] {
  const { Mutex } = load<typeof import('../../src/lock/mutex.ts')>(MUTEX);
  return world.threads.map((thread) => thread.plan.locks.locks.map((_, i) => new Mutex(thread, i)));
}

function learn(
  { atOnce }: SetupTools,
  mutexes: readonly MutexLock[],
  line: readonly number[],
): void {
  for (const lock of line) atOnce(mutexes[lock]?.acquire());
  for (const lock of line.toReversed()) atOnce(mutexes[lock]?.release());
}

function* takeAll(
  world: World,
  mutexes: readonly MutexLock[],
  line: readonly number[],
  start: 'free' | 'held',
): Steps {
  const taken: MutexLock[] = [];
  for (const [position, lock] of line.entries()) {
    const mutex = mutexes[lock] as MutexLock;
    const answer: Acquisition =
      position === 0 && start === 'held' ? 'acquired' : yield* call(mutex.acquire());
    world.answers.push(answer);
    if (answer !== 'acquired') break;
    taken.push(mutex);
    yield* pause();
  }
  for (const mutex of taken.toReversed()) yield* call(mutex.release());
}

const within = (preemptions: number) => ({ kind: 'exhaustive', preemptions }) as const;
const randomly = { kind: 'random', schedules: 1500, seed: 5 } as const;

describe('threads that must collide: exactly one gives way', () => {
  test.each([
    ['ABBA', ['AB', 'BA'], Infinity],
    ['a ring of three', ['AB', 'BC', 'CA'], 2],
    ['a ring of four', ['AB', 'BC', 'CD', 'DA'], 1],
    ['a ring of two and a thread that waits for it', ['AB', 'BA', 'CA'], 2],
  ])('%s', (_name, scripts, preemptions) => {
    const report = explore(crossing(scripts, 'held'), within(preemptions));
    expect(report).toMatchObject({ verdict: 'clean', complete: true, message: '' });
    expect(Object.keys(report.endings)).toEqual(['1 deadlocks']);
  });

  test.each([
    ['ABBA', ['AB', 'BA']],
    ['a ring of four', ['AB', 'BC', 'CD', 'DA']],
  ])('%s, random walks', (_name, scripts) => {
    const report = explore(crossing(scripts, 'held'), randomly);
    expect(report).toMatchObject({ verdict: 'clean', message: '' });
    expect(Object.keys(report.endings)).toEqual(['1 deadlocks']);
  });

  test('two rings that share a thread: one each, or one that frees both', () => {
    const report = explore(crossing(['AB', 'BA', 'CA'], 'held'), randomly);
    expect(report).toMatchObject({ verdict: 'clean', message: '' });
  });
});

describe('threads that may collide', () => {
  test('ABBA from the start: none or one, never two, and nobody gets stuck', () => {
    const report = explore(crossing(['AB', 'BA'], 'free'), within(4));
    expect(report).toMatchObject({ verdict: 'clean', complete: true, message: '' });
    expect(Object.keys(report.endings).sort()).toEqual(['0 deadlocks', '1 deadlocks']);
  });

  test('ordered acquisitions never give one', () => {
    for (const scripts of [
      ['AB', 'AB'],
      ['AB', 'BC', 'AC'],
    ]) {
      const report = explore(crossing(scripts, 'free'), within(3));
      expect(report).toMatchObject({ verdict: 'clean', complete: true, message: '' });
      expect(Object.keys(report.endings)).toEqual(['0 deadlocks']);
    }
  });

  test('ordered acquisitions of four threads, random walks', () => {
    const report = explore(crossing(['ABCD', 'ABCD', 'BCD', 'ACD'], 'free'), randomly);
    expect(report).toMatchObject({ verdict: 'clean', message: '' });
    expect(Object.keys(report.endings)).toEqual(['0 deadlocks']);
  });
});
