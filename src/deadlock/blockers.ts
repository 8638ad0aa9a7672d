import { LOCK, THREAD } from '../shared/memory-map.ts';
import { closeLatch, openLatch } from '../shared/latch.ts';
import { OWNER_MASK, WAIT_MODE, WRITER, hasCompleted } from '../shared/lock-word.ts';
import type { LockRegistry } from '../shared/lock-registry.ts';
import type { LockKind } from '../shared/plan.ts';
import type { SharedMemory } from '../shared/shared-memory.ts';
import { eachHeldLock } from '../validate/held-locks.ts';

/** `soleBlocker`: there may be several. */
export const MANY = -1;

/**
 * Answers, for a thread that waits, which threads it waits for: the edges of the wait-for graph. All
 * of them must move before it can (AND), so a cycle through any of them is a deadlock.
 */
export class Blockers {
  readonly #memory: SharedMemory;
  readonly #i32: Int32Array;
  readonly #lock;
  readonly #thread;
  readonly #kinds: readonly LockKind[];
  /** Events that exactly their listed signallers may signal. */
  readonly #listed: readonly boolean[];
  readonly #threads: number;

  constructor(memory: SharedMemory, registry: LockRegistry, threads: number) {
    this.#memory = memory;
    this.#i32 = memory.i32;
    this.#lock = memory.region(LOCK);
    this.#thread = memory.region(THREAD);
    this.#kinds = registry.plan.locks.map((_, lock) => registry.kindOfLock(lock));
    this.#listed = registry.plan.locks.map(
      (_, lock) => registry.classOfLock(lock).signallers === 'listed',
    );
    this.#threads = threads;
  }

  /** One of several threads may end a wait for it (OR); else all of its blockers must move (AND). */
  isListed(lock: number): boolean {
    return this.#listed[lock] as boolean;
  }

  /** What `thread` waits for at a listed event has come. */
  hasHappened(thread: number, lock: number): boolean {
    const state = Atomics.load(this.#i32, this.#lock.at(lock) + this.#lock.word.state);
    const value = this.#valueOf(thread);
    return this.#kinds[lock] === 'fence' ? ((state - value) | 0) >= 0 : hasCompleted(state, value);
  }

  maySignal(thread: number, lock: number): boolean {
    const word = this.#lock.at(lock) + this.#lock.word.signallers + ((thread - 1) >> 5);
    // Pairs with EventFace.promise and withdraw.
    return (Atomics.load(this.#i32, word) & (1 << ((thread - 1) & 31))) !== 0;
  }

  /** Its program has ended: it neither runs nor waits, and what it holds stays held. */
  hasDeparted(thread: number): boolean {
    // Pairs with LockThread.depart.
    return Atomics.load(this.#i32, this.#thread.at(thread) + this.#thread.word.departed) !== 0;
  }

  /** Lock that a thread waits for without a time limit, and that nobody has ended; -1: none. */
  waitOf(thread: number): number {
    const at = this.#thread.at(thread);
    const { word } = this.#thread;
    // Pairs with WaitRecord.begin/end and endWaitOf.
    const lock = Atomics.load(this.#i32, at + word.waiting) - 1;
    if (lock < 0 || this.#i32[at + word.waitMode] === WAIT_MODE.timed) return -1;
    return this.#kinds[lock] === 'ww-mutex' && this.#isWounded(at) ? -1 : lock;
  }

  sequenceOf(thread: number): number {
    // Written before the store of `waiting` that the caller has loaded.
    return Atomics.load(this.#i32, this.#thread.at(thread) + this.#thread.word.waitSeq);
  }

  /**
   * The one thread that `thread` waits for at `lock`; 0: nobody any more; MANY: ask `collect`. Most
   * locks have one owner, and then the walk is a straight line.
   */
  soleBlocker(thread: number, lock: number): number {
    const at = this.#lock.at(lock);
    const kind = this.#kinds[lock];
    if (kind === 'rw-semaphore') return MANY;
    // Pairs with the compare-exchanges and exchanges of the locks: who owns it now.
    const state = Atomics.load(this.#i32, at + this.#lock.word.state);
    if (kind === 'mutex' || kind === 'ww-mutex') return state & OWNER_MASK;
    // Several may signal it: no edge of a cycle, but of a knot.
    if (this.#listed[lock]) return 0;
    if (kind === 'completion' && hasCompleted(state, this.#valueOf(thread))) return 0;
    if (kind === 'fence' && ((state - this.#valueOf(thread)) | 0) >= 0) return 0;
    // Pairs with the store in Completion.begin and Fence.setSignaller.
    return Atomics.load(this.#i32, at + this.#lock.word.signaller);
  }

  /** Writes the threads that `thread` waits for at `lock` into `into` from `start`; how many. */
  collect(thread: number, lock: number, into: Int32Array, start: number): number {
    const sole = this.soleBlocker(thread, lock);
    if (sole === MANY) return this.#collectSemaphore(thread, lock, into, start);
    into[start] = sole;
    return sole === 0 ? 0 : 1;
  }

  #valueOf(thread: number): number {
    return this.#i32[this.#thread.at(thread) + this.#thread.word.waitValue] as number;
  }

  /** A wounded transaction that waits under its context backs off: its wait ends by itself. */
  #isWounded(at: number): boolean {
    const { word } = this.#thread;
    const stamp = this.#i32[at + word.stamp] as number;
    if (this.#i32[at + word.waitValue] === 0) return false;
    if (stamp === 0 || this.#i32[at + word.contextLocks] === 0) return false;
    // Pairs with the store in WwQueue.wound.
    return Atomics.load(this.#i32, at + word.wounded) === stamp;
  }

  /** Its holders, and whoever is ahead in the queue and excludes it. Under the latch of the queue. */
  #collectSemaphore(thread: number, lock: number, into: Int32Array, start: number): number {
    const i32 = this.#i32;
    const at = this.#lock.at(lock);
    const { word } = this.#lock;
    let count = 0;
    closeLatch(i32, at + word.latch);
    // Granted or withdrawn since the caller looked: its place in the queue means nothing any more.
    if (this.waitOf(thread) !== lock) {
      openLatch(i32, at + word.latch);
      return 0;
    }
    const shared = this.#isShared(thread);
    const state = Atomics.load(i32, at + word.state);
    if ((state & WRITER) !== 0) into[start + count++] = state & OWNER_MASK;
    // Readers do not stand in a reader's way; a writer ahead of it does, and leads on to them.
    else if (!shared) count += this.#collectReaders(lock, into, start);
    let ahead = i32[at + word.queueHead] as number;
    while (ahead !== 0 && ahead !== thread && count < 2 * this.#threads) {
      if (!shared || !this.#isShared(ahead)) into[start + count++] = ahead;
      ahead = i32[this.#thread.at(ahead) + this.#thread.word.queueNext] as number;
    }
    openLatch(i32, at + word.latch);
    return count;
  }

  /** Readers are told by their stacks of held locks, which are stable while they are blocked. */
  #collectReaders(lock: number, into: Int32Array, start: number): number {
    let count = 0;
    for (let reader = 1; reader <= this.#threads; reader++) {
      let holds = false;
      eachHeldLock(this.#memory, reader, (held) => {
        holds ||= held === lock;
      });
      if (holds) into[start + count++] = reader;
    }
    return count;
  }

  #isShared(thread: number): boolean {
    const mode = this.#i32[this.#thread.at(thread) + this.#thread.word.waitMode];
    return mode === WAIT_MODE.shared;
  }
}
