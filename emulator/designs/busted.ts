import { RESERVATION } from '../guards/lock-classes.ts';
import { reservationPages } from '../guards/reservation-pages.ts';
import { ReservationTransaction } from '../guards/reservation-transaction.ts';
import { validateAndPublish } from '../guards/submission-work.ts';
import { defineDesign } from '../locking-design.ts';
import type { Outcome } from '../outcome.ts';

/**
 * `merged` over a lock that does not lock. It proves that the checks of bytes and counts can fail:
 * no order is ever broken and nobody ever waits, and yet the run must not pass.
 */
export const design = defineDesign({
  name: 'busted',
  summary: 'merged with a lock that does not lock',
  source: 'lock_busted in kernel/locking/locktorture.c',
  expects: 'corruption',
  locks: { reservation: { ...RESERVATION, busted: true } },
  protects: { pages: ['reservation'] },
  promises: [],

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
