import { FS_RECLAIM, MM_LOCK, MMAP_LOCK, RESERVATION } from '../guards/lock-classes.ts';
import { outsideEviction } from '../guards/outside-eviction.ts';
import { refusalOf } from '../guards/refusal-of.ts';
import { ReservationTransaction } from '../guards/reservation-transaction.ts';
import { reservedMap } from '../guards/reserved-map.ts';
import { validateAndPublish } from '../guards/submission-work.ts';
import { defineDesign } from '../locking-design.ts';
import type { Outcome } from '../outcome.ts';

/**
 * get-pages runs outside `obj->mm.lock`, which only guards the claim and the publication. Nobody
 * waits for another's fill: who comes second fills as well, and the loser gives its pages back.
 *
 * Order: mmap_lock > acquire context > R > M; R > fs_reclaim > M. Nothing is allocated and nothing
 * else is locked under M.
 * No deadlock: M is a leaf, so reclaim may wait for it anywhere; the map takes R while no M is
 * held; and reclaim tries R for the imported objects that it has to unmap. The price: work done
 * twice.
 */
export const design = defineDesign({
  name: 'fill-outside',
  summary: 'get-pages outside obj->mm.lock; the second of two fillers gives its pages back',
  source: 'T. Ursulin, answer to series 46778, 7 August 2018',
  expects: 'clean',
  locks: { mm: MM_LOCK, reservation: RESERVATION },
  protects: { pages: ['mm'] },
  promises: [[MMAP_LOCK, RESERVATION.context, RESERVATION.class, FS_RECLAIM, MM_LOCK.class]],

  guards(parts) {
    const { locks, pages, attachments, submission, topology } = parts;
    const context = parts.context(RESERVATION.context);
    const transaction = new ReservationTransaction(locks.reservation, context, parts);
    const submitReserved = (): Outcome => validateAndPublish(submission);

    /** After a fill: pinned pages, or nothing kept. `stale`: they are gone again already. */
    const publishFilled = (object: number): Outcome | 'stale' => {
      const lock = locks.mm[object];
      const refusal = refusalOf(lock.acquire());
      if (refusal !== null) {
        pages.discard(object);
        return refusal;
      }
      const published = pages.publish(object);
      lock.release();
      if (published === 'published') return 'done';
      pages.discard(object);
      return published === 'lost' ? 'done' : 'stale';
    };

    return {
      getPages(object) {
        const lock = locks.mm[object];
        for (;;) {
          const refusal = refusalOf(lock.acquire());
          if (refusal !== null) return refusal;
          const claim = pages.claim(object);
          lock.release();
          if (claim === 'present') return 'done';
          const filled = pages.fill(object);
          const outcome = filled === 'done' ? publishFilled(object) : filled;
          if (outcome !== 'done') pages.abandon(object);
          if (outcome !== 'stale') return outcome;
        }
      },

      ...outsideEviction(locks.mm, locks.reservation, pages, topology),
      ...reservedMap(locks.reservation, topology, attachments),
      submit: () => transaction.run(submitReserved),
    };
  },
});
