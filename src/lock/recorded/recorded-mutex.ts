import type { EventRing } from '../../shared/event-ring.ts';
import type { Acquisition } from '../acquisition.ts';
import type { LockThread } from '../lock-thread.ts';
import { Mutex } from '../mutex.ts';
import { FaceRecorder, TIMED, TRYING, WAITING } from './face-recorder.ts';

/** A mutex whose acquisitions and releases are recorded. */
export class RecordedMutex extends Mutex {
  readonly #recorder: FaceRecorder;

  constructor(thread: LockThread, lock: number, ring: EventRing) {
    super(thread, lock);
    this.#recorder = new FaceRecorder(thread, ring, lock);
  }

  override acquire(): Acquisition {
    return this.#recorder.answered(super.acquire(), WAITING);
  }

  override acquireNested(subclass: number): Acquisition {
    return this.#recorder.answered(super.acquireNested(subclass), WAITING);
  }

  override acquireFor(timeoutMs: number): Acquisition {
    return this.#recorder.answered(super.acquireFor(timeoutMs), TIMED);
  }

  override tryAcquire(): Acquisition {
    return this.#recorder.answered(super.tryAcquire(), TRYING);
  }

  override release(): void {
    this.#recorder.releasing();
    super.release();
  }

  override initialise(): void {
    this.#recorder.releasing();
    super.initialise();
  }

  override free(): void {
    this.#recorder.releasing();
    super.free();
  }
}
