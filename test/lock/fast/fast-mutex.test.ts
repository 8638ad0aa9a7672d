import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { NO_LOOKS, TAKEN, TO_BE_CLOCKED, mutexPathOf } from '../../../src/lock/fast/mutex-path.ts';
import { FastMutex } from '../../../src/lock/fast-mutex.ts';
import type { MutexLock } from '../../../src/lock/lock-contracts.ts';
import { Mutex } from '../../../src/lock/mutex.ts';
import { BRIEF_CLOCKED } from '../../../src/lock/spin.ts';
import { LOCK } from '../../../src/shared/memory-map.ts';
import { LOCKS, type MutexWorld, THREADS, createMutexWorld } from './mutex-worlds.ts';

interface Step {
  readonly thread: number;
  readonly lock: number;
  readonly form: 'acquire' | 'tryAcquire' | 'acquireFor' | 'release' | 'initialise';
}

const steps = fc.array(
  fc.record<Step>({
    thread: fc.nat(THREADS - 1),
    lock: fc.nat(LOCKS - 1),
    form: fc.constantFrom(
      'acquire',
      'acquire',
      'release',
      'tryAcquire',
      'acquireFor',
      'initialise',
    ),
  }),
  { maxLength: 40 },
);

/** Nothing may block here: a lock that somebody has is looked at, as before a wait that is published. */
function take(world: MutexWorld, { thread, lock, form }: Step): unknown {
  const mutex = world.mutexes[thread]?.[lock] as MutexLock;
  if (form === 'release') return mutex.release();
  if (form === 'initialise') return mutex.initialise();
  if (form === 'tryAcquire') return mutex.tryAcquire();
  if (form === 'acquireFor') return mutex.acquireFor(0);
  const taken = world.mutexes.some((own) => own[lock]?.isHeld());
  return taken ? lookAt(mutex, world, thread) : mutex.acquire();
}

/** The looks at a taken lock, by either code; true where they say that it was not given up in time. */
function lookAt(mutex: MutexLock, world: MutexWorld, thread: number): boolean {
  const inner = mutex as unknown as {
    readonly countAt: number;
    readonly me: number;
    readonly at: number;
    readonly tag: number;
    readonly slot: number;
    rowBy(slot: number): number;
    look(row: number, countAt: number): number;
  };
  const row = inner.rowBy(inner.slot);
  if (!(mutex instanceof FastMutex)) return inner.look(row, inner.countAt) < 0;
  const { memory } = world.threads[thread] as MutexWorld['threads'][number];
  const countAt = 4 * inner.countAt;
  // Not as one that is to be clocked, which would not look.
  const brief = memory.i32[inner.countAt + 1] as number;
  memory.i32[inner.countAt + 1] = 1;
  const answer = mutexPathOf(memory)?.acquire(inner.me, inner.at, inner.tag, inner.slot, countAt);
  memory.i32[inner.countAt + 1] = brief;
  return answer === TAKEN;
}

describe.each([
  ['order', 4096],
  ['stats', 2],
  ['full', 1],
  ['full', 4096],
] as const)('level %s, one hold in %i clocked', (level, holdSampling) => {
  it('does with compiled halves what it does without, word for word', () => {
    const learn = { thread: 0, lock: 0, form: 'acquire' } as const;
    fc.assert(
      fc.property(steps, (program) => {
        const compiled = createMutexWorld('compiled', level, holdSampling);
        const plain = createMutexWorld('JavaScript', level, holdSampling);
        for (const step of [learn, { ...learn, form: 'release' } as const, ...program]) {
          expect(take(compiled, step)).toBe(take(plain, step));
          expect(compiled.words()).toEqual(plain.words());
        }
      }),
      { numRuns: 40 },
    );
  });
});

test('each memory has the mutex that fits it', () => {
  const [compiled, plain] = (['compiled', 'JavaScript'] as const).map(
    (code) => createMutexWorld(code, 'full', 4096).mutexes[0]?.[0],
  );
  expect(compiled).toBeInstanceOf(FastMutex);
  expect(plain).toBeInstanceOf(Mutex);
  expect(plain).not.toBeInstanceOf(FastMutex);
});

test('a count that has run over is an acquisition, and one hold in 2^31 at most is clocked by it', () => {
  const world = createMutexWorld('compiled', 'order', 4096);
  const mutex = world.mutexes[0]?.[0] as MutexLock & { readonly countAt: number };
  for (const count of [0x7ffffffe, 0x7fffffff, -2, -1]) {
    world.memory.i32[mutex.countAt] = count;
    expect(mutex.acquire()).toBe('acquired');
    mutex.release();
    expect(world.memory.i32[mutex.countAt]).toBe((count + 1) | 0);
    expect(world.threads[0]?.held.depth).toBe(0);
  }
});

test('a wait that is to be clocked is left to the clock, and one that may not look does not', () => {
  const { memory, threads, mutexes } = createMutexWorld('compiled', 'full', 4096);
  const path = mutexPathOf(memory);
  for (const thread of [0, 1]) {
    mutexes[thread]?.[0]?.acquire();
    if (thread === 0) mutexes[thread]?.[0]?.release();
  }
  const [me, holder] = threads;
  const word = memory.region(LOCK);
  const at = 4 * (word.at(0) + word.word.state);
  const counts = me?.counterOf(0) as number;
  const heldTop = 4 * (me?.held.topAt as number);
  const ask = (flag: number) => path?.acquire(heldTop, at, 1, 0, 4 * counts + flag);
  expect(ask(0)).toBe(TO_BE_CLOCKED);
  expect(ask(NO_LOOKS)).toBe(TAKEN);
  memory.i32[counts + 1] = BRIEF_CLOCKED - 1;
  expect(ask(0)).toBe(TAKEN);
  memory.i32[counts + 1] = BRIEF_CLOCKED;
  expect(ask(0)).toBe(TO_BE_CLOCKED);
  expect([me?.held.depth, holder?.held.depth]).toEqual([0, 1]);
});
