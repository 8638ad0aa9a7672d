import { describe, expect, test } from 'vitest';
import type { Completion, Fence, MutexLock } from '../../src/lock/lock-contracts.ts';
import type { LockPlan } from '../../src/shared/plan.ts';
import type { Exploration, SetupTools } from '../explore/exploration.ts';
import { explore } from '../explore/explore.ts';
import { call, pause, type Steps } from '../explore/step.ts';
import { LOCK_MODULES, type LockWorld, LockWorlds, planOf, SMALL } from './lock-world.ts';

const COMPLETION = 'src/lock/completion.ts';
const FENCE = 'src/lock/fence.ts';
const MUTEX = 'src/lock/mutex.ts';

const LOCKS: LockPlan = {
  classes: [
    { name: 'E', kind: 'completion', subclasses: 1 },
    { name: 'F', kind: 'fence', subclasses: 1 },
    { name: 'M', kind: 'mutex', subclasses: 1 },
  ],
  locks: ['E', 'F', 'M'].map((name, classIndex) => ({ classIndex, name })),
  promises: [],
};

interface Faces {
  readonly event: Completion;
  readonly fence: Fence;
  readonly mutex: MutexLock;
}

interface World extends LockWorld {
  readonly faces: readonly Faces[];
  /** What was done before the event was signalled. */
  done: number;
}

type Body = (world: World, faces: Faces) => Steps;

/** Thread 1 is the signaller of the completion and of the fence. */
function stage(bodies: readonly Body[]): Exploration<World> {
  const worlds = new LockWorlds(planOf(LOCKS, bodies.length, 'order'), learn);
  return {
    modules: [...LOCK_MODULES, COMPLETION, FENCE, MUTEX],
    constants: SMALL,
    setup: (tools) => {
      const world = worlds.create(tools);
      const faces = makeFaces(tools, world);
      tools.atOnce(faces[0]?.event.begin(1));
      tools.atOnce(faces[0]?.fence.setSignaller(1));
      return { ...world, faces, done: 0 };
    },
    threads: bodies.map((body, i) => (world: World) => body(world, world.faces[i] as Faces)),
    ending: (world) => {
      expect(world.lockWord(2, 'state')).toBe(0);
      return `${world.deadlocks()} deadlocks`;
    },
  };
}

function makeFaces({ load }: SetupTools, world: LockWorld): Faces[] {
  const { CompletionFace } = load<typeof import('../../src/lock/completion.ts')>(COMPLETION);
  const { FenceFace } = load<typeof import('../../src/lock/fence.ts')>(FENCE);
  const { Mutex } = load<typeof import('../../src/lock/mutex.ts')>(MUTEX);
  return world.threads.map((thread) => ({
    event: new CompletionFace(thread, 0),
    fence: new FenceFace(thread, 1),
    mutex: new Mutex(thread, 2),
  }));
}

/** The chains that the bodies below walk, so that the search is not about learning them. */
function learn(world: LockWorld, tools: SetupTools): void {
  const { atOnce } = tools;
  const { mutex } = makeFaces(tools, world)[0] as Faces;
  atOnce(mutex.acquire());
  atOnce(mutex.release());
}

const completer: Body = function* (world, { event }) {
  yield* pause();
  world.done++;
  yield* call(event.complete());
};

const waiter: Body = function* (world, { event }) {
  expect(yield* call(event.wait())).toBe('acquired');
  expect(world.done).toBe(1);
  expect(yield* call(event.isComplete())).toBe(true);
};

const impatientWaiter: Body = function* (world, { event }) {
  if ((yield* call(event.waitFor(5))) === 'acquired') expect(world.done).toBe(1);
};

/** Signals fences up to `last`, one after the other, starting just before the numbers wrap. */
const signaller = (first: number, last: number): Body =>
  function* (world, { fence }) {
    for (let seqno = first; seqno !== ((last + 1) | 0); seqno = (seqno + 1) | 0) {
      yield* pause();
      world.done++;
      yield* call(fence.signal(seqno));
    }
  };

const fenceWaiter = (seqno: number, after: number): Body =>
  function* (world, { fence }) {
    expect(yield* call(fence.wait(seqno))).toBe('acquired');
    expect(world.done).toBeGreaterThanOrEqual(after);
  };

const clean = { verdict: 'clean', message: '' };
const within = (preemptions: number) => ({ kind: 'exhaustive', preemptions }) as const;

describe('every waiter is woken, and after the deed', () => {
  test.each([
    ['completion, two waiters', [completer, waiter, waiter], 2],
    ['completion, a waiter that gives up', [completer, impatientWaiter, waiter], 2],
    ['fence, one waiter', [signaller(1, 2), fenceWaiter(2, 2)], 4],
    ['fence, two waiters', [signaller(1, 2), fenceWaiter(1, 1), fenceWaiter(2, 2)], 2],
  ])('%s', (_name, bodies, preemptions) => {
    const report = explore(stage(bodies), within(preemptions));
    expect(report).toMatchObject({ ...clean, complete: true, endings: expect.anything() });
    expect(Object.keys(report.endings)).toEqual(['0 deadlocks']);
  });

  test('fence numbers wrap', () => {
    const top = 0x7fffffff;
    const wrap = stage([signaller(top, -0x80000000), fenceWaiter(-0x80000000, 2)]);
    const exploration: Exploration<World> = {
      ...wrap,
      setup: (tools) => {
        const world = wrap.setup(tools);
        tools.atOnce(world.faces[0]?.fence.signal(top - 1));
        return world;
      },
    };
    const report = explore(exploration, within(4));
    expect(report).toMatchObject({ ...clean, complete: true });
  });
});

describe('a wait that the signaller cannot end is a deadlock', () => {
  test('the signaller wants what the waiter holds: one of the two gives way', () => {
    const lockedCompleter: Body = function* (_world, { event, mutex }) {
      if ((yield* call(mutex.acquire())) === 'acquired') yield* call(mutex.release());
      yield* call(event.complete());
    };
    const lockedWaiter: Body = function* (_world, { event, mutex }) {
      expect(yield* call(mutex.acquire())).toBe('acquired');
      yield* call(event.wait());
      yield* call(mutex.release());
    };
    const report = explore(stage([lockedCompleter, lockedWaiter]), within(3));
    expect(report).toMatchObject({ ...clean, complete: true });
    expect(Object.keys(report.endings).sort()).toEqual(['0 deadlocks', '1 deadlocks']);
  });
});
