import type { MutexLock, WwMutexLock } from '../../src/lock/lock-contracts.ts';
import type { Guards, PageSteps, Topology } from '../locking-design.ts';
import type { Outcome } from '../outcome.ts';
import { unpublishRelease } from './page-work.ts';
import { refusalOf } from './refusal-of.ts';

/**
 * put-pages where pages are filled outside `obj->mm.lock`: that lock is then a leaf, held for
 * moments and never while waiting, so that reclaim may wait for it wherever it runs. Unmapping an
 * imported object wants the reservation lock, which comes first: reclaim tries it.
 */
export function outsideEviction(
  mmLocks: readonly MutexLock[],
  reservations: readonly WwMutexLock[],
  pages: PageSteps,
  topology: Topology,
): Pick<Guards, 'evict'> {
  const evictUnderMmLock = (object: number): Outcome => {
    const lock = mmLocks[object];
    const refusal = refusalOf(lock.acquire());
    if (refusal !== null) return refusal;
    const outcome = unpublishRelease(pages, object);
    lock.release();
    return outcome;
  };

  return {
    evict(object, cause) {
      if (!topology.isImported(object)) return evictUnderMmLock(object);
      const lock = reservations[topology.bufferOf(object)];
      if (lock.isHeld()) return 'busy';
      const answer = cause === 'request' ? lock.acquire(null) : lock.tryAcquire(null);
      const refusal = refusalOf(answer);
      if (refusal !== null) return refusal;
      const outcome = evictUnderMmLock(object);
      lock.release();
      return outcome;
    },
  };
}
