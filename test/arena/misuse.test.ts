import { describe, expect, it } from 'vitest';
import { createArena } from '../../src/arena/arena.ts';
import { enterArena } from '../../src/arena/arena-thread.ts';
import { CapacityError, UsageError } from '../../src/base/errors.ts';

const MUTEX = { lock: 'mutex' } as const;

/** The error, which must say how to mend it. */
function mended(misuse: () => unknown): string {
  try {
    misuse();
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    const { message, mend } = error as UsageError;
    expect(mend).not.toBe('');
    return `${message} | ${mend}`;
  }
  throw new Error('it was taken');
}

describe('createArena refuses', () => {
  const refused: readonly (readonly [string, unknown, RegExp])[] = [
    ['nothing at all', undefined, /the arena is undefined/],
    ['an unknown option', { threads: 1, locks: MUTEX, levle: 'off' }, /"levle".*use "level"/],
    ['no threads', { locks: MUTEX }, /no threads/],
    ['threads without end', { threads: 129, locks: MUTEX }, /threads is 129.*1 to 128/],
    ['half a thread', { threads: 0.5, locks: MUTEX }, /threads is 0\.5/],
    ['two threads of one name', { threads: ['a', 'a'], locks: MUTEX }, /"a" twice/],
    ['a thread without a name', { threads: [''], locks: MUTEX }, /a thread is named ""/],
    ['a name of two lines', { threads: ['a\nb'], locks: MUTEX }, /one line/],
    ['no locks', { threads: 1, locks: {} }, /no locks/],
    ['a list of locks', { threads: 1, locks: ['mutex'] }, /`locks` is \["mutex"\]/],
    ['an unknown kind', { threads: 1, locks: { a: 'mutx' } }, /"mutx".*use "mutex"/],
    ['a spinlock', { threads: 1, locks: { a: 'rw-spinlock' } }, /"rw-spinlock"/],
    ['no kind', { threads: 1, locks: { a: {} } }, /no kind of lock/],
    [
      'what a kind does not have',
      { threads: 1, locks: { a: { kind: 'mutex', policy: 'wait-die' } } },
      /"policy" in the lock class "a"/,
    ],
    [
      'an unknown policy',
      { threads: 1, locks: { a: { kind: 'ww-mutex', policy: 'wound-die' } } },
      /no policy is called "wound-die"/,
    ],
    ['no instances', { threads: 1, locks: { a: { kind: 'mutex', instances: 0 } } }, /is 0/],
    [
      'two instances of one name',
      { threads: 1, locks: { a: { kind: 'mutex', instances: ['x', 'x'] } } },
      /"x" twice/,
    ],
    [
      'a class by the name of another one’s instance',
      { threads: 1, locks: { a: { kind: 'mutex', instances: 2 }, 'a(1)': 'mutex' } },
      /"a\(1\)" twice/,
    ],
    [
      'a class by the name of another one’s contexts',
      { threads: 1, locks: { a: 'ww-mutex', a_acquire: 'mutex' } },
      /"a_acquire" twice/,
    ],
    ['9 subclasses', { threads: 1, locks: { a: { kind: 'mutex', subclasses: 9 } } }, /1 to 8/],
    [
      'a signaller that is none',
      { threads: ['a'], locks: { e: { kind: 'fence', signallers: ['b'] } } },
      /no thread is called "b"/,
    ],
    ['an unknown promise', { threads: 1, locks: MUTEX, promises: [['lcok']] }, /use "lock"/],
    [
      'contradicting primes',
      {
        threads: 1,
        locks: { a: 'mutex', b: 'mutex' },
        primes: [
          ['a', 'b'],
          ['b', 'a'],
        ],
      },
      /contradicts/,
    ],
    ['an unknown level', { threads: 1, locks: MUTEX, level: 'fll' }, /use "full"/],
    [
      'an operation called work',
      { threads: 1, locks: MUTEX, operations: ['work'] },
      /"work" twice/,
    ],
    ['no chains', { threads: 1, locks: MUTEX, chains: 0 }, /`chains` is 0/],
  ];
  it.each(refused)('%s', (_what, options, message) => {
    expect(mended(() => createArena(options as never))).toMatch(message);
  });
});

describe('a worker is refused', () => {
  const arena = () => createArena({ threads: ['a', 'b'], locks: MUTEX, operations: ['work hard'] });

  it('what is no handle', () => {
    for (const handle of [undefined, null, {}, arena()]) {
      expect(mended(() => enterArena(handle as never))).toMatch(/no handle/);
    }
  });

  it('a name that was not declared, or that somebody has', () => {
    const { handle } = arena();
    expect(mended(() => enterArena(handle, 'c' as never))).toMatch(/no thread is called "c"/);
    enterArena(handle, 'b');
    expect(mended(() => enterArena(handle, 'b'))).toMatch(/"b" has entered already/);
    expect(enterArena(handle).name).toBe('a');
    expect(mended(() => enterArena(handle))).toMatch(/all 2 threads/);
  });

  it('operations that are unknown, nest, await, or begin holding a lock', () => {
    const { handle } = arena();
    const thread = enterArena(handle);
    const begin = (work: () => unknown) => thread.operation('work hard', work);
    expect(mended(() => thread.operation('wrk' as never, () => 1))).toMatch(/use "work hard"/);
    expect(mended(() => begin(() => begin(() => 1)))).toMatch(/inside another/);
    expect(mended(() => begin(async () => 1))).toMatch(/promise/);
    thread.mutex('lock').acquire();
    expect(mended(() => begin(() => 1))).toMatch(/while it holds a lock/);
    thread.leave();
    expect(mended(() => begin(() => 1))).toMatch(/after it has left/);
  });
});

it('stacks of held locks that do not fit any more are a CapacityError', () => {
  const { handle } = createArena({ threads: 1, chains: 2, locks: { a: 'mutex', b: 'mutex' } });
  const thread = enterArena(handle);
  const [a, b] = [thread.mutex('a'), thread.mutex('b')];
  const both = () => {
    for (const lock of [a, b]) lock.acquire();
    for (const lock of [a, b]) lock.release();
  };
  expect(both).toThrow(CapacityError);
});
