import { assert } from '../../src/base/assert.ts';
import type { AcquireContext, WwMutexLock } from '../../src/lock/lock-contracts.ts';
import type { SubmitSteps, Topology } from '../locking-design.ts';
import type { Outcome } from '../outcome.ts';
import { refusalOf } from './refusal-of.ts';
import { TakenLocks } from './taken-locks.ts';

interface TransactionParts {
  readonly submission: SubmitSteps;
  readonly topology: Topology;
}

/**
 * The reservations of one submission, locked as one ww transaction (execbuf; the "list of objects"
 * pattern of Documentation/locking/ww-mutex-design.rst): take them in whatever order; who is told
 * to back off releases all of them, waits for the contended one with nothing held, and starts over
 * under the same stamp, so that it grows older until it wins. One per thread; allocates nothing per
 * run.
 */
export class ReservationTransaction {
  readonly #reservations: readonly WwMutexLock[];
  readonly #context: AcquireContext;
  readonly #submission: SubmitSteps;
  readonly #topology: Topology;
  readonly #taken = new TakenLocks();
  #contended: WwMutexLock | null = null;

  constructor(
    reservations: readonly WwMutexLock[],
    context: AcquireContext,
    parts: TransactionParts,
  ) {
    this.#reservations = reservations;
    this.#context = context;
    this.#submission = parts.submission;
    this.#topology = parts.topology;
  }

  /**
   * Runs `work` with every reservation held, and again after each back-off. `work` leaves nothing
   * behind when it refuses.
   */
  run(work: () => Outcome): Outcome {
    this.#context.begin();
    let outcome = this.#attempt(work);
    while (outcome === 'back-off') outcome = this.#startOver(work);
    this.#context.end();
    return outcome;
  }

  /** For `work`: this lock, which is none of the submission's, told the transaction to back off. */
  contendedBy(lock: WwMutexLock): void {
    this.#contended = lock;
  }

  #attempt(work: () => Outcome): Outcome {
    let outcome = this.#lockAll();
    if (outcome === 'done') outcome = work();
    this.#taken.releaseAll();
    return outcome;
  }

  #startOver(work: () => Outcome): Outcome {
    const contended = this.#contended;
    assert(contended !== null, 'a back-off names the lock to wait for');
    this.#contended = null;
    const refusal = refusalOf(contended.acquireSlow(this.#context));
    if (refusal !== null) return refusal;
    // A victim's lock: that its holder has finished is all there was to wait for.
    if (this.#covers(contended)) this.#taken.add(contended);
    else contended.release();
    return this.#attempt(work);
  }

  #lockAll(): Outcome {
    for (let i = 0; i < this.#submission.count; i++) {
      const lock = this.#reservation(i);
      const answer = lock.acquire(this.#context);
      if (answer === 'acquired') this.#taken.add(lock);
      else if (answer === 'back-off') this.#contended = lock;
      // Two objects of one buffer share their reservation: `already`, which is no refusal.
      const refusal = refusalOf(answer);
      if (refusal !== null) return refusal;
    }
    return 'done';
  }

  #covers(lock: WwMutexLock): boolean {
    for (let i = 0; i < this.#submission.count; i++) {
      if (this.#reservation(i) === lock) return true;
    }
    return false;
  }

  #reservation(i: number): WwMutexLock {
    return this.#reservations[this.#topology.bufferOf(this.#submission.object(i))];
  }
}
