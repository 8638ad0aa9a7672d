import type { EventRing } from '../../shared/event-ring.ts';
import type { ThreadAcquireContext } from '../acquire-context.ts';
import type { Acquisition } from '../acquisition.ts';
import type { AcquireContext } from '../lock-contracts.ts';
import type { LockThread } from '../lock-thread.ts';
import { WwMutex } from '../ww-mutex.ts';
import { FaceRecorder, TIMED, TRYING, WAITING } from './face-recorder.ts';

/** A ww-mutex whose acquisitions and releases are recorded. */
export class RecordedWwMutex extends WwMutex {
  readonly #recorder: FaceRecorder;

  constructor(thread: LockThread, lock: number, ring: EventRing) {
    super(thread, lock);
    this.#recorder = new FaceRecorder(thread, ring, lock);
  }

  override acquire(context: AcquireContext | null): Acquisition {
    const how = howLong(context);
    return this.#recorder.answered(super.acquire(context), how);
  }

  override acquireFor(context: AcquireContext | null, timeoutMs: number): Acquisition {
    return this.#recorder.answered(super.acquireFor(context, timeoutMs), TIMED);
  }

  override acquireSlow(context: AcquireContext): Acquisition {
    return this.#recorder.answered(super.acquireSlow(context), WAITING);
  }

  override tryAcquire(context: AcquireContext | null): Acquisition {
    return this.#recorder.answered(super.tryAcquire(context), TRYING);
  }

  override release(): void {
    this.#recorder.releasing();
    super.release();
  }
}

/** Whose context holds locks already does not wait for ever: one of two transactions backs off. */
function howLong(context: AcquireContext | null): number {
  return context !== null && (context as ThreadAcquireContext).locks > 0 ? TIMED : WAITING;
}
