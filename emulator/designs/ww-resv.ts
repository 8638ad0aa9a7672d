import { FS_RECLAIM, MMAP_LOCK, RESERVATION } from '../guards/lock-classes.ts';
import { refusalOf } from '../guards/refusal-of.ts';
import { releasePages, reservationPages } from '../guards/reservation-pages.ts';
import { ReservationTransaction } from '../guards/reservation-transaction.ts';
import { validateAndPublish } from '../guards/submission-work.ts';
import { defineDesign } from '../locking-design.ts';
import type { Outcome } from '../outcome.ts';

/** Pages that a submission makes room for before it pins, when memory is low. */
const ROOM_PAGES = 32;

/**
 * The reservation lock only, as i915 ended up in 2021: like `merged`, and a submission that finds
 * memory low evicts on its own account before it allocates. That is no reclaim, so it may wait for
 * its victims: they are locked under the submission's own context, which backs off when told to.
 *
 * Order: mmap_lock > acquire context > R (victims included) > fs_reclaim.
 * No deadlock: as in `merged`; a victim's R is one more lock of the same transaction, and reclaim
 * proper, which may run under any R, still only tries.
 */
export const design = defineDesign({
  name: 'ww-resv',
  summary: 'reservation lock with acquire contexts; a submission evicts under its own context',
  source: 'M. Lankhorst, "Remove obj->mm.lock!" v9, 20210323155059.628690; merged in 5.13',
  expects: 'clean',
  locks: { reservation: RESERVATION },
  protects: { pages: ['reservation'] },
  promises: [[MMAP_LOCK, RESERVATION.context, RESERVATION.class, FS_RECLAIM]],
  primes: [[MMAP_LOCK, RESERVATION.context, RESERVATION.class, FS_RECLAIM]],

  guards(parts) {
    const { locks, pages, submission, topology } = parts;
    const context = parts.context(RESERVATION.context);
    const transaction = new ReservationTransaction(locks.reservation, context, parts);
    const pagesGuards = reservationPages(locks.reservation, parts);

    /** Inside the transaction: `already` is a buffer of the submission itself, which stays. */
    const evictInTransaction = (object: number): Outcome => {
      const lock = locks.reservation[topology.bufferOf(object)];
      const answer = lock.acquire(context);
      if (answer === 'already') return 'busy';
      if (answer === 'back-off') transaction.contendedBy(lock);
      return refusalOf(answer) ?? releasePages(lock, pages, object);
    };

    const submitReserved = (): Outcome => {
      if (submission.memoryIsLow()) {
        const outcome = submission.makeRoom(ROOM_PAGES);
        // Too little room is for reclaim to mend; only what the locks said ends the attempt.
        if (outcome === 'back-off' || outcome === 'deadlock') return outcome;
      }
      context.done();
      return validateAndPublish(submission);
    };

    return {
      ...pagesGuards,

      evict: (object, cause) =>
        cause === 'driver' ? evictInTransaction(object) : pagesGuards.evict(object, cause),

      submit: () => transaction.run(submitReserved),
    };
  },
});
