import { BitSet, wordsOfBits } from './bit-set.ts';
import { CountedSet } from './counted-set.ts';
import { FREE_PAGES, PAGE, PAGE_DATA, POOL } from './memory-map.ts';
import type { Outcome } from './outcome.ts';
import { PageBytes } from './page-bytes.ts';
import { frameOf, isFrameOf, pageOfFrame } from './page-frame.ts';
import type { StackCore } from './stack-core.ts';

/** Pages that one round of direct reclaim asks for. */
const DIRECT_BATCH_PAGES = 16;
/** Fruitless rounds of direct reclaim before an allocation fails. */
const FRUITLESS_ROUNDS_MAX = 24;
/** How long a fruitless round waits for somebody to free a page, or for kswapd. */
const FRUITLESS_WAIT_MS = 2;
/** Rounds that freed pages which others took, before an allocation fails all the same. */
const ROUNDS_MAX = 400;

/** What the pool asks for when it is empty. */
export interface Reclaimer {
  /** Direct reclaim; `deadlock` and `back-off` end the allocating operation. */
  reclaim(pages: number): Outcome;
  /** Pages that the last call freed. */
  readonly freedPages: number;
}

/**
 * Physical memory: a fixed number of pages with the kernel's three watermarks. Its free list is no
 * emulated lock: it is a lock-free set, so that the designs' locks alone are measured.
 *
 * Free more than `low`: nothing happens. At or below `low`: kswapd is woken. At or below `min`: the
 * allocating thread reclaims for itself, with all locks that it holds; the last `min` pages are for
 * nobody, which keeps the promise of the set cheap and leaves room for what reclaim itself may
 * need.
 */
export class PagePool {
  /** Pages freed by this thread, ever; reclaim takes the difference. */
  freedHere = 0;
  readonly bytes: PageBytes;
  readonly #core: StackCore;
  readonly #i32: Int32Array;
  readonly #free: CountedSet;
  readonly #pageBase: number;
  readonly #pageStride: number;
  readonly #pool: { readonly waiters: number; readonly freed: number };
  readonly #kswapd: { readonly asleep: number; readonly wake: number };
  #reclaimer: Reclaimer | null = null;
  #refusal: Outcome = 'done';

  constructor(core: StackCore) {
    const { memory } = core.thread;
    const { plan } = core;
    this.#core = core;
    this.#i32 = core.i32;
    this.bytes = new PageBytes(core.i32, memory.region(PAGE_DATA));
    const words = wordsOfBits(plan.poolPages);
    const hint = Math.floor((core.thread.id * words) / (plan.threads + 1));
    const pool = memory.region(POOL);
    const set = new BitSet(core.i32, memory.region(FREE_PAGES), 0, words, hint);
    this.#free = new CountedSet(core.i32, pool.base + pool.word.free, set);
    const pages = memory.region(PAGE);
    this.#pageBase = pages.base;
    this.#pageStride = pages.stride;
    this.#pool = { waiters: pool.base + pool.word.waiters, freed: pool.base + pool.word.freed };
    this.#kswapd = {
      asleep: pool.base + pool.word.kswapdAsleep,
      wake: pool.base + pool.word.kswapdWake,
    };
  }

  setReclaimer(reclaimer: Reclaimer): void {
    this.#reclaimer = reclaimer;
  }

  freePages(): number {
    return this.#free.count();
  }

  isBelow(watermark: 'min' | 'low' | 'high'): boolean {
    const { minPages, lowPages, highPages } = this.#core.plan;
    const free = this.#free.count();
    if (watermark === 'min') return free <= minPages;
    return free <= (watermark === 'low' ? lowPages : highPages);
  }

  /** Why the last `allocate` gave nothing. */
  get refusal(): Outcome {
    return this.#refusal;
  }

  /**
   * A page for `owner` (an owner code > 0): its frame, or 0 with `refusal` set. May reclaim. Its
   * bytes are poison.
   */
  allocate(owner: number): number {
    let page = this.#free.take(this.#core.plan.minPages);
    if (page < 0) page = this.#reclaimAndTake();
    if (page < 0) return 0;
    if (this.isBelow('low')) this.wakeKswapd();
    this.#checkFree(page);
    const at = this.#pageBase + page * this.#pageStride;
    this.#i32[at] = owner;
    return frameOf(page, this.#i32[at + 1]);
  }

  /** Gives a page back; a page that is not `owner`'s (any more) stays where it is. */
  free(frame: number, owner: number): void {
    const page = this.pageFor(frame, owner);
    if (page < 0) {
      this.#core.evidence.corruption(
        'page freed by who does not own it',
        `owner ${owner} (an object’s number + 1, or a table’s) frees a page: ${this.describe(frame)}`,
      );
      return;
    }
    this.bytes.poison(page);
    const at = this.#pageBase + page * this.#pageStride;
    this.#i32[at] = 0;
    this.#i32[at + 1]++;
    // Pairs with the take in `allocate`: the poison and the new generation are seen by who gets it.
    if (!this.#free.add(page)) {
      this.#core.evidence.corruption('page freed twice', `page ${page} was free already`);
    }
    this.freedHere++;
    if (Atomics.load(this.#i32, this.#pool.waiters) !== 0) this.#wakeWaiters();
  }

  /** Index of the frame's page while it is `owner`'s in that life; else -1. */
  pageFor(frame: number, owner: number): number {
    const page = pageOfFrame(frame);
    if (page < 0 || page >= this.#core.plan.poolPages) return -1;
    const at = this.#pageBase + page * this.#pageStride;
    if (this.#i32[at] !== owner || !isFrameOf(frame, page, this.#i32[at + 1])) return -1;
    return page;
  }

  /** What a frame is now, for findings. */
  describe(frame: number): string {
    const page = pageOfFrame(frame);
    if (frame === 0) return 'it has been taken away already';
    if (page < 0 || page >= this.#core.plan.poolPages) return `frame ${frame} names no page`;
    const at = this.#pageBase + page * this.#pageStride;
    const since = isFrameOf(frame, page, this.#i32[at + 1]) ? '' : ', freed since';
    if (this.#i32[at] === 0) return `page ${page} is free${since}`;
    return `page ${page} is owner ${this.#i32[at]}’s${since}`;
  }

  wakeKswapd(): void {
    // Pairs with kswapd's store of 1 before it looks at the watermark once more.
    if (Atomics.load(this.#i32, this.#kswapd.asleep) === 0) return;
    if (Atomics.exchange(this.#i32, this.#kswapd.asleep, 0) === 0) return;
    Atomics.add(this.#i32, this.#kswapd.wake, 1);
    Atomics.notify(this.#i32, this.#kswapd.wake);
  }

  /**
   * One round of direct reclaim where a small allocation would find too little (slab, fence slots).
   */
  reclaimIfLow(): Outcome {
    if (!this.isBelow('min') || this.#reclaimer === null) return 'done';
    return this.#reclaimer.reclaim(DIRECT_BATCH_PAGES);
  }

  #reclaimAndTake(): number {
    const reclaimer = this.#reclaimer;
    let fruitless = 0;
    for (let round = 0; reclaimer !== null && round < ROUNDS_MAX; round++) {
      if (fruitless >= FRUITLESS_ROUNDS_MAX || this.#core.convention.reclaiming) break;
      this.wakeKswapd();
      const outcome = reclaimer.reclaim(DIRECT_BATCH_PAGES);
      if (outcome !== 'done') return this.#refuse(outcome);
      const page = this.#free.take(this.#core.plan.minPages);
      if (page >= 0) return page;
      if (reclaimer.freedPages > 0) continue;
      fruitless++;
      this.#waitForFree();
    }
    const { poolPages, minPages, lowPages, highPages } = this.#core.plan;
    this.#core.evidence.outOfMemory(
      `out of memory: ${this.freePages()} of ${poolPages} pages free, and reclaim found no more`,
      `watermarks: min ${minPages}, low ${lowPages}, high ${highPages} pages`,
    );
    return this.#refuse('no-memory');
  }

  #refuse(outcome: Outcome): number {
    this.#refusal = outcome;
    return -1;
  }

  /**
   * A short timed wait with all that is held: others, the engine above all, may be about to unpin.
   */
  #waitForFree(): void {
    const { waiters, freed } = this.#pool;
    const seen = Atomics.load(this.#i32, freed);
    // Pairs with the load of `waiters` in `free`: either it sees the waiter, or the look below its
    // page.
    Atomics.add(this.#i32, waiters, 1);
    if (this.isBelow('min')) this.#core.thread.rest(freed, seen, FRUITLESS_WAIT_MS);
    Atomics.sub(this.#i32, waiters, 1);
  }

  #wakeWaiters(): void {
    Atomics.add(this.#i32, this.#pool.freed, 1);
    Atomics.notify(this.#i32, this.#pool.freed);
  }

  #checkFree(page: number): void {
    this.#core.counters.checked();
    const wrong = this.bytes.firstUnpoisoned(page);
    if (wrong < 0 && this.#i32[this.#pageBase + page * this.#pageStride] === 0) return;
    this.#core.evidence.corruption(
      'free page was written to',
      `page ${page} was used while it was free (word ${wrong})`,
      this.#core.evidence.lastWriters(this.bytes, page),
    );
  }
}
