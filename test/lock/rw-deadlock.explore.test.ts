import { describe, expect, test } from 'vitest';
import type { MutexLock, RwSemaphoreLock } from '../../src/lock/lock-contracts.ts';
import type { LockPlan } from '../../src/shared/plan.ts';
import type { Exploration, SetupTools } from '../explore/exploration.ts';
import { explore } from '../explore/explore.ts';
import { call, pause, type Steps } from '../explore/step.ts';
import { LOCK_MODULES, type LockWorld, LockWorlds, planOf, SMALL } from './lock-world.ts';

const SEMAPHORE = 'src/lock/rw-semaphore.ts';
const MUTEX = 'src/lock/mutex.ts';

const LOCKS: LockPlan = {
  classes: [
    { name: 'R', kind: 'rw-semaphore', subclasses: 1 },
    { name: 'M', kind: 'mutex', subclasses: 1 },
  ],
  locks: ['R', 'M'].map((name, classIndex) => ({ classIndex, name })),
  promises: [],
};

interface Faces {
  readonly semaphore: RwSemaphoreLock;
  readonly mutex: MutexLock;
}

interface World extends LockWorld {
  readonly faces: readonly Faces[];
  /** `deadlock` answers given. */
  refusals: number;
}

/** Its first lock is taken before the threads start, so that the rest collides for certain. */
type Role = 'reader wants mutex' | 'mutex wants reading' | 'mutex wants writing' | LateRole;
type LateRole = 'reader reads again' | 'late writer' | 'hasty writer' | 'late reader';

function stage(roles: readonly Role[]): Exploration<World> {
  const worlds = new LockWorlds(planOf(LOCKS, roles.length, 'order'), (world, tools) => {
    const faces = makeFaces(tools, world)[0] as Faces;
    const first = { ...world, faces: [faces], refusals: 0 };
    for (const role of roles) {
      tools.atOnce(take(faces, role));
      tools.atOnce(perform(first, faces, role));
    }
  });
  return {
    modules: [...LOCK_MODULES, SEMAPHORE, MUTEX],
    constants: SMALL,
    setup: (tools) => {
      const world = worlds.create(tools);
      const faces = makeFaces(tools, world);
      for (const [thread, role] of roles.entries())
        tools.atOnce(take(faces[thread] as Faces, role));
      return { ...world, faces, refusals: 0 };
    },
    threads: roles.map(
      (role, i) => (world: World) => perform(world, world.faces[i] as Faces, role),
    ),
    ending: (world) => {
      expect([world.lockWord(0, 'state'), world.queue(0), world.lockWord(1, 'state')]).toEqual([
        0,
        [],
        0,
      ]);
      expect(world.deadlocks()).toBe(world.refusals);
      return `${world.refusals} deadlocks`;
    },
  };
}

function makeFaces({ load }: SetupTools, world: LockWorld): Faces[] {
  const { RwSemaphore } = load<typeof import('../../src/lock/rw-semaphore.ts')>(SEMAPHORE);
  const { Mutex } = load<typeof import('../../src/lock/mutex.ts')>(MUTEX);
  return world.threads.map((thread) => ({
    semaphore: new RwSemaphore(thread, 0),
    mutex: new Mutex(thread, 1),
  }));
}

function* take({ semaphore, mutex }: Faces, role: Role): Steps {
  if (role.startsWith('reader')) yield* call(semaphore.acquireRead());
  if (role.startsWith('mutex')) yield* call(mutex.acquire());
}

function* perform(world: World, faces: Faces, role: Role): Steps {
  const { semaphore, mutex } = faces;
  yield* pause();
  if (role === 'reader wants mutex') yield* holding(world, mutex.acquire(), () => mutex.release());
  else if (/writ/.test(role)) {
    const answer =
      role === 'hasty writer' ? semaphore.acquireWriteFor(5) : semaphore.acquireWrite();
    yield* holding(world, answer, () => semaphore.releaseWrite());
  } else yield* holding(world, semaphore.acquireRead(), () => semaphore.releaseRead());
  if (role.startsWith('reader')) yield* call(semaphore.releaseRead());
  if (role.startsWith('mutex')) yield* call(mutex.release());
}

function* holding<A>(world: World, answered: A, release: () => void): Steps {
  const answer = yield* call(answered);
  if (answer === 'deadlock') world.refusals++;
  if (answer === 'acquired') yield* call(release());
}

describe('rw-semaphore in a cycle: exactly one gives way', () => {
  test.each<[readonly Role[], number]>([
    [['reader wants mutex', 'mutex wants writing'], 3],
    [['reader wants mutex', 'mutex wants writing', 'late reader'], 1],
  ])('%j', (roles, preemptions) => {
    const report = explore(stage(roles), { kind: 'exhaustive', preemptions });
    expect(report).toMatchObject({ verdict: 'clean', message: '', complete: true });
    expect(Object.keys(report.endings)).toEqual(['1 deadlocks']);
  });

  test.each<[readonly Role[], number]>([
    // A reader queues behind a waiting writer, also when its own thread reads already.
    [['reader reads again', 'late writer'], 3],
    [['reader wants mutex', 'mutex wants reading', 'late writer'], 2],
  ])('%j: none where the writer comes late, never two', (roles, preemptions) => {
    const report = explore(stage(roles), { kind: 'exhaustive', preemptions });
    expect(report).toMatchObject({ verdict: 'clean', message: '', complete: true });
    expect(Object.keys(report.endings).sort()).toEqual(['0 deadlocks', '1 deadlocks']);
  });
});

describe('rw-semaphore in two cycles through one writer', () => {
  test('the writer gives way for both, or each reader for its own', () => {
    const roles: Role[] = ['reader reads again', 'reader wants mutex', 'mutex wants writing'];
    const report = explore(stage(roles), { kind: 'exhaustive', preemptions: 1 });
    expect(report).toMatchObject({ verdict: 'clean', message: '', complete: true });
    expect(Object.keys(report.endings).sort()).toEqual(['1 deadlocks', '2 deadlocks']);
  });
});

describe('a mutex whose owner wants to write, and two readers that want the mutex', () => {
  test('one cycle broken by its reader does not hide the other', () => {
    const roles: Role[] = ['reader wants mutex', 'reader wants mutex', 'mutex wants writing'];
    const report = explore(stage(roles), { kind: 'exhaustive', preemptions: 1 });
    expect(report).toMatchObject({ verdict: 'clean', message: '', complete: true });
    expect(Object.keys(report.endings).sort()).toEqual(['1 deadlocks', '2 deadlocks']);
  });
});

describe('rw-semaphore without a cycle: nobody is refused', () => {
  test.each<[readonly Role[], number]>([
    [['reader wants mutex', 'mutex wants reading'], 4],
    // The writer between them gives up, and the reader behind it comes in beside the first.
    [['reader reads again', 'hasty writer'], 4],
    [['reader wants mutex', 'mutex wants reading', 'hasty writer'], 2],
  ])('%j', (roles, preemptions) => {
    const report = explore(stage(roles), { kind: 'exhaustive', preemptions });
    expect(report).toMatchObject({ verdict: 'clean', message: '', complete: true });
    expect(Object.keys(report.endings)).toEqual(['0 deadlocks']);
  });
});
