import { MMAP_LOCK, NESTED_MM_LOCK, RESERVATION } from '../guards/lock-classes.ts';
import { mmLockPages } from '../guards/mm-lock-pages.ts';
import { ReservationTransaction } from '../guards/reservation-transaction.ts';
import { reservedMap } from '../guards/reserved-map.ts';
import { validateAndPublish } from '../guards/submission-work.ts';
import { defineDesign } from '../locking-design.ts';
import type { Outcome } from '../outcome.ts';

/**
 * `i915-2018` with one change: dma_buf_map_attachment and unmap take the buffer's reservation lock.
 * An importer maps inside its get-pages, and evicts inside reclaim, both under `obj->mm.lock`.
 *
 * Order: R > M where a submission pins, and M > R where an importer maps: a deadlock of two threads
 * as soon as one of them faults an imported object in while another submits it. What follows from
 * unmapping: fs_reclaim > M/2 > R, where R > fs_reclaim (fence slots) exists.
 */
export const design = defineDesign({
  name: 'resv-in-map',
  summary: 'i915-2018 where mapping an attachment takes the reservation lock',
  source: 'Patchwork series 46778, July 2018; "take R in map/unmap": 20180622141103.1787-1',
  expects: 'deadlocks',
  locks: { mm: NESTED_MM_LOCK, reservation: RESERVATION },
  protects: { pages: ['mm'] },
  promises: [[MMAP_LOCK, RESERVATION.context, RESERVATION.class, NESTED_MM_LOCK.class]],

  guards(parts) {
    const { locks, pages, attachments, submission, topology } = parts;
    const context = parts.context(RESERVATION.context);
    const transaction = new ReservationTransaction(locks.reservation, context, parts);
    const submitReserved = (): Outcome => validateAndPublish(submission);

    return {
      ...mmLockPages(locks.mm, pages),
      ...reservedMap(locks.reservation, topology, attachments),
      submit: () => transaction.run(submitReserved),
    };
  },
});
