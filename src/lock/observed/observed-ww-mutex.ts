import { POINT } from '../../schedule/schedule-view.ts';
import type { ThreadAcquireContext } from '../acquire-context.ts';
import type { Acquisition } from '../acquisition.ts';
import type { AcquireContext } from '../lock-contracts.ts';
import type { LockThread } from '../lock-thread.ts';
import { WwMutex } from '../ww-mutex.ts';
import { type FaceObserver, TIMED, TRYING, WAITING } from './face-observer.ts';
import { observeFace } from './observe-face.ts';

/** A ww-mutex that is watched. */
export class ObservedWwMutex extends WwMutex {
  readonly #observer: FaceObserver;

  constructor(thread: LockThread, lock: number) {
    super(thread, lock);
    this.#observer = observeFace(thread, lock, this.classIndex);
  }

  override acquire(context: AcquireContext | null): Acquisition {
    this.#observer.about(POINT.acquire);
    const how = howLong(context);
    return this.#observer.answered(super.acquire(context), how);
  }

  override acquireFor(context: AcquireContext | null, timeoutMs: number): Acquisition {
    this.#observer.about(POINT.timed);
    return this.#observer.answered(super.acquireFor(context, timeoutMs), TIMED);
  }

  override acquireSlow(context: AcquireContext): Acquisition {
    this.#observer.about(POINT.acquire);
    return this.#observer.answered(super.acquireSlow(context), WAITING);
  }

  override tryAcquire(context: AcquireContext | null): Acquisition {
    this.#observer.about(POINT.try);
    return this.#observer.answered(super.tryAcquire(context), TRYING);
  }

  override release(): void {
    this.#observer.releasing();
    super.release();
  }
}

/** Whose context holds locks already does not wait for ever: one of two transactions backs off. */
function howLong(context: AcquireContext | null): number {
  return context !== null && (context as ThreadAcquireContext).locks > 0 ? TIMED : WAITING;
}
