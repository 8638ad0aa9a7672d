import { FS_RECLAIM, MMAP_LOCK, RESERVATION } from '../guards/lock-classes.ts';
import { reservationPages } from '../guards/reservation-pages.ts';
import { ReservationTransaction } from '../guards/reservation-transaction.ts';
import { validateAndPublish } from '../guards/submission-work.ts';
import { defineDesign } from '../locking-design.ts';
import type { Outcome } from '../outcome.ts';

/**
 * `obj->mm.lock` folded into the reservation lock: the buffer's R protects pages and fences alike.
 *
 * Order: mmap_lock > acquire context > R > fs_reclaim.
 * No deadlock: who holds several R has a context, and the transactions' stamps decide among them;
 * who holds one without a context waits for no other; and reclaim, which runs under either, only
 * tries. The price is in the figures: the shrinker skips each buffer that anybody has reserved.
 */
export const design = defineDesign({
  name: 'merged',
  summary: 'one reservation lock for pages and fences; the shrinker tries it',
  source: 'D. Vetter, answer to series 46778, 7 August 2018: the first way out',
  expects: 'clean',
  locks: { reservation: RESERVATION },
  protects: { pages: ['reservation'] },
  promises: [[MMAP_LOCK, RESERVATION.context, RESERVATION.class, FS_RECLAIM]],

  guards(parts) {
    const { locks, submission } = parts;
    const context = parts.context(RESERVATION.context);
    const transaction = new ReservationTransaction(locks.reservation, context, parts);
    const submitReserved = (): Outcome => validateAndPublish(submission);

    return {
      ...reservationPages(locks.reservation, parts),
      submit: () => transaction.run(submitReserved),
    };
  },
});
