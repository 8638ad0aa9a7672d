import { FS_RECLAIM, MMAP_LOCK, NESTED_MM_LOCK, RESERVATION } from '../guards/lock-classes.ts';
import { mmLockPages } from '../guards/mm-lock-pages.ts';
import { plainMap } from '../guards/plain-map.ts';
import { refusalOf } from '../guards/refusal-of.ts';
import { ReservationTransaction } from '../guards/reservation-transaction.ts';
import { validateAndPublish } from '../guards/submission-work.ts';
import { defineDesign } from '../locking-design.ts';
import type { Outcome } from '../outcome.ts';

/**
 * `obj->mm.lock` stays, always nested in the reservation lock, and mapping uses the `_locked`
 * variant. The shrinker needs M alone for a native object; for an imported one it must unmap, which
 * wants R, and so it tries R and skips the object.
 *
 * Order: mmap_lock > acquire context > R > M > M/1 > fs_reclaim; fs_reclaim > M/2 (kswapd).
 * No deadlock: whoever fills holds R first, so nobody waits for R with M held; M of an imported
 * object is only ever wanted under R, and M of a native one is held by a filler that waits for
 * nothing (reclaim inside get-pages tries, see mm-lock-pages.ts) or by a reclaimer that is about to
 * finish.
 */
export const design = defineDesign({
  name: 'resv-outer',
  summary: 'obj->mm.lock always inside the reservation lock, locked variant of map',
  source: 'D. Vetter, answer to series 46778, 7 August 2018: the second way out',
  expects: 'clean',
  locks: { mm: NESTED_MM_LOCK, reservation: RESERVATION },
  protects: { pages: ['mm'] },
  promises: [
    [MMAP_LOCK, RESERVATION.context, RESERVATION.class, NESTED_MM_LOCK.class],
    [RESERVATION.class, FS_RECLAIM],
  ],

  guards(parts) {
    const { locks, pages, attachments, submission, topology } = parts;
    const context = parts.context(RESERVATION.context);
    const transaction = new ReservationTransaction(locks.reservation, context, parts);
    const submitReserved = (): Outcome => validateAndPublish(submission);
    const underMmLock = mmLockPages(locks.mm, pages);

    return {
      getPages(object, via) {
        const lock = locks.reservation[topology.bufferOf(object)];
        if (lock.isHeld()) return underMmLock.getPages(object, via);
        const refusal = refusalOf(lock.acquire(null));
        if (refusal !== null) return refusal;
        const outcome = underMmLock.getPages(object, via);
        lock.release();
        return outcome;
      },

      evict(object, cause) {
        if (!topology.isImported(object)) return underMmLock.evict(object, cause);
        const lock = locks.reservation[topology.bufferOf(object)];
        if (lock.isHeld()) return 'busy';
        const answer = cause === 'request' ? lock.acquire(null) : lock.tryAcquire(null);
        const refusal = refusalOf(answer);
        if (refusal !== null) return refusal;
        const outcome = underMmLock.evict(object, cause);
        lock.release();
        return outcome;
      },

      ...plainMap(attachments),

      submit: () => transaction.run(submitReserved),
    };
  },
});
