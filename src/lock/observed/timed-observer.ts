import { TIMED_EVENT, type TimedRing } from '../../shared/timed-ring.ts';
import type { Acquisition } from '../acquisition.ts';
import type { LockThread } from '../lock-thread.ts';
import { FaceObserver, READING } from './face-observer.ts';

/** What an acquisition that ended without the lock is called; `already`: it was never asked for. */
const REFUSED: Readonly<Record<Acquisition, number>> = {
  acquired: 0,
  already: 0,
  busy: TIMED_EVENT.busy,
  'timed-out': TIMED_EVENT.timedOut,
  'back-off': TIMED_EVENT.backOff,
  deadlock: TIMED_EVENT.deadlock,
};

/** An observer where the run keeps times as well: of what is held, and of how each wait ended. */
export class TimedObserver extends FaceObserver {
  readonly #times: TimedRing;
  readonly #thread: LockThread;
  readonly #lock: number;

  constructor(thread: LockThread, lock: number, classIndex: number, times: TimedRing) {
    super(thread, lock, classIndex);
    this.#times = times;
    this.#thread = thread;
    this.#lock = lock;
  }

  override answered(answer: Acquisition, how: number): Acquisition {
    if (answer === 'acquired') this.#acquired((how & READING) !== 0);
    else if (REFUSED[answer] !== 0) this.#times.push(REFUSED[answer], this.#lock);
    return super.answered(answer, how);
  }

  override releasing(): void {
    super.releasing();
    if (this.#thread.held.find(this.#lock) !== 0) this.#times.push(TIMED_EVENT.release, this.#lock);
  }

  override downgraded(): void {
    super.downgraded();
    if (this.#thread.held.find(this.#lock) !== 0) this.#acquired(true);
  }

  override signalling(): void {
    super.signalling();
    this.#times.push(TIMED_EVENT.signal, this.#lock);
  }

  override waited(answer: Acquisition): Acquisition {
    const kind = answer === 'acquired' ? TIMED_EVENT.passed : REFUSED[answer];
    // What had come already made nobody wait.
    if (this.#times.endsWith(TIMED_EVENT.wait, this.#lock)) this.#times.push(kind, this.#lock);
    return super.waited(answer);
  }

  #acquired(shared: boolean): void {
    const kind = shared ? TIMED_EVENT.acquireShared : TIMED_EVENT.acquire;
    this.#times.push(kind, this.#lock, this.#thread.held.row);
  }
}
