import { POOL } from './memory-map.ts';
import type { PagePool } from './page-pool.ts';
import type { Reaper } from './reaper.ts';
import type { Shrinker } from './shrinker.ts';
import type { StackCore } from './stack-core.ts';

/** Pages that one scan asks for. */
const BATCH_PAGES = 32;
/** Longest sleep without being woken. */
const IDLE_MS = 5;
/** Rest after a scan that freed nothing: what it could not have may be given back meanwhile. */
const REST_MS = 1;

/** The reclaim thread: woken when memory falls to the low watermark, works up to the high one. */
export class Kswapd {
  readonly #core: StackCore;
  readonly #pool: PagePool;
  readonly #shrinker: Shrinker;
  readonly #reaper: Reaper;
  readonly #asleep: number;
  readonly #wake: number;
  #balancing = false;

  constructor(core: StackCore, pool: PagePool, shrinker: Shrinker, reaper: Reaper) {
    const region = core.thread.memory.region(POOL);
    this.#core = core;
    this.#pool = pool;
    this.#shrinker = shrinker;
    this.#reaper = reaper;
    this.#asleep = region.base + region.word.kswapdAsleep;
    this.#wake = region.base + region.word.kswapdWake;
  }

  /** One scan, or a sleep of a few milliseconds while there is memory enough. */
  round(): 'worked' | 'idle' {
    if (!this.#balancing && !this.#pool.isBelow('low')) {
      this.#sleep(IDLE_MS, () => this.#pool.isBelow('low'));
    }
    this.#balancing = this.#pool.isBelow(this.#balancing ? 'high' : 'low');
    if (!this.#balancing) {
      this.#reaper.settle();
      return 'idle';
    }
    this.#shrinker.scan(BATCH_PAGES, 'kswapd');
    this.#reaper.settle();
    if (this.#shrinker.freedPages > 0) return 'worked';
    this.#sleep(REST_MS, () => false);
    return 'idle';
  }

  /** @param needed what was looked at before, looked at again once kswapd is known to sleep */
  #sleep(timeoutMs: number, needed: () => boolean): void {
    const { i32 } = this.#core;
    const seen = Atomics.load(i32, this.#wake);
    // Pairs with the load in wakeKswapd: an allocation that comes after sees the sleeper, and what
    // came before is seen by the second look.
    Atomics.store(i32, this.#asleep, 1);
    if (!needed()) this.#core.thread.rest(this.#wake, seen, timeoutMs);
    Atomics.store(i32, this.#asleep, 0);
  }
}
