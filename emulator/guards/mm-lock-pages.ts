import type { Acquisition } from '../../src/lock/acquisition.ts';
import type { MutexLock } from '../../src/lock/lock-contracts.ts';
import type { EvictionCause, Guards, PageSteps } from '../locking-design.ts';
import { MM_SUBCLASS } from './lock-classes.ts';
import { claimFillPublish, unpublishRelease } from './page-work.ts';
import { refusalOf } from './refusal-of.ts';

/**
 * `obj->mm.lock` around the whole of get-pages, allocation and all (i915, 2016 to 2021). Importing
 * takes the exporter's under the importer's: subclass 1. The shrinker takes its victim's: subclass
 * 2.
 *
 * Why reclaim inside get-pages cannot close a cycle: an object without pages is on no list, so
 * nobody picks an object that is being filled. But a pick can grow stale: its victim may lose its
 * pages to a request, and be claimed and filled by another thread, before the lock is taken. Two
 * threads, each filling what the other has picked, would then wait for each other, and the subclass
 * hides it from lockdep. So only kswapd waits for a victim, having nothing that anybody waits for;
 * direct reclaim, which may be inside a get-pages, tries.
 */
export function mmLockPages(
  mmLocks: readonly MutexLock[],
  pages: PageSteps,
): Pick<Guards, 'getPages' | 'evict'> {
  return {
    getPages(object, via) {
      const lock = mmLocks[object];
      const answer = via === 'importer' ? lock.acquireNested(MM_SUBCLASS.exporter) : lock.acquire();
      const refusal = refusalOf(answer);
      if (refusal !== null) return refusal;
      const outcome = claimFillPublish(pages, object);
      lock.release();
      return outcome;
    },

    evict(object, cause) {
      const lock = mmLocks[object];
      const refusal = refusalOf(acquireVictim(lock, cause));
      if (refusal !== null) return refusal;
      const outcome = unpublishRelease(pages, object);
      lock.release();
      return outcome;
    },
  };
}

/** Takes the `obj->mm.lock` of an object to evict, as far as its reclaimer may wait. */
function acquireVictim(lock: MutexLock, cause: EvictionCause): Acquisition {
  switch (cause) {
    case 'request':
      return lock.acquire();
    case 'kswapd':
      return lock.acquireNested(MM_SUBCLASS.victim);
    case 'direct':
    case 'driver':
      return lock.tryAcquire();
  }
}
