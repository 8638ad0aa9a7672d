import { POINT } from '../../schedule/schedule-view.ts';
import { READY } from '../../schedule/turnstile-memory.ts';
import type { Turnstile } from '../../schedule/turnstile.ts';
import type { EventRing } from '../../shared/event-ring.ts';
import { EVENT, EVENT_SHARED, EVENT_TIMED, EVENT_TRIED } from '../../shared/event-trace.ts';
import { type LockClassPlan, PAUSE } from '../../shared/plan.ts';
import type { HeldLocks } from '../../validate/held-locks.ts';
import type { Acquisition } from '../acquisition.ts';
import type { LockThread } from '../lock-thread.ts';

/** How an acquisition is made, as flags of its event. */
export const WAITING = 0;
export const TRYING = EVENT_TRIED;
export const TIMED = EVENT_TIMED;
export const READING = EVENT_SHARED;

/**
 * What a face tells those who watch the run: the record of events, and the turnstile of a run under
 * control. An acquisition is told once the lock is held, a release while it still is: see EventRing
 * for why. A point is told before anything is done.
 */
export class FaceObserver {
  readonly #ring: EventRing | null;
  /** Null where it does not pause. */
  readonly #beforeAcquire: Turnstile | null;
  readonly #beforeRelease: Turnstile | null;
  readonly #held: HeldLocks;
  readonly #lock: number;

  constructor(thread: LockThread, lock: number, classIndex: number) {
    const pauses = thread.plan.schedule?.pauses?.[classIndex] ?? PAUSE.acquire;
    const { recorded = true } = thread.plan.locks.classes[classIndex] as LockClassPlan;
    this.#ring = recorded ? thread.events : null;
    this.#beforeAcquire = (pauses & PAUSE.acquire) === 0 ? null : thread.turnstile;
    this.#beforeRelease = (pauses & PAUSE.release) === 0 ? null : thread.turnstile;
    this.#held = thread.held;
    this.#lock = lock;
  }

  /** About to do `point`, for which there is no reason to wait. */
  about(point: number): void {
    this.#beforeAcquire?.pause(point, this.#lock + 1, this.#held.row, READY.now, 0, 0);
  }

  /** About to wait for what the word says (READY). */
  aboutToWait(point: number, ready: number, word: number, value = 0): void {
    this.#beforeAcquire?.pause(point, this.#lock + 1, this.#held.row, ready, word, value);
  }

  /** What the lock answered to an acquisition made `how`. */
  answered(answer: Acquisition, how: number): Acquisition {
    if (this.#ring === null) return answer;
    if (answer === 'acquired') this.#ring.push(EVENT.acquire | how, this.#lock, this.#held.row);
    else if (answer === 'busy') this.#ring.push(EVENT.tryFailed | (how & READING), this.#lock, 0);
    else if (answer === 'timed-out' || answer === 'back-off')
      this.#ring.push(EVENT.gaveUp | (how & READING), this.#lock, 0);
    return answer;
  }

  /** About to be released; an unlock of what is not held is no event. */
  releasing(): void {
    this.#beforeRelease?.pause(POINT.release, this.#lock + 1, this.#held.row, READY.now, 0, 0);
    if (this.#ring === null || this.#held.find(this.#lock) === 0) return;
    this.#ring.push(EVENT.release, this.#lock, 0);
  }

  /** A writer has become a reader. */
  downgraded(): void {
    if (this.#ring === null || this.#held.find(this.#lock) === 0) return;
    this.#ring.push(EVENT.acquire | READING | TRYING, this.#lock, this.#held.row);
  }

  signalling(): void {
    this.about(POINT.signal);
    this.#ring?.push(EVENT.complete, this.#lock, 0);
  }

  /** What a wait for an event was answered. */
  waited(answer: Acquisition): Acquisition {
    if (answer === 'acquired') this.passed();
    return answer;
  }

  /** Goes on because the event has come. */
  passed(): void {
    this.#ring?.push(EVENT.waited, this.#lock, 0);
  }
}
