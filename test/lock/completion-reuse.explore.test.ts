import { expect, test } from 'vitest';
import type { Completion, MutexLock } from '../../src/lock/lock-contracts.ts';
import type { LockPlan } from '../../src/shared/plan.ts';
import type { Exploration, SetupTools } from '../explore/exploration.ts';
import { explore } from '../explore/explore.ts';
import { call, pause, type Steps } from '../explore/step.ts';
import { LOCK_MODULES, type LockWorld, LockWorlds, planOf, SMALL } from './lock-world.ts';

const COMPLETION = 'src/lock/completion.ts';
const MUTEX = 'src/lock/mutex.ts';

const LOCKS: LockPlan = {
  classes: [
    { name: 'E', kind: 'completion', subclasses: 1 },
    { name: 'M', kind: 'mutex', subclasses: 1 },
  ],
  locks: ['E', 'M'].map((name, classIndex) => ({ classIndex, name })),
  promises: [],
};

interface Faces {
  readonly event: Completion;
  readonly mutex: MutexLock;
}

interface World extends LockWorld {
  readonly faces: readonly Faces[];
  refusals: number;
  /** The second generation is complete: who passes from here on may have waited for it. */
  completedAgain: boolean;
}

function makeFaces({ load }: SetupTools, world: LockWorld): Faces[] {
  const { CompletionFace } = load<typeof import('../../src/lock/completion.ts')>(COMPLETION);
  const { Mutex } = load<typeof import('../../src/lock/mutex.ts')>(MUTEX);
  return world.threads.map((thread) => ({
    event: new CompletionFace(thread, 0),
    mutex: new Mutex(thread, 1),
  }));
}

/** Completes, begins anew at once, and wants the mutex of the one who waits. */
function* signalTwice(world: World, { event, mutex }: Faces): Steps {
  yield* pause();
  yield* call(event.complete());
  yield* call(event.begin(1));
  const answer = yield* call(mutex.acquire());
  if (answer === 'deadlock') world.refusals++;
  else yield* call(mutex.release());
  world.completedAgain = true;
  yield* call(event.complete());
}

/** Waits with the mutex held: a cycle if it waits for the second generation, none for the first. */
function* waitHolding(world: World, { event, mutex }: Faces): Steps {
  yield* pause();
  yield* call(event.wait());
  expect(world.refusals === 0 || world.completedAgain).toBe(true);
  yield* call(mutex.release());
}

function stage(): Exploration<World> {
  const worlds = new LockWorlds(planOf(LOCKS, 2, 'order'), (world, tools) => {
    const { mutex } = makeFaces(tools, world)[1] as Faces;
    tools.atOnce(holdMutex(mutex));
    tools.atOnce(dropMutex(mutex));
  });
  return {
    modules: [...LOCK_MODULES, COMPLETION, MUTEX],
    constants: SMALL,
    setup: (tools) => {
      const world = worlds.create(tools);
      const faces = makeFaces(tools, world);
      tools.atOnce(begin((faces[0] as Faces).event));
      tools.atOnce(holdMutex((faces[1] as Faces).mutex));
      return { ...world, faces, refusals: 0, completedAgain: false };
    },
    threads: [
      (world) => signalTwice(world, world.faces[0] as Faces),
      (world) => waitHolding(world, world.faces[1] as Faces),
    ],
    ending: (world) => `${world.refusals} deadlocks`,
  };
}

function* holdMutex(mutex: MutexLock): Steps {
  yield* call(mutex.acquire());
}

function* dropMutex(mutex: MutexLock): Steps {
  yield* call(mutex.release());
}

function* begin(event: Completion): Steps {
  yield* call(event.begin(1));
}

test('who waited for a completion is not taken to wait for its next use', () => {
  const report = explore(stage(), { kind: 'exhaustive', preemptions: 3 });
  expect(report).toMatchObject({ verdict: 'clean', message: '', complete: true });
  expect(Object.keys(report.endings).sort()).toEqual(['0 deadlocks', '1 deadlocks']);
});
