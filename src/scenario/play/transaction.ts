import type { AcquireContext } from '../../lock/lock-contracts.ts';
import type { LockFaces } from './lock-faces.ts';

/** What a thread holds under its acquire context, and the loop that gets there. */
export class Transaction {
  readonly #faces: LockFaces;
  readonly #held: number[] = [];

  constructor(faces: LockFaces) {
    this.#faces = faces;
  }

  begin(): void {
    this.#held.length = 0;
    this.#context.begin();
  }

  end(): void {
    this.#context.end();
  }

  /**
   * Takes more locks. Told to back off, it gives up all that it has, waits for the lock that refused,
   * and takes the rest anew (Documentation/locking/ww-mutex-design.rst).
   */
  take(locks: readonly number[]): 'acquired' | 'deadlock' {
    let wanted = locks;
    for (;;) {
      const refused = this.#takeEach(wanted);
      if (refused === NONE) return 'acquired';
      if (refused === GIVE_WAY) return 'deadlock';
      wanted = [...new Set([...this.#held, ...wanted])].filter((lock) => lock !== refused);
      this.#releaseAll();
      if (this.#faces.wwMutex(refused).acquireSlow(this.#context) !== 'acquired') return 'deadlock';
      this.#held.push(refused);
    }
  }

  release(lock: number): void {
    const at = this.#held.indexOf(lock);
    if (at >= 0) this.#held.splice(at, 1);
    this.#faces.wwMutex(lock).release();
  }

  /** The lock that refused, or one of the two constants. */
  #takeEach(locks: readonly number[]): number {
    for (const lock of locks) {
      const answer = this.#faces.wwMutex(lock).acquire(this.#context);
      if (answer === 'acquired') this.#held.push(lock);
      else if (answer === 'back-off') return lock;
      else if (answer !== 'already') return GIVE_WAY;
    }
    return NONE;
  }

  #releaseAll(): void {
    for (const lock of this.#held.splice(0).reverse()) this.#faces.wwMutex(lock).release();
  }

  get #context(): AcquireContext {
    return this.#faces.context;
  }
}

const NONE = -1;
const GIVE_WAY = -2;
