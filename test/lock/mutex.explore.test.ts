import { describe, expect, test } from 'vitest';
import type { Acquisition } from '../../src/lock/acquisition.ts';
import type { MutexLock } from '../../src/lock/lock-contracts.ts';
import { CriticalSection, visitLocked } from '../explore/critical-section.ts';
import type { Exploration, SetupTools } from '../explore/exploration.ts';
import { explore } from '../explore/explore.ts';
import { call, type Steps } from '../explore/step.ts';
import {
  LOCK_MODULES,
  type LockThread,
  type LockWorld,
  LockWorlds,
  locksOf,
  planOf,
  SMALL,
} from './lock-world.ts';

const MUTEX = 'src/lock/mutex.ts';
const RAW = 'src/lock/raw-mutex.ts';

interface World extends LockWorld {
  /** The one mutex, as each thread sees it. */
  readonly mutexes: readonly MutexLock[];
  readonly place: CriticalSection;
}

type Face = 'raw' | 'instrumented';
type Body = (world: World, thread: number) => Steps;

function contest(face: Face, bodies: readonly Body[]): Exploration<World> {
  const level = face === 'raw' ? 'off' : 'order';
  const plan = planOf(locksOf('mutex', 'M'), bodies.length, level);
  const worlds = new LockWorlds(plan, (world, tools) => {
    if (face === 'instrumented')
      learn(tools, makeMutex(tools, face, world.threads[0] as LockThread));
  });
  return {
    modules: [...LOCK_MODULES, MUTEX, RAW],
    constants: SMALL,
    setup: (tools) => {
      const world = worlds.create(tools);
      const mutexes = world.threads.map((thread) => makeMutex(tools, face, thread));
      return { ...world, mutexes, place: new CriticalSection() };
    },
    threads: bodies.map((body, thread) => (world: World) => body(world, thread)),
    ending: (world) => {
      expect(world.lockWord(0, 'state')).toBe(0);
      expect(world.deadlocks()).toBe(0);
      return `${world.place.entries} entries`;
    },
  };
}

function makeMutex({ load }: SetupTools, face: Face, thread: LockThread): MutexLock {
  if (face === 'raw') {
    const { RawMutex } = load<typeof import('../../src/lock/raw-mutex.ts')>(RAW);
    return new RawMutex(thread, 0, 'M-0');
  }
  const { Mutex } = load<typeof import('../../src/lock/mutex.ts')>(MUTEX);
  return new Mutex(thread, 0);
}

/** Takes it once before the threads start, so that the order validator knows it. */
function learn({ atOnce }: SetupTools, mutex: MutexLock): void {
  atOnce(mutex.acquire());
  atOnce(mutex.release());
}

const visitor =
  (rounds: number): Body =>
  ({ mutexes, place }, thread) =>
    visitLocked(mutexes[thread] as MutexLock, place, rounds);

/** Asks in one of the refusable ways; visits when it was given the lock. */
const asker = (ask: (mutex: MutexLock) => Acquisition): Body =>
  function* ({ mutexes, place }, thread): Steps {
    const mutex = mutexes[thread] as MutexLock;
    const answer = yield* call(ask(mutex));
    expect(['acquired', 'busy', 'timed-out']).toContain(answer);
    expect(yield* call(mutex.isHeld())).toBe(answer === 'acquired');
    if (answer !== 'acquired') return;
    yield* place.visit();
    yield* call(mutex.release());
  };

const trier = asker((mutex) => mutex.tryAcquire());
const impatient = asker((mutex) => mutex.acquireFor(5));

describe.each<Face>(['raw', 'instrumented'])('%s mutex', (face) => {
  test('two threads, twice each: all schedules', () => {
    const report = explore(contest(face, [visitor(2), visitor(2)]), {
      kind: 'exhaustive',
      preemptions: face === 'raw' ? Infinity : 4,
    });
    expect(report).toMatchObject({ verdict: 'clean', complete: true, message: '' });
    expect(Object.keys(report.endings)).toEqual(['4 entries']);
  });

  test('three threads: nobody sleeps for ever, within three preemptions', () => {
    const bodies = [visitor(1), visitor(1), visitor(1)];
    const report = explore(contest(face, bodies), { kind: 'exhaustive', preemptions: 3 });
    expect(report).toMatchObject({ verdict: 'clean', complete: true, message: '' });
    expect(Object.keys(report.endings)).toEqual(['3 entries']);
  });

  test('try and timed forms beside a blocking one', () => {
    const bodies = [visitor(1), trier, impatient, impatient];
    const report = explore(contest(face, bodies), { kind: 'exhaustive', preemptions: 1 });
    expect(report).toMatchObject({ verdict: 'clean', complete: true, message: '' });
    expect(Object.keys(report.endings).length).toBeGreaterThan(2);
  });

  test('a waiter is not forgotten when a timed one gives up', () => {
    const bodies = [visitor(1), visitor(1), impatient];
    const report = explore(contest(face, bodies), { kind: 'exhaustive', preemptions: 3 });
    expect(report).toMatchObject({ verdict: 'clean', complete: true, message: '' });
  });

  test('random walks of four threads', () => {
    const bodies = [visitor(2), visitor(2), impatient, visitor(2)];
    const report = explore(contest(face, bodies), { kind: 'random', schedules: 1000, seed: 11 });
    expect(report).toMatchObject({ verdict: 'clean', message: '' });
  });
});
