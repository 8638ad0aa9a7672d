import { LOCK } from '../shared/memory-map.ts';
import { LASTING, LIMITED, type Turnstile } from '../schedule/turnstile.ts';
import { WAIT_MODE } from '../shared/lock-word.ts';
import type { Acquisition } from './acquisition.ts';
import type { LockThread } from './lock-thread.ts';
import { deadlineIn, remainingMs } from './spin.ts';
import { TrackedLock } from './tracked-lock.ts';

/** Looks at the event before sleeping; it may be about to happen on the other core. */
const SPINS = 1000;

/**
 * What completions and fences share: nobody owns them, somebody signals them, and whoever waits is
 * published, walked for cycles and counted like a waiter for a lock.
 */
export abstract class EventFace extends TrackedLock {
  readonly #promiseAt: number;
  readonly #promiseBit: number;

  constructor(thread: LockThread, lock: number) {
    super(thread, lock);
    const region = thread.memory.region(LOCK);
    const index = thread.id - 1;
    this.#promiseAt = region.at(lock) + region.word.signallers + (index >> 5);
    this.#promiseBit = 1 << (index & 31);
  }

  promise(): void {
    // Pairs with Signallers.each in the walk of whoever waits.
    Atomics.or(this.i32, this.#promiseAt, this.#promiseBit);
  }

  withdraw(): void {
    // Pairs with the same: the last of several withdrawals sees all the others.
    const before = Atomics.and(this.i32, this.#promiseAt, ~this.#promiseBit);
    if ((before & this.#promiseBit) !== 0 && this.thread.detecting)
      this.thread.detector.leavesStuck();
  }

  protected abstract happened(value: number): boolean;
  /** Sleeps on the word unless it moved on; spurious returns are allowed. */
  protected abstract sleep(value: number, timeoutMs: number): void;

  protected blockUntil(value: number, mode: number, timeoutMs: number): Acquisition {
    const { thread } = this;
    const deadlineMs = deadlineIn(timeoutMs);
    const timed = deadlineMs !== Number.POSITIVE_INFINITY;
    const row = thread.tracking ? this.rowBy(this.slot) : 0;
    const sinceNs = this.startNs();
    thread.wait.begin(this.index, timed ? WAIT_MODE.timed : mode, value, row);
    if (!timed && thread.detecting && thread.detector.closesCycle()) {
      this.counters.deadlocked();
      return 'deadlock';
    }
    const came = this.#outlast(value, deadlineMs);
    thread.wait.end();
    if (!came) return this.notCome(timed ? 'timed-out' : 'deadlock');
    if (!thread.tracking) return 'acquired';
    this.takenAfterWait(row, this.slot, sinceNs, 0, 0);
    this.dropped();
    return 'acquired';
  }

  /** A wait without a limit ends so only under control, where it is seen that nobody can move. */
  private notCome(answer: 'timed-out' | 'deadlock'): Acquisition {
    if (!this.thread.tracking) return answer;
    if (answer === 'deadlock') this.counters.deadlocked();
    else this.counters.timedOut();
    return answer;
  }

  /** READY of this kind of event. */
  protected abstract readonly readyKind: number;

  /** Under control: as `#outlast`; false also when nobody is left to bring it about. */
  #outlastTurns(turnstile: Turnstile, value: number, deadlineMs: number): boolean {
    const timed = deadlineMs === Number.POSITIVE_INFINITY ? LASTING : LIMITED;
    while (!this.happened(value)) {
      if (turnstile.block(this.readyKind, this.word, value, timed) !== 'look') return false;
    }
    return true;
  }

  /** False: the time ran out first. */
  #outlast(value: number, deadlineMs: number): boolean {
    const { turnstile } = this.thread;
    if (turnstile !== null) return this.#outlastTurns(turnstile, value, deadlineMs);
    for (let spin = 0; ; spin++) {
      if (this.happened(value)) return true;
      if (spin < SPINS) continue;
      const rest = remainingMs(deadlineMs);
      if (rest === 0) return false;
      this.sleep(value, rest);
    }
  }
}
