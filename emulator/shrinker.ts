import type { GemObjects } from './gem-object.ts';
import type { EvictionCause } from './locking-design.ts';
import type { LruList } from './lru.ts';
import type { Outcome } from './outcome.ts';
import type { PagePool, Reclaimer } from './page-pool.ts';
import type { StackCore } from './stack-core.ts';

/** Looks at the LRU without a victim, after which a pass ends: the whole list may be pinned. */
const EMPTY_PICKS_MAX = 4;

/**
 * Takes pages from objects that can spare them, least recently used first.
 *
 * First pass, anybody: inactive objects, unpinned, that were not used since the last look. Second
 * pass, kswapd only, when the first gave too little: recently used ones as well. A direct reclaimer
 * holds whatever locks its allocation was made under, so it is not to fight over objects in use. It
 * may write inactive objects to swap, though: if it were kept to DONTNEED and clean pages, a
 * reclaimer whose locks kswapd waits for would find nothing, and each such allocation would end out
 * of memory.
 */
export class Shrinker implements Reclaimer {
  freedPages = 0;
  readonly #core: StackCore;
  readonly #objects: GemObjects;
  readonly #lru: LruList;
  readonly #pool: PagePool;

  constructor(core: StackCore, objects: GemObjects, lru: LruList, pool: PagePool) {
    this.#core = core;
    this.#objects = objects;
    this.#lru = lru;
    this.#pool = pool;
  }

  reclaim(pages: number): Outcome {
    return this.scan(pages, 'direct');
  }

  /**
   * Frees about `pages` pages inside fs_reclaim; see `freedPages`. A refusal (`deadlock`,
   * `back-off`) is for the allocating operation to pass on; kswapd, holding nothing, goes on with
   * the next victim.
   */
  scan(pages: number, cause: 'kswapd' | 'direct'): Outcome {
    this.freedPages = 0;
    if (this.#core.convention.reclaiming) return 'done';
    this.#core.convention.enterReclaim();
    let outcome = this.#pass(pages, cause, 'inactive');
    if (outcome === 'done' && cause === 'kswapd' && this.freedPages < pages) {
      outcome = this.#pass(pages, cause, 'any');
    }
    this.#core.convention.leaveReclaim();
    this.#core.counters.add(
      cause === 'kswapd' ? 'reclaimedKswapd' : 'reclaimedDirect',
      this.freedPages,
    );
    return outcome;
  }

  /** A driver makes room for itself, outside reclaim; any refusal of a lock ends it. */
  makeRoom(pages: number): Outcome {
    this.freedPages = 0;
    const outcome = this.#pass(pages, 'driver', 'inactive');
    this.#core.counters.add('reclaimedDriver', this.freedPages);
    return outcome;
  }

  #pass(pages: number, cause: EvictionCause, which: 'inactive' | 'any'): Outcome {
    const looks = this.#lru.length();
    let empty = 0;
    for (let look = 0; look < looks && this.freedPages < pages; look++) {
      const victim = this.#lru.pick(which);
      if (victim < 0) {
        empty++;
        if (empty > EMPTY_PICKS_MAX) break;
        continue;
      }
      const outcome = this.#evict(victim, cause);
      if (outcome !== 'done' && outcome !== 'busy' && cause !== 'kswapd') return outcome;
    }
    return 'done';
  }

  #evict(victim: number, cause: EvictionCause): Outcome {
    const before = this.#pool.freedHere;
    const outcome = this.#core.guards.evict(victim, cause);
    this.freedPages += this.#pool.freedHere - before;
    if (outcome !== 'done') this.#core.counters.add('skippedBusy', 1);
    // After the guard; if it was the last reference, the object is freed where nothing is held.
    this.#objects.put(victim);
    return outcome;
  }
}
