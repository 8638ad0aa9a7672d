import type { WwMutexLock } from '../../src/lock/lock-contracts.ts';
import type { Guards, MapSteps, PageSteps, Topology } from '../locking-design.ts';
import type { Outcome } from '../outcome.ts';
import { claimFillPublish, unpublishRelease } from './page-work.ts';
import { plainMap } from './plain-map.ts';
import { refusalOf } from './refusal-of.ts';

interface PageParts {
  readonly pages: PageSteps;
  readonly attachments: MapSteps;
  readonly topology: Topology;
}

/**
 * The buffer's reservation lock protects its pages, the importers' views of them included: one lock
 * per buffer, so exporter and importers never hold two. Everything called from inside (the map, the
 * exporter's get-pages, the unmap) finds it held. The shrinker tries it, and skips a buffer that is
 * reserved by anybody, its own thread included (drm_gem_lru_scan does the same).
 */
export function reservationPages(
  reservations: readonly WwMutexLock[],
  { pages, attachments, topology }: PageParts,
): Omit<Guards, 'submit'> {
  return {
    getPages(object) {
      const lock = reservations[topology.bufferOf(object)];
      if (lock.isHeld()) return claimFillPublish(pages, object);
      const refusal = refusalOf(lock.acquire(null));
      if (refusal !== null) return refusal;
      const outcome = claimFillPublish(pages, object);
      lock.release();
      return outcome;
    },

    evict(object, cause) {
      const lock = reservations[topology.bufferOf(object)];
      if (lock.isHeld()) return 'busy';
      const answer = cause === 'request' ? lock.acquire(null) : lock.tryAcquire(null);
      return refusalOf(answer) ?? releasePages(lock, pages, object);
    },

    ...plainMap(attachments),
  };
}

/** put-pages under a reservation that was just taken for it. */
export function releasePages(lock: WwMutexLock, pages: PageSteps, object: number): Outcome {
  const outcome = unpublishRelease(pages, object);
  lock.release();
  return outcome;
}
