import { describe, expect, test } from 'vitest';
import type { Acquisition } from '../../src/lock/acquisition.ts';
import type { AcquireContext, WwMutexLock } from '../../src/lock/lock-contracts.ts';
import type { LockPlan, WwPolicy } from '../../src/shared/plan.ts';
import { CriticalSection } from '../explore/critical-section.ts';
import type { Exploration, SetupTools } from '../explore/exploration.ts';
import { explore } from '../explore/explore.ts';
import { call, pause, type Steps } from '../explore/step.ts';
import { LOCK_MODULES, type LockWorld, LockWorlds, planOf, SMALL } from './lock-world.ts';

const WW_MUTEX = 'src/lock/ww-mutex.ts';
const CONTEXT = 'src/lock/acquire-context.ts';

/** What one thread sees: its faces of the locks, and its acquire context. */
interface Faces {
  readonly locks: readonly WwMutexLock[];
  readonly context: AcquireContext;
}

interface World extends LockWorld {
  readonly faces: readonly Faces[];
  /** One place per lock. */
  readonly places: readonly CriticalSection[];
  backOffs: number;
}

type Body = (world: World, faces: Faces) => Steps;

function planFor(policy: WwPolicy, locks: number): LockPlan {
  return {
    classes: [
      { name: 'W', kind: 'ww-mutex', subclasses: 1, policy, context: 'C' },
      { name: 'C', kind: 'pseudo', subclasses: 1 },
    ],
    locks: [
      ...Array.from({ length: locks }, (_, i) => ({ classIndex: 0, name: `W-${i}` })),
      { classIndex: 1, name: 'C' },
    ],
    promises: [],
  };
}

function contest(policy: WwPolicy, locks: number, bodies: readonly Body[]): Exploration<World> {
  const worlds = new LockWorlds(planOf(planFor(policy, locks), bodies.length, 'order'), learn);
  return {
    modules: [...LOCK_MODULES, WW_MUTEX, CONTEXT],
    constants: SMALL,
    setup: (tools) => {
      const world = worlds.create(tools);
      const places = Array.from({ length: locks }, () => new CriticalSection());
      return { ...world, faces: makeFaces(tools, world), places, backOffs: 0 };
    },
    threads: bodies.map((body, i) => (world: World) => body(world, world.faces[i] as Faces)),
    ending: (world) => {
      for (let lock = 0; lock < locks; lock++) {
        expect([world.lockWord(lock, 'state'), world.queue(lock)]).toEqual([0, []]);
      }
      expect(world.deadlocks()).toBe(0);
      return world.backOffs > 0 ? 'backed off' : 'straight';
    },
  };
}

function makeFaces({ load }: SetupTools, world: LockWorld): Faces[] {
  const { WwMutex } = load<typeof import('../../src/lock/ww-mutex.ts')>(WW_MUTEX);
  const { ThreadAcquireContext } =
    load<typeof import('../../src/lock/acquire-context.ts')>(CONTEXT);
  return world.threads.map((thread) => {
    const all = thread.plan.locks.locks;
    const locks = all.slice(0, -1).map((_, lock) => new WwMutex(thread, lock));
    return { locks, context: new ThreadAcquireContext(thread, all.length - 1) };
  });
}

function learn(world: LockWorld, tools: SetupTools): void {
  const { atOnce } = tools;
  const { locks, context } = makeFaces(tools, world)[0] as Faces;
  atOnce(context.begin());
  for (const lock of locks) atOnce(lock.acquire(context));
  for (const lock of locks.toReversed()) atOnce(lock.release());
  atOnce(context.end());
}

/** The back-off loop of the ww-mutex documentation, over the locks in the given order. */
const transaction = (order: readonly number[]): Body =>
  function* (world, { locks, context }): Steps {
    const wanted = order.map((index) => locks[index] as WwMutexLock);
    yield* call(context.begin());
    let refused = yield* takeAll(wanted, context, undefined);
    while (refused !== undefined) {
      world.backOffs++;
      refused = yield* takeAll(wanted, context, refused);
    }
    yield* call(context.done());
    for (const lock of wanted) yield* (world.places[lock.index] as CriticalSection).visit();
    for (const lock of wanted) yield* call(lock.release());
    yield* call(context.end());
  };

/** Takes all, `first` by the slow path; on a back-off lets all go and names who refused. */
function* takeAll(
  wanted: readonly WwMutexLock[],
  context: AcquireContext,
  first: WwMutexLock | undefined,
): Steps<WwMutexLock | undefined> {
  const taken: WwMutexLock[] = [];
  if (first !== undefined) {
    expect(yield* call(first.acquireSlow(context))).toBe('acquired');
    taken.push(first);
  }
  for (const lock of wanted) {
    const answer: Acquisition = yield* call(lock.acquire(context));
    expect(['acquired', 'already', 'back-off']).toContain(answer);
    expect(answer === 'already').toBe(lock === first);
    if (answer === 'acquired') taken.push(lock);
    if (answer !== 'back-off') continue;
    for (const held of taken) yield* call(held.release());
    return lock;
  }
  return undefined;
}

/** Takes one lock as a plain mutex, without a context. */
const plain = (index: number, ask: (lock: WwMutexLock) => Acquisition): Body =>
  function* (world, { locks }): Steps {
    const lock = locks[index] as WwMutexLock;
    if ((yield* call(ask(lock))) !== 'acquired') return;
    expect(yield* call(lock.isHeld())).toBe(true);
    yield* (world.places[index] as CriticalSection).visit();
    yield* call(lock.release());
  };

const blocking = (index: number) => plain(index, (lock) => lock.acquire(null));
const trying = (index: number) => plain(index, (lock) => lock.tryAcquire(null));
const impatient = (index: number) => plain(index, (lock) => lock.acquireFor(null, 5));

/** A transaction of one lock that gives up waiting for it. */
const hasty = (index: number): Body =>
  function* (world, { locks, context }): Steps {
    const lock = locks[index] as WwMutexLock;
    yield* call(context.begin());
    yield* pause();
    if ((yield* call(lock.acquireFor(context, 5))) === 'acquired') {
      yield* (world.places[index] as CriticalSection).visit();
      yield* call(lock.release());
    }
    yield* call(context.end());
  };

const clean = { verdict: 'clean', message: '' };

describe.each<WwPolicy>(['wait-die', 'wound-wait'])('ww-mutex, %s', (policy) => {
  test.each([
    [
      'two transactions, opposite orders',
      2,
      [
        [0, 1],
        [1, 0],
      ],
      3,
    ],
    [
      'two transactions, three locks',
      3,
      [
        [0, 1, 2],
        [2, 1, 0],
      ],
      2,
    ],
    [
      'a ring of three',
      3,
      [
        [0, 1],
        [1, 2],
        [2, 0],
      ],
      1,
    ],
    [
      'three on two locks',
      2,
      [
        [0, 1],
        [1, 0],
        [0, 1],
      ],
      1,
    ],
  ])('%s: all get through', (_name, locks, orders, preemptions) => {
    const exploration = contest(policy, locks, orders.map(transaction));
    const report = explore(exploration, { kind: 'exhaustive', preemptions });
    expect(report).toMatchObject({ ...clean, complete: true });
    expect(Object.keys(report.endings).sort()).toEqual(['backed off', 'straight']);
  });

  test.each([
    ['beside a plain user', 2, [transaction([0, 1]), transaction([1, 0]), blocking(0)], 1],
    ['beside a try and a timed user', 1, [transaction([0]), trying(0), impatient(0)], 2],
    ['beside a transaction that gives up', 1, [transaction([0]), hasty(0), blocking(0)], 2],
  ])('%s', (_name, locks, bodies, preemptions) => {
    const report = explore(contest(policy, locks, bodies), { kind: 'exhaustive', preemptions });
    expect(report).toMatchObject({ ...clean, complete: true });
  });

  test.each([
    [
      'three transactions, three locks',
      3,
      [
        [0, 1, 2],
        [2, 1, 0],
        [1, 2, 0],
      ],
    ],
    [
      'four on a ring of four',
      4,
      [
        [0, 1],
        [1, 2],
        [2, 3],
        [3, 0],
      ],
    ],
  ])('%s: random walks', (_name, locks, orders) => {
    const exploration = contest(policy, locks, orders.map(transaction));
    const report = explore(exploration, { kind: 'random', schedules: 2000, seed: 9 });
    expect(report).toMatchObject(clean);
  });
});
