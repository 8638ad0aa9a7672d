import type { Completion, MutexLock } from '../../src/lock/lock-contracts.ts';
import { FS_RECLAIM, MM_LOCK, MMAP_LOCK, RESERVATION } from '../guards/lock-classes.ts';
import { outsideEviction } from '../guards/outside-eviction.ts';
import { refusalOf } from '../guards/refusal-of.ts';
import { ReservationTransaction } from '../guards/reservation-transaction.ts';
import { reservedMap } from '../guards/reserved-map.ts';
import { validateAndPublish } from '../guards/submission-work.ts';
import { type Guards, type PageSteps, defineDesign } from '../locking-design.ts';
import type { Outcome } from '../outcome.ts';

/**
 * `fill-outside` with one change: who finds an object being filled waits for the filler instead of
 * filling it a second time.
 *
 * Order: R > completion, where a submission waits for the filler of one of its objects; and the
 * filler of an imported object needs R to map it. A cycle through an event, not through a lock:
 * lockdep sees nothing of it, the wait-for detector knows who promised the completion.
 */
export const design = defineDesign({
  name: 'fill-outside-wait',
  summary: 'fill-outside where the second comer waits for the filler',
  source: 'variant of T. Ursulin’s proposal of 7 August 2018; the kind of cycle that DEPT is after',
  expects: 'deadlocks',
  locks: {
    mm: MM_LOCK,
    reservation: RESERVATION,
    filled: { class: 'obj->mm.filled', kind: 'completion', per: 'object' },
  },
  protects: { pages: ['mm'] },
  promises: [[MMAP_LOCK, RESERVATION.context, RESERVATION.class, FS_RECLAIM, MM_LOCK.class]],

  guards(parts) {
    const { locks, pages, attachments, submission, topology, threadId } = parts;
    const context = parts.context(RESERVATION.context);
    const transaction = new ReservationTransaction(locks.reservation, context, parts);
    const submitReserved = (): Outcome => validateAndPublish(submission);

    return {
      getPages: getPagesOrWait(locks.mm, locks.filled, pages, threadId),
      ...outsideEviction(locks.mm, locks.reservation, pages, topology),
      ...reservedMap(locks.reservation, topology, attachments),
      submit: () => transaction.run(submitReserved),
    };
  },
});

/** Claim, fill and publish, or wait for whoever has claimed. */
function getPagesOrWait(
  mmLocks: readonly MutexLock[],
  filled: readonly Completion[],
  pages: PageSteps,
  threadId: number,
): Guards['getPages'] {
  const fill = fillAsPromised(mmLocks, filled, pages);
  return (object) => {
    const lock = mmLocks[object];
    for (;;) {
      const refusal = refusalOf(lock.acquire());
      if (refusal !== null) return refusal;
      const claim = pages.claim(object);
      // Under M: who sees the claim also finds who promised to complete it.
      if (claim === 'claimed') filled[object].begin(threadId);
      lock.release();
      if (claim === 'present') return 'done';
      if (claim === 'claimed') return fill(object);
      const waited = refusalOf(filled[object].wait());
      if (waited !== null) return waited;
    }
  };
}

/** The filler's part: whatever becomes of the fill, the completion is completed. */
function fillAsPromised(
  mmLocks: readonly MutexLock[],
  filled: readonly Completion[],
  pages: PageSteps,
): (object: number) => Outcome {
  const giveUp = (object: number, refusal: Outcome): Outcome => {
    filled[object].complete();
    pages.abandon(object);
    return refusal;
  };
  return (object) => {
    const outcome = pages.fill(object);
    if (outcome !== 'done') return giveUp(object, outcome);
    const refusal = refusalOf(mmLocks[object].acquire());
    if (refusal !== null) {
      pages.discard(object);
      return giveUp(object, refusal);
    }
    const published = pages.publish(object);
    // Under M: afterwards another filler may begin the completion anew.
    filled[object].complete();
    mmLocks[object].release();
    if (published === 'published') return 'done';
    pages.discard(object);
    return published === 'lost' ? 'done' : 'busy';
  };
}
