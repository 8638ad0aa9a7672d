import { POINT, POINT_SUBCLASS_SHIFT } from '../../schedule/schedule-view.ts';
import { READY } from '../../schedule/turnstile-memory.ts';
import type { Acquisition } from '../acquisition.ts';
import type { LockThread } from '../lock-thread.ts';
import { Mutex } from '../mutex.ts';
import { type FaceObserver, TIMED, TRYING, WAITING } from './face-observer.ts';
import { observeFace } from './observe-face.ts';

/** A mutex that is watched. */
export class ObservedMutex extends Mutex {
  readonly #observer: FaceObserver;

  constructor(thread: LockThread, lock: number) {
    super(thread, lock);
    this.#observer = observeFace(thread, lock, this.classIndex);
  }

  override acquire(): Acquisition {
    this.#observer.aboutToWait(POINT.acquire, READY.unowned, this.word);
    return this.#observer.answered(super.acquire(), WAITING);
  }

  override acquireNested(subclass: number): Acquisition {
    this.#observer.aboutToWait(
      POINT.acquire | (subclass << POINT_SUBCLASS_SHIFT),
      READY.unowned,
      this.word,
    );
    return this.#observer.answered(super.acquireNested(subclass), WAITING);
  }

  override acquireFor(timeoutMs: number): Acquisition {
    this.#observer.about(POINT.timed);
    return this.#observer.answered(super.acquireFor(timeoutMs), TIMED);
  }

  override tryAcquire(): Acquisition {
    this.#observer.about(POINT.try);
    return this.#observer.answered(super.tryAcquire(), TRYING);
  }

  override release(): void {
    this.#observer.releasing();
    super.release();
  }

  override initialise(): void {
    this.#observer.releasing();
    super.initialise();
  }

  override free(): void {
    this.#observer.releasing();
    super.free();
  }
}
