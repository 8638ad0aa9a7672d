import { FS_RECLAIM, MMAP_LOCK, RESERVATION } from '../guards/lock-classes.ts';
import { refusalOf } from '../guards/refusal-of.ts';
import { releasePages, reservationPages } from '../guards/reservation-pages.ts';
import { ReservationTransaction } from '../guards/reservation-transaction.ts';
import { validateAndPublish } from '../guards/submission-work.ts';
import { defineDesign } from '../locking-design.ts';
import type { Outcome } from '../outcome.ts';

/**
 * `merged` with one change: the shrinker waits for its victim's reservation lock.
 *
 * Order: R > fs_reclaim where pages are allocated, fs_reclaim > R where a victim is locked. Two
 * threads that allocate under one R each and pick the other's buffer deadlock; so does a thread
 * alone that picks an object of the buffer that it has reserved.
 */
export const design = defineDesign({
  name: 'blocking-shrinker',
  summary: 'merged with a shrinker that waits for the reservation lock',
  source: 'the rule of D. Vetter, 3 July 2018, broken; msm had it so until 9630b585b607',
  expects: 'deadlocks',
  locks: { reservation: RESERVATION },
  protects: { pages: ['reservation'] },
  promises: [[MMAP_LOCK, RESERVATION.context, RESERVATION.class, FS_RECLAIM]],

  guards(parts) {
    const { locks, pages, submission, topology } = parts;
    const context = parts.context(RESERVATION.context);
    const transaction = new ReservationTransaction(locks.reservation, context, parts);
    const submitReserved = (): Outcome => validateAndPublish(submission);

    return {
      ...reservationPages(locks.reservation, parts),

      evict(object) {
        const lock = locks.reservation[topology.bufferOf(object)];
        return refusalOf(lock.acquire(null)) ?? releasePages(lock, pages, object);
      },

      submit: () => transaction.run(submitReserved),
    };
  },
});
