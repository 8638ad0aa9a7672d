import type { MutexLock } from '../../src/lock/lock-contracts.ts';
import { FS_RECLAIM, MMAP_LOCK, RESERVATION, STRUCT_MUTEX } from '../guards/lock-classes.ts';
import { claimFillPublish, unpublishRelease } from '../guards/page-work.ts';
import { plainMap } from '../guards/plain-map.ts';
import { refusalOf } from '../guards/refusal-of.ts';
import { ReservationTransaction } from '../guards/reservation-transaction.ts';
import { publishJob, validateAll } from '../guards/submission-work.ts';
import { defineDesign } from '../locking-design.ts';
import type { Outcome } from '../outcome.ts';

/**
 * One big lock per device around everything that touches its objects (GEM, 2008 to 2016). The
 * shrinker tries the lock, or goes on when its own thread already has it.
 *
 * Order: mmap_lock > struct_mutex > acquire context > reservation; struct_mutex > fs_reclaim.
 * No deadlock while buffers flow one way: an importer's struct_mutex may wait for its exporter's
 * (subclass 1), and an exporter's waits for reservations only. Who holds a reservation waits for no
 * struct_mutex, because pages are pinned before the first reservation is taken. (With the pinning
 * under the reservations, an importer holding R and wanting the exporter's struct_mutex would meet
 * an exporter holding that and wanting R; the subclass would keep lockdep from seeing it.) Reclaim
 * only ever tries.
 */
export const design = defineDesign({
  name: 'struct-mutex',
  summary: 'one lock per device around everything; the shrinker tries it or already owns it',
  source: 'GEM and i915 until 2016, drivers/gpu/drm/i915/i915_gem_shrinker.c (v4.6)',
  expects: 'clean',
  locks: { device: { ...STRUCT_MUTEX, subclasses: 2 }, reservation: RESERVATION },
  protects: { pages: ['device'] },
  promises: [
    [MMAP_LOCK, STRUCT_MUTEX.class, RESERVATION.context, RESERVATION.class],
    [STRUCT_MUTEX.class, FS_RECLAIM],
  ],

  guards(parts) {
    const { locks, pages, attachments, submission, topology } = parts;
    const context = parts.context(RESERVATION.context);
    const transaction = new ReservationTransaction(locks.reservation, context, parts);
    const publish = (): Outcome => publishJob(submission);
    const deviceLock = (object: number): MutexLock => locks.device[topology.deviceOf(object)];

    return {
      getPages(object, via) {
        const lock = deviceLock(object);
        if (lock.isHeld()) return claimFillPublish(pages, object);
        const refusal = refusalOf(via === 'importer' ? lock.acquireNested(1) : lock.acquire());
        if (refusal !== null) return refusal;
        const outcome = claimFillPublish(pages, object);
        lock.release();
        return outcome;
      },

      evict(object, cause) {
        const lock = deviceLock(object);
        if (lock.isHeld()) return unpublishRelease(pages, object);
        const refusal = refusalOf(cause === 'request' ? lock.acquire() : lock.tryAcquire());
        if (refusal !== null) return refusal;
        const outcome = unpublishRelease(pages, object);
        lock.release();
        return outcome;
      },

      ...plainMap(attachments),

      submit() {
        const lock = deviceLock(submission.object(0));
        const refusal = refusalOf(lock.acquire());
        if (refusal !== null) return refusal;
        let outcome = validateAll(submission);
        if (outcome === 'done') outcome = transaction.run(publish);
        if (outcome !== 'done') submission.unwind();
        lock.release();
        return outcome;
      },
    };
  },
});
