import type { Acquisition } from './acquisition.ts';

/** What a scope needs of a lock; a face with several forms gives the pair it means. */
export interface Releasable {
  acquire(): Acquisition;
  release(): void;
}

/** A held lock that is released when its scope ends: `using held = acquireScoped(lock)`. */
export class ScopedHold implements Disposable {
  readonly outcome: Acquisition;
  readonly #lock: Releasable;

  constructor(lock: Releasable) {
    this.#lock = lock;
    this.outcome = lock.acquire();
  }

  /** False when the lock refused; nothing is released then. */
  get held(): boolean {
    return this.outcome === 'acquired';
  }

  [Symbol.dispose](): void {
    if (this.held) this.#lock.release();
  }
}

export function acquireScoped(lock: Releasable): ScopedHold {
  return new ScopedHold(lock);
}

/** Runs `work` under the lock; the refusal instead of the result when it was not acquired. */
export function withLock<T>(
  lock: Releasable,
  work: () => T,
): { readonly outcome: 'acquired'; readonly value: T } | { readonly outcome: Acquisition } {
  const outcome = lock.acquire();
  if (outcome !== 'acquired') return { outcome };
  try {
    return { outcome, value: work() };
  } finally {
    lock.release();
  }
}
