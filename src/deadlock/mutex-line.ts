import { LOCK, THREAD } from '../shared/memory-map.ts';
import { OWNER_MASK, WAIT_MODE } from '../shared/lock-word.ts';
import type { LockRegistry } from '../shared/lock-registry.ts';
import type { SharedMemory } from '../shared/shared-memory.ts';

/** `follow`: the line leads to another kind of lock; ask the general walk. */
export const MIXED = -1;

/**
 * The wait-for walk of the common case, thread -> mutex -> owner -> mutex ..., as one flat loop. A
 * thread meets its first deadlock in code that was never compiled, where each call costs more than
 * what it does; and a ring of mutexes is what most deadlocks are.
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

  /** Length of the cycle that leads back to `self`, its threads in `path`; 0: none; MIXED. */
  follow(self: number): number {
    const i32 = this.#i32;
    const { path } = this;
    const locks = this.#locks;
    const sequences = this.#sequences;
    const most = path.length;
    let thread = self;
    for (let length = 0; length < most; ) {
      const at = this.#waiting + thread * this.#threadStride;
      // The number first: a wait that is begun in between is not taken for the one looked at.
      sequences[length] = Atomics.load(i32, at + this.#sequence);
      // Pairs with WaitRecord.begin/end and endWaitOf; what begin wrote before is visible.
      const lock = Atomics.load(i32, at) - 1;
      if (lock < 0) return i32[at + this.#departed] === 0 ? 0 : MIXED;
      if (i32[at + this.#mode] === WAIT_MODE.timed) return 0;
      if (this.#isMutex[lock] === 0) return MIXED;
      path[length] = thread;
      locks[length++] = lock;
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
   * Looks again at every edge in the order of the cycle: that a thread still waits the same wait,
   * then whom it waits for, then that this one still waits the same wait. So each thread is seen
   * blocked after its ownership was seen, and nobody of the cycle can have moved in between.
   */
  isStill(self: number, length: number): boolean {
    const i32 = this.#i32;
    for (let i = 0; i < length; i++) {
      const lock = this.#locks[i] as number;
      const at = this.#waiting + (this.path[i] as number) * this.#threadStride;
      // Pair as in `follow`.
      if (Atomics.load(i32, at) !== lock + 1) return false;
      if (Atomics.load(i32, at + this.#sequence) !== this.#sequences[i]) return false;
      const owner = Atomics.load(i32, this.#state + lock * this.#lockStride) & OWNER_MASK;
      if (owner !== (i + 1 === length ? self : this.path[i + 1])) return false;
    }
    return true;
  }
}
