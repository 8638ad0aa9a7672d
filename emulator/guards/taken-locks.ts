import type { WwMutexLock } from '../../src/lock/lock-contracts.ts';

/**
 * The locks that a submission has taken, in their order. What was taken is released by this list and
 * not by asking the objects again for their buffers: once the job is published, the engine may have
 * finished it, and an object may be closed and its slot be another's.
 */
export class TakenLocks {
  /** Grows to the largest submission once; entries from `#count` on are old ones. */
  readonly #locks: WwMutexLock[] = [];
  #count = 0;

  add(lock: WwMutexLock): void {
    this.#locks[this.#count++] = lock;
  }

  /** Newest first. */
  releaseAll(): void {
    while (this.#count > 0) this.#locks[--this.#count].release();
  }
}
