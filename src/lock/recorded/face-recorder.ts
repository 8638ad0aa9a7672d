import { EVENT, EVENT_SHARED, EVENT_TIMED, EVENT_TRIED } from '../../shared/event-trace.ts';
import type { EventRing } from '../../shared/event-ring.ts';
import type { HeldLocks } from '../../validate/held-locks.ts';
import type { Acquisition } from '../acquisition.ts';
import type { LockThread } from '../lock-thread.ts';

/** How an acquisition is made, as flags of its event. */
export const WAITING = 0;
export const TRYING = EVENT_TRIED;
export const TIMED = EVENT_TIMED;
export const READING = EVENT_SHARED;

/**
 * Writes down what a face does, in events. Acquisitions are told once the lock is held, releases while
 * it still is: see EventRing for why.
 */
export class FaceRecorder {
  readonly #ring: EventRing;
  readonly #held: HeldLocks;
  readonly #lock: number;

  constructor(thread: LockThread, ring: EventRing, lock: number) {
    this.#ring = ring;
    this.#held = thread.held;
    this.#lock = lock;
  }

  /** What the lock answered to an acquisition made `how`. */
  answered(answer: Acquisition, how: number): Acquisition {
    if (answer === 'acquired') this.#ring.push(EVENT.acquire | how, this.#lock, this.#held.row);
    else if (answer === 'busy') this.#ring.push(EVENT.tryFailed | (how & READING), this.#lock, 0);
    else if (answer === 'timed-out' || answer === 'back-off')
      this.#ring.push(EVENT.gaveUp | (how & READING), this.#lock, 0);
    return answer;
  }

  /** About to be released; an unlock of what is not held is no event. */
  releasing(): void {
    if (this.#held.find(this.#lock) !== 0) this.#ring.push(EVENT.release, this.#lock, 0);
  }

  /** A writer has become a reader. */
  downgraded(): void {
    if (this.#held.find(this.#lock) === 0) return;
    this.#ring.push(EVENT.acquire | READING | TRYING, this.#lock, this.#held.row);
  }

  signalling(): void {
    this.#ring.push(EVENT.complete, this.#lock, 0);
  }

  /** Goes on because the event has come. */
  passed(): void {
    this.#ring.push(EVENT.waited, this.#lock, 0);
  }
}
