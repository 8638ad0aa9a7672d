import type { Verb } from '../scenario.ts';

/** What a step does to the one object it works on, as far as steps of other threads may notice. */
export const ACCESS = {
  none: 0,
  lock: 1,
  /** Tried or timed. */
  tryLock: 2,
  unlock: 4,
  read: 8,
  write: 16,
  tryRead: 32,
  tryWrite: 64,
  unread: 128,
  unwrite: 256,
  downgrade: 512,
  /** For an event that has been signalled once and for all. */
  wait: 1024,
  signal: 2048,
  /** For the next signal of a condition. */
  listen: 4096,
  call: 8192,
  /** Anything that a group of acquire contexts and their locks sees. */
  ww: 16384,
  /** For the end of a thread. */
  join: 32768,
} as const;

/**
 * The accesses to the same object that do not commute with one of these. Two steps that can never
 * both be taken in one state commute: a release and the acquisition that it lets in, a signal and
 * its wait. Requests for a semaphore queue behind each other, so that it is all the same whether a
 * release comes just before or just after one; neighbouring readers in a queue enter together, in
 * whichever order.
 */
export function conflictsOf(access: number): number {
  switch (access) {
    case ACCESS.lock:
      return ACCESS.lock | ACCESS.tryLock;
    case ACCESS.tryLock:
      return ACCESS.lock | ACCESS.tryLock | ACCESS.unlock;
    case ACCESS.unlock:
      return ACCESS.tryLock;
    case ACCESS.read:
      return ACCESS.write | ACCESS.tryWrite;
    case ACCESS.write:
      return ACCESS.read | ACCESS.write | ACCESS.tryRead | ACCESS.tryWrite;
    case ACCESS.tryRead:
      return ACCESS.write | ACCESS.tryWrite | ACCESS.unwrite | ACCESS.downgrade;
    case ACCESS.tryWrite:
      return (
        ACCESS.read |
        ACCESS.write |
        ACCESS.tryRead |
        ACCESS.tryWrite |
        ACCESS.unread |
        ACCESS.unwrite
      );
    case ACCESS.unread:
      return ACCESS.tryWrite;
    case ACCESS.unwrite:
      return ACCESS.tryRead | ACCESS.tryWrite;
    case ACCESS.downgrade:
      return ACCESS.tryRead;
    case ACCESS.listen:
      return ACCESS.call;
    case ACCESS.call:
      return ACCESS.listen;
    case ACCESS.ww:
      return ACCESS.ww;
    default:
      return 0;
  }
}

const ACCESS_OF: Partial<Record<Verb, number>> = {
  lock: ACCESS.lock,
  trylock: ACCESS.tryLock,
  timedlock: ACCESS.tryLock,
  unlock: ACCESS.unlock,
  read: ACCESS.read,
  write: ACCESS.write,
  tryread: ACCESS.tryRead,
  trywrite: ACCESS.tryWrite,
  unread: ACCESS.unread,
  unwrite: ACCESS.unwrite,
  downgrade: ACCESS.downgrade,
  wait: ACCESS.wait,
  fence_wait: ACCESS.wait,
  complete: ACCESS.signal,
  fence_signal: ACCESS.signal,
  cond_wait: ACCESS.listen,
  cond_signal: ACCESS.call,
  join: ACCESS.join,
  ww_begin: ACCESS.ww,
  ww_lock: ACCESS.ww,
  ww_lock_all: ACCESS.ww,
  ww_unlock: ACCESS.ww,
};

/** Starts and the end of a context have none: they commute with all that others do. */
export function accessOf(verb: Verb): number {
  return ACCESS_OF[verb] ?? ACCESS.none;
}
