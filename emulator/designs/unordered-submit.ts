import { FS_RECLAIM, MMAP_LOCK, RESERVATION } from '../guards/lock-classes.ts';
import { refusalOf } from '../guards/refusal-of.ts';
import { reservationPages } from '../guards/reservation-pages.ts';
import { validateAndPublish } from '../guards/submission-work.ts';
import { TakenLocks } from '../guards/taken-locks.ts';
import { defineDesign } from '../locking-design.ts';
import type { Outcome } from '../outcome.ts';

/**
 * `merged` with one change: a submission locks its buffers one by one as the caller lists them,
 * without an acquire context, so that nothing decides who gives way.
 *
 * Order: R > R. Two submissions that name two buffers in opposite order deadlock (ABBA); rings of
 * more follow. This is what ww-mutexes were made for.
 */
export const design = defineDesign({
  name: 'unordered-submit',
  summary: 'merged with reservations taken in the caller’s order, without a context',
  source: 'Documentation/locking/ww-mutex-design.rst; test_abba in kernel/locking/test-ww_mutex.c',
  expects: 'deadlocks',
  locks: { reservation: RESERVATION },
  protects: { pages: ['reservation'] },
  promises: [[MMAP_LOCK, RESERVATION.class, FS_RECLAIM]],

  guards(parts) {
    const { locks, submission, topology } = parts;
    const taken = new TakenLocks();

    const lockInOrder = (): Outcome => {
      for (let i = 0; i < submission.count; i++) {
        const lock = locks.reservation[topology.bufferOf(submission.object(i))];
        if (lock.isHeld()) continue; // a second object of the same buffer
        const refusal = refusalOf(lock.acquire(null));
        if (refusal !== null) return refusal;
        taken.add(lock);
      }
      return 'done';
    };

    return {
      ...reservationPages(locks.reservation, parts),

      submit() {
        let outcome = lockInOrder();
        if (outcome === 'done') outcome = validateAndPublish(submission);
        taken.releaseAll();
        return outcome;
      },
    };
  },
});
