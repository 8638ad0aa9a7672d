import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { FastMutex } from '../../../src/lock/fast-mutex.ts';
import type { MutexLock } from '../../../src/lock/lock-contracts.ts';
import { Mutex } from '../../../src/lock/mutex.ts';
import { LOCKS, type MutexWorld, THREADS, createMutexWorld } from './mutex-worlds.ts';

interface Step {
  readonly thread: number;
  readonly lock: number;
  readonly form: 'acquire' | 'tryAcquire' | 'look' | 'release' | 'initialise';
}

const steps = fc.array(
  fc.record<Step>({
    thread: fc.nat(THREADS - 1),
    lock: fc.nat(LOCKS - 1),
    form: fc.constantFrom('acquire', 'acquire', 'release', 'tryAcquire', 'look', 'initialise'),
  }),
  { maxLength: 40 },
);

/** Nothing may block here: a lock that somebody has is acquired by a timed form, whose time is up. */
function take(world: MutexWorld, { thread, lock, form }: Step): unknown {
  const mutex = world.mutexes[thread]?.[lock] as MutexLock;
  if (form === 'release') return mutex.release();
  if (form === 'initialise') return mutex.initialise();
  if (form === 'tryAcquire') return mutex.tryAcquire();
  if (form === 'look') return lookAt(mutex, world, thread);
  const taken = world.mutexes.some((own) => own[lock]?.isHeld());
  return taken ? mutex.acquireFor(0) : mutex.acquire();
}

/** What a brief wait does, without the wait: where the lock is free it is taken. */
function lookAt(mutex: MutexLock, world: MutexWorld, thread: number): unknown {
  const inner = mutex as unknown as {
    look(row: number, countAt: number, looks: number): number;
    readonly countAt: number;
  };
  const { held } = world.threads[thread] as MutexWorld['threads'][number];
  return Math.sign(inner.look(held.row, inner.countAt, 3));
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
