import { POINT, POINT_SHARED } from '../../schedule/schedule-view.ts';
import type { Acquisition } from '../acquisition.ts';
import type { LockThread } from '../lock-thread.ts';
import { RwSemaphore } from '../rw-semaphore.ts';
import { type FaceObserver, READING, TIMED, TRYING, WAITING } from './face-observer.ts';
import { observeFace } from './observe-face.ts';

/** A reader-writer semaphore that is watched. */
export class ObservedRwSemaphore extends RwSemaphore {
  readonly #observer: FaceObserver;

  constructor(thread: LockThread, lock: number) {
    super(thread, lock);
    this.#observer = observeFace(thread, lock, this.classIndex);
  }

  override acquireRead(): Acquisition {
    this.#observer.about(POINT.acquire | POINT_SHARED);
    return this.#observer.answered(super.acquireRead(), READING);
  }

  override acquireReadFor(timeoutMs: number): Acquisition {
    this.#observer.about(POINT.timed | POINT_SHARED);
    return this.#observer.answered(super.acquireReadFor(timeoutMs), READING | TIMED);
  }

  override tryAcquireRead(): Acquisition {
    this.#observer.about(POINT.try | POINT_SHARED);
    return this.#observer.answered(super.tryAcquireRead(), READING | TRYING);
  }

  override releaseRead(): void {
    this.#observer.releasing();
    super.releaseRead();
  }

  override acquireWrite(): Acquisition {
    this.#observer.about(POINT.acquire);
    return this.#observer.answered(super.acquireWrite(), WAITING);
  }

  override acquireWriteFor(timeoutMs: number): Acquisition {
    this.#observer.about(POINT.timed);
    return this.#observer.answered(super.acquireWriteFor(timeoutMs), TIMED);
  }

  override tryAcquireWrite(): Acquisition {
    this.#observer.about(POINT.try);
    return this.#observer.answered(super.tryAcquireWrite(), TRYING);
  }

  override releaseWrite(): void {
    this.#observer.releasing();
    super.releaseWrite();
  }

  /** A release and an acquisition as a reader, side by side: nobody gets in between. */
  override downgrade(): void {
    this.#observer.releasing();
    super.downgrade();
    this.#observer.downgraded();
  }
}
