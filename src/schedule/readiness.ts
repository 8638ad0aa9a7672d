import { OWNER_MASK, WAIT_VERDICT, hasCompleted } from '../shared/lock-word.ts';
import { THREAD } from '../shared/memory-map.ts';
import type { SharedMemory } from '../shared/shared-memory.ts';
import { READY } from './turnstile-memory.ts';

/**
 * Whether what a thread waits for has come, seen from another thread. All others stand still, so plain
 * loads are exact: the turn came by an Atomics operation, and orders what was written before.
 */
export class Readiness {
  readonly #i32: Int32Array;
  readonly #thread;

  constructor(memory: SharedMemory) {
    this.#i32 = memory.i32;
    this.#thread = memory.region(THREAD);
  }

  isReady(thread: number, kind: number, word: number, value: number): boolean {
    const state = this.#i32[word];
    switch (kind) {
      case READY.unowned:
        return (state & OWNER_MASK) === 0;
      case READY.wwNews:
        return (state & OWNER_MASK) === 0 || this.#hasVerdict(thread) || this.#isWounded(thread);
      case READY.granted:
        return this.#hasVerdict(thread);
      case READY.completed:
        return hasCompleted(state, value);
      case READY.signalled:
        return ((state - value) | 0) >= 0;
      case READY.changed:
        return state !== value;
      default:
        return true;
    }
  }

  #hasVerdict(thread: number): boolean {
    return this.#i32[this.#thread.at(thread) + this.#thread.word.verdict] !== WAIT_VERDICT.pending;
  }

  #isWounded(thread: number): boolean {
    const at = this.#thread.at(thread);
    const { word } = this.#thread;
    if (this.#i32[at + word.contextLocks] === 0) return false;
    return (
      this.#i32[at + word.wounded] !== 0 &&
      this.#i32[at + word.wounded] === this.#i32[at + word.stamp]
    );
  }
}
