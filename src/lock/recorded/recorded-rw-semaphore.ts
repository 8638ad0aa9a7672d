import type { EventRing } from '../../shared/event-ring.ts';
import type { Acquisition } from '../acquisition.ts';
import type { LockThread } from '../lock-thread.ts';
import { RwSemaphore } from '../rw-semaphore.ts';
import { FaceRecorder, READING, TIMED, TRYING, WAITING } from './face-recorder.ts';

/** A reader-writer semaphore whose acquisitions and releases are recorded. */
export class RecordedRwSemaphore extends RwSemaphore {
  readonly #recorder: FaceRecorder;

  constructor(thread: LockThread, lock: number, ring: EventRing) {
    super(thread, lock);
    this.#recorder = new FaceRecorder(thread, ring, lock);
  }

  override acquireRead(): Acquisition {
    return this.#recorder.answered(super.acquireRead(), READING);
  }

  override acquireReadFor(timeoutMs: number): Acquisition {
    return this.#recorder.answered(super.acquireReadFor(timeoutMs), READING | TIMED);
  }

  override tryAcquireRead(): Acquisition {
    return this.#recorder.answered(super.tryAcquireRead(), READING | TRYING);
  }

  override releaseRead(): void {
    this.#recorder.releasing();
    super.releaseRead();
  }

  override acquireWrite(): Acquisition {
    return this.#recorder.answered(super.acquireWrite(), WAITING);
  }

  override acquireWriteFor(timeoutMs: number): Acquisition {
    return this.#recorder.answered(super.acquireWriteFor(timeoutMs), TIMED);
  }

  override tryAcquireWrite(): Acquisition {
    return this.#recorder.answered(super.tryAcquireWrite(), TRYING);
  }

  override releaseWrite(): void {
    this.#recorder.releasing();
    super.releaseWrite();
  }

  /** A release and an acquisition as a reader, side by side: nobody gets in between. */
  override downgrade(): void {
    this.#recorder.releasing();
    super.downgrade();
    this.#recorder.downgraded();
  }
}
