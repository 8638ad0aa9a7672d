import { LOCK, THREAD } from '../shared/memory-map.ts';
import { OWNER_MASK, WAIT_MODE } from '../shared/lock-word.ts';
import type { LockRegistry } from '../shared/lock-registry.ts';
import type { SharedMemory } from '../shared/shared-memory.ts';

/** `follow`: the line leads to another kind of lock; ask the general walk. */
export const MIXED = -1;

/**
 * The wait-for walk of the common case, thread -> mutex -> owner -> mutex ..., as flat loops. A thread
 * meets its first deadlock in code that was never compiled, where each call costs more than what it
 * does; and a ring of mutexes is what most deadlocks are.
 *
 * `leadsOn` ends most walks after one step. Then `glance` finds nearly every ring in plain loads, where
 * an `Atomics.load` is a call of 7 ns (Node 20); `follow` walks what that did not see; `isStill` confirms
 * what either found.
 */
export class MutexLine {
  readonly path: Int32Array;
  readonly #i32: Int32Array;
  readonly #isMutex: Uint8Array;
  readonly #locks: Int32Array;
  readonly #sequences: Int32Array;
  /** Index of word `waiting` of thread 0, and how far the next thread's is. */
  readonly #waiting: number;
  readonly #threadStride: number;
  readonly #mode: number;
  readonly #hint: number;
  readonly #sequence: number;
  readonly #departed: number;
  readonly #state: number;
  readonly #lockStride: number;

  constructor(memory: SharedMemory, registry: LockRegistry, threads: number) {
    const thread = memory.region(THREAD);
    const lock = memory.region(LOCK);
    this.#i32 = memory.i32;
    this.#isMutex = Uint8Array.from(registry.plan.locks, (_, index) =>
      registry.kindOfLock(index) === 'mutex' ? 1 : 0,
    );
    this.path = new Int32Array(threads + 1);
    this.#locks = new Int32Array(threads + 1);
    this.#sequences = new Int32Array(threads + 1);
    this.#waiting = thread.at(0) + thread.word.waiting;
    this.#threadStride = thread.stride;
    this.#mode = thread.word.waitMode - thread.word.waiting;
    this.#hint = thread.word.waitOwner - thread.word.waiting;
    this.#sequence = thread.word.waitSeq - thread.word.waiting;
    this.#departed = thread.word.departed - thread.word.waiting;
    this.#state = lock.at(0) + lock.word.state;
    this.#lockStride = lock.stride;
  }

  /** The mutex that `self` waits for, after `follow`. */
  get wanted(): number {
    return this.#locks[0] as number;
  }

  /**
   * False: `self` waits for a mutex whose owner runs, which is nearly every wait; if that one waits
   * later, it walks itself. True: there is something to walk.
   */
  leadsOn(self: number): boolean {
    const i32 = this.#i32;
    const lock = (i32[this.#waiting + self * this.#threadStride] as number) - 1;
    if (lock < 0 || this.#isMutex[lock] === 0) return true;
    // Pairs with the compare-exchanges and exchanges of the mutex: who owns it now.
    const owner = Atomics.load(i32, this.#state + lock * this.#lockStride) & OWNER_MASK;
    const at = this.#waiting + owner * this.#threadStride;
    // Pairs with WaitRecord.begin/end and endWaitOf. Nobody, thread 0, never waits.
    return Atomics.load(i32, at) !== 0 || i32[at + this.#departed] !== 0;
  }

  /**
   * Looks along whom each thread found as owner when it began to wait: length of the cycle that leads
   * back to `self`; 0: none that way, or one of these is the owner no more, so ask `follow`. Plain loads,
   * since it decides nothing: what it saw is confirmed, what it missed `follow` sees.
   */
  glance(self: number): number {
    const i32 = this.#i32;
    const { path } = this;
    const locks = this.#locks;
    const sequences = this.#sequences;
    const most = path.length;
    let thread = self;
    for (let length = 0; length < most; ) {
      const at = this.#waiting + thread * this.#threadStride;
      sequences[length] = i32[at + this.#sequence] as number;
      const lock = (i32[at] as number) - 1;
      if (lock < 0 || this.#isMutex[lock] === 0) return 0;
      if (i32[at + this.#mode] === WAIT_MODE.timed) return 0;
      path[length] = thread;
      locks[length++] = lock;
      thread = i32[at + this.#hint] as number;
      // Nobody waits for this load: the processor goes on by the hint, to the next record.
      const state = i32[this.#state + lock * this.#lockStride] as number;
      if ((state & OWNER_MASK) !== thread) return 0;
      if (thread === self) return length;
    }
    return 0;
  }

  /**
   * Walks by who owns each mutex now: length of the cycle that leads back to `self`, its threads in
   * `path`; 0: none; MIXED.
   */
  follow(self: number): number {
    const i32 = this.#i32;
    const { path } = this;
    const most = path.length;
    let thread = self;
    for (let length = 0; length < most; ) {
      const at = this.#waiting + thread * this.#threadStride;
      // Pairs with WaitRecord.begin/end and endWaitOf; what begin wrote before is visible. A thread
      // reads its own word exactly: nobody else ends its wait for a mutex.
      const lock = (thread === self ? (i32[at] as number) : Atomics.load(i32, at)) - 1;
      if (lock < 0) return i32[at + this.#departed] === 0 ? 0 : MIXED;
      if (i32[at + this.#mode] === WAIT_MODE.timed) return 0;
      if (this.#isMutex[lock] === 0) return MIXED;
      this.#sequences[length] = i32[at + this.#sequence] as number;
      path[length] = thread;
      this.#locks[length++] = lock;
      // Pairs with the compare-exchanges and exchanges of the mutex: who owns it now.
      const owner = Atomics.load(i32, this.#state + lock * this.#lockStride) & OWNER_MASK;
      // Nearly always the same; guessing it lets the processor fetch the next record meanwhile.
      thread = i32[at + this.#hint] as number;
      if (thread !== owner) thread = owner;
      if (thread === self) return length;
      if (thread === 0) return 0;
    }
    return 0;
  }

  /**
   * Confirms the cycle of the last look, under the report latch: in the order of the cycle whom each
   * thread waits for, then that this one still waits the wait whose number was read before the latch.
   *
   * Why that is enough: a number is never used again, and it is set before the wait is published and
   * after the last one ended. So a thread that waits that wait now has not been out of it since its
   * number was read: it gave up nothing, and took nothing but perhaps the mutex it waits for. `self`
   * took none either, so whoever waits for its lock did not, nor who waits for that one's, and so on
   * back round the ring. Hence every ownership seen here held when the latch was closed.
   */
  isStill(self: number, length: number): boolean {
    const i32 = this.#i32;
    const { path } = this;
    const locks = this.#locks;
    for (let i = 0; ; ) {
      // Pairs as in `follow`.
      const state = Atomics.load(i32, this.#state + (locks[i] as number) * this.#lockStride);
      i++;
      const next = i === length ? self : (path[i] as number);
      if ((state & OWNER_MASK) !== next) return false;
      if (i === length) return true;
      const at = this.#waiting + next * this.#threadStride;
      // Pairs as in `follow`: the words below are those of this wait, or of one begun since.
      if (Atomics.load(i32, at) !== (locks[i] as number) + 1) return false;
      if (i32[at + this.#sequence] !== this.#sequences[i]) return false;
      if (i32[at + this.#mode] === WAIT_MODE.timed) return false;
    }
  }
}
