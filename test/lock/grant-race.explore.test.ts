import { expect, test } from 'vitest';
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
    { name: 'N', kind: 'mutex', subclasses: 1 },
  ],
  locks: ['R', 'M', 'N'].map((name, classIndex) => ({ classIndex, name })),
  promises: [],
};

interface Faces {
  readonly semaphore: RwSemaphoreLock;
  readonly m: MutexLock;
  readonly n: MutexLock;
}

interface World extends LockWorld {
  readonly faces: readonly Faces[];
  refusals: number;
}

function makeFaces({ load }: SetupTools, world: LockWorld): Faces[] {
  const { RwSemaphore } = load<typeof import('../../src/lock/rw-semaphore.ts')>(SEMAPHORE);
  const { Mutex } = load<typeof import('../../src/lock/mutex.ts')>(MUTEX);
  return world.threads.map((thread) => ({
    semaphore: new RwSemaphore(thread, 0),
    m: new Mutex(thread, 1),
    n: new Mutex(thread, 2),
  }));
}

function* holdGranter({ m, semaphore }: Faces): Steps {
  yield* call(m.acquire());
  yield* call(semaphore.acquireWrite());
}

function* holdGranted({ n }: Faces): Steps {
  yield* call(n.acquire());
}

/** Hands the semaphore over and then wants N: the other half of a ring over M and N. */
function* grant(world: World, { m, n, semaphore }: Faces): Steps {
  yield* pause();
  yield* call(semaphore.releaseWrite());
  yield* want(world, n);
  yield* call(m.release());
}

/** Is granted the semaphore, and may be at its next wait before the granter is through. */
function* beGranted(world: World, { m, n, semaphore }: Faces): Steps {
  yield* pause();
  const answer = yield* call(semaphore.acquireRead());
  yield* want(world, m);
  if (answer === 'acquired') yield* call(semaphore.releaseRead());
  yield* call(n.release());
}

function* want(world: World, lock: MutexLock): Steps {
  const answer = yield* call(lock.acquire());
  if (answer === 'deadlock') world.refusals++;
  else yield* call(lock.release());
}

function stage(): Exploration<World> {
  const worlds = new LockWorlds(planOf(LOCKS, 2, 'order'), (world, tools) => {
    const faces = makeFaces(tools, world);
    const first = { ...world, faces, refusals: 0 };
    tools.atOnce(holdGranter(faces[0] as Faces));
    tools.atOnce(grant(first, faces[0] as Faces));
    tools.atOnce(holdGranted(faces[1] as Faces));
    tools.atOnce(beGranted(first, faces[1] as Faces));
  });
  return {
    modules: [...LOCK_MODULES, SEMAPHORE, MUTEX],
    constants: SMALL,
    setup: (tools) => {
      const world = worlds.create(tools);
      const faces = makeFaces(tools, world);
      tools.atOnce(holdGranter(faces[0] as Faces));
      tools.atOnce(holdGranted(faces[1] as Faces));
      return { ...world, faces, refusals: 0 };
    },
    threads: [
      (world) => grant(world, world.faces[0] as Faces),
      (world) => beGranted(world, world.faces[1] as Faces),
    ],
    ending: (world) => {
      expect(world.deadlocks()).toBe(world.refusals);
      return `${world.refusals} deadlocks`;
    },
  };
}

test('a grant that is still being told does not wipe out the next wait of who was granted', () => {
  const report = explore(stage(), { kind: 'exhaustive', preemptions: 3 });
  expect(report).toMatchObject({ verdict: 'clean', message: '', complete: true });
  expect(Object.keys(report.endings)).toEqual(['1 deadlocks']);
});
