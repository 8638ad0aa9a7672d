import { FS_RECLAIM, MMAP_LOCK, NESTED_MM_LOCK, RESERVATION } from '../guards/lock-classes.ts';
import { mmLockPages } from '../guards/mm-lock-pages.ts';
import { plainMap } from '../guards/plain-map.ts';
import { ReservationTransaction } from '../guards/reservation-transaction.ts';
import { validateAndPublish } from '../guards/submission-work.ts';
import { defineDesign } from '../locking-design.ts';
import type { Outcome } from '../outcome.ts';

/**
 * i915 as the series of 2018 found it: a lock per object for its pages, held while they are
 * allocated; mapping an attachment takes no lock; a submission pins under the reservations.
 *
 * Order: acquire context > R > M > M/1 (exporter's); M > fs_reclaim > M/2 (victim's, kswapd only).
 * No deadlock: who holds M never waits for R. It waits for an exporter's M at most, whose holder is
 * filling a native object and waits for no lock at all, since reclaim inside get-pages only tries
 * (see mm-lock-pages.ts for what would happen if it waited). kswapd waits for M with nothing held.
 */
export const design = defineDesign({
  name: 'i915-2018',
  summary: 'obj->mm.lock per object, mapping takes no lock, submissions pin under the reservations',
  source: 'i915 v4.18: i915_gem.c, i915_gem_dmabuf.c, i915_gem_shrinker.c (C. Wilson, 2016)',
  expects: 'clean',
  locks: { mm: NESTED_MM_LOCK, reservation: RESERVATION },
  protects: { pages: ['mm'] },
  promises: [
    [MMAP_LOCK, RESERVATION.context, RESERVATION.class, NESTED_MM_LOCK.class],
    [RESERVATION.class, FS_RECLAIM],
  ],

  guards(parts) {
    const { locks, pages, attachments, submission } = parts;
    const context = parts.context(RESERVATION.context);
    const transaction = new ReservationTransaction(locks.reservation, context, parts);
    const submitReserved = (): Outcome => validateAndPublish(submission);

    return {
      ...mmLockPages(locks.mm, pages),

      ...plainMap(attachments),

      submit: () => transaction.run(submitReserved),
    };
  },
});
