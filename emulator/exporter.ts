import type { BackingStore } from './backing-store.ts';
import type { GemObjects } from './gem-object.ts';
import { ADVICE_STATE } from './memory-map.ts';
import type { Outcome } from './outcome.ts';
import type { PagePool } from './page-pool.ts';
import type { PendingFills } from './pending-fills.ts';
import type { StackCore } from './stack-core.ts';
import type { SwapSpace } from './swap-space.ts';

/**
 * Pages of native objects: how they come (allocated, swapped in) and go (swapped out, purged).
 *
 * A swap slot stays with its page after swapping in, as the kernel's swap cache does: a page that
 * was not written to since is clean, and goes without being written again. When the swap runs full,
 * slots of resident pages are given back.
 */
export class Exporter {
  readonly #core: StackCore;
  readonly #i32: Int32Array;
  readonly #objects: GemObjects;
  readonly #backing: BackingStore;
  readonly #pool: PagePool;
  readonly #swap: SwapSpace;
  readonly #pending: PendingFills;

  constructor(
    core: StackCore,
    parts: {
      readonly objects: GemObjects;
      readonly backing: BackingStore;
      readonly pool: PagePool;
      readonly swap: SwapSpace;
      readonly pending: PendingFills;
    },
  ) {
    this.#core = core;
    this.#i32 = core.i32;
    this.#objects = parts.objects;
    this.#backing = parts.backing;
    this.#pool = parts.pool;
    this.#swap = parts.swap;
    this.#pending = parts.pending;
  }

  /** Into the thread's newest pending fill. On a refusal the pages so far are given back. */
  fill(object: number): Outcome {
    if (!this.#backing.isWanted(object)) return 'gone';
    this.#core.convention.mightAllocate();
    const pages = this.#objects.pagesOf(object);
    for (let page = 0; page < pages; page++) {
      const frame = this.#pool.allocate(object + 1);
      if (frame === 0) {
        this.discard(object);
        return this.#pool.refusal;
      }
      this.#pending.addFrame(frame);
      this.#fillPage(object, page, frame);
    }
    return 'done';
  }

  /** Gives the pages of the newest pending fill back. */
  discard(object: number): void {
    for (let page = this.#pending.pages() - 1; page >= 0; page--) {
      this.#pool.free(this.#pending.frame(page), object + 1);
    }
    this.#pending.forgetFrames();
  }

  /** Under the guard: the pending pages become the object's. */
  publish(object: number): void {
    const giveSlotsBack = this.#swap.isFull();
    for (let page = 0; page < this.#pending.pages(); page++) {
      const at = this.#backing.at(object, page);
      this.#i32[at + this.#backing.frame] = this.#pending.frame(page);
      if (giveSlotsBack) this.#freeSlot(at);
    }
    this.#pending.forgetFrames();
  }

  /** Under the guard, unpublished: swapped out, or purged if nobody needs the content. */
  release(object: number): Outcome {
    const { dontNeed, purged } = ADVICE_STATE;
    if (this.#backing.moveAdvice(object, dontNeed, purged)) {
      this.#freePages(object);
      this.#freeSlots(object);
      this.#backing.renew(object);
      this.#core.counters.add('purged', 1);
      return 'done';
    }
    const outcome = this.#swapOut(object);
    if (outcome === 'done') this.#freePages(object);
    // It stays in memory whole: the slots that it has help somebody else.
    else this.#freeSlots(object);
    return outcome;
  }

  /** Of a dead object without pages: swap slots and content. */
  forget(object: number): void {
    this.#freeSlots(object);
    this.#backing.renew(object);
  }

  #fillPage(object: number, number: number, frame: number): void {
    const page = this.#pool.pageFor(frame, object + 1);
    const at = this.#backing.at(object, number);
    const identity = this.#backing.identity(object, number);
    const slot = this.#i32[at + this.#backing.swapSlot] - 1;
    if (page < 0) return;
    if (slot < 0) {
      this.#pool.bytes.create(page, identity, number, this.#i32[at + this.#backing.written]);
      this.#expectNothingLost(object, number, at);
      return;
    }
    this.#swap.read(slot, page);
    this.#core.counters.checked();
    const wrong = this.#pool.bytes.firstWrong(page, identity, number);
    const version = this.#backing.versionIn(this.#pool.bytes.at(page));
    const written = this.#i32[at + this.#backing.written];
    if (wrong < 0 && version === written) return;
    if (this.#isOvertaken(object)) return;
    this.#core.evidence.corruption(
      'wrong bytes from swap',
      `page ${number} of ${this.#objects.name(object)} came back wrong from swap slot ${slot}`,
      `word ${wrong}, version ${version}, writes counted ${written}`,
    );
  }

  /** A page that was written to and is neither resident nor swapped has been lost. */
  #expectNothingLost(object: number, number: number, at: number): void {
    const written = this.#i32[at + this.#backing.written];
    if (written === 0 || this.#isOvertaken(object)) return;
    this.#core.evidence.corruption(
      'page lost',
      `page ${number} of ${this.#objects.name(object)} was written ${written} times and is nowhere`,
    );
  }

  /**
   * Outside the guard somebody else may have published, before this fill began (then the pages are
   * being written to) or since (then the slot may be another's): what was read proves nothing, and
   * publish will answer `lost` or `stale`.
   */
  #isOvertaken(object: number): boolean {
    const epoch = this.#pending.epoch(object);
    return this.#objects.isResident(object) || !this.#backing.isUnchangedSince(object, epoch);
  }

  #swapOut(object: number): Outcome {
    for (let number = 0; number < this.#objects.pagesOf(object); number++) {
      const at = this.#backing.at(object, number);
      const page = this.#pool.pageFor(this.#i32[at + this.#backing.frame], object + 1);
      if (page < 0) continue;
      const written = this.#i32[at + this.#backing.written];
      this.#checkBeforeSwap(object, number, page, written);
      let slot = this.#i32[at + this.#backing.swapSlot] - 1;
      if (slot >= 0 && this.#i32[at + this.#backing.swapVersion] === written) continue;
      if (slot < 0) slot = this.#swap.take();
      if (slot < 0) return 'busy';
      this.#i32[at + this.#backing.swapSlot] = slot + 1;
      this.#i32[at + this.#backing.swapVersion] = written;
      this.#swap.write(slot, page);
    }
    return 'done';
  }

  #checkBeforeSwap(object: number, number: number, page: number, written: number): void {
    this.#core.counters.checked();
    const identity = this.#backing.identity(object, number);
    const wrong = this.#pool.bytes.firstWrong(page, identity, number);
    const version = this.#backing.versionIn(this.#pool.bytes.at(page));
    if (wrong < 0 && version === written) return;
    this.#core.evidence.corruption(
      'wrong bytes at eviction',
      `page ${number} of ${this.#objects.name(object)} is evicted while wrong or being written to`,
      `word ${wrong}, version ${version}, writes counted ${written}`,
      this.#core.evidence.lastWriters(this.#pool.bytes, page),
    );
  }

  #freePages(object: number): void {
    for (let page = 0; page < this.#objects.pagesOf(object); page++) {
      const at = this.#backing.at(object, page) + this.#backing.frame;
      const frame = this.#i32[at];
      this.#i32[at] = 0;
      this.#pool.free(frame, object + 1);
    }
  }

  #freeSlots(object: number): void {
    for (let page = 0; page < this.#objects.pagesOf(object); page++) {
      this.#freeSlot(this.#backing.at(object, page));
    }
  }

  #freeSlot(at: number): void {
    const slot = this.#i32[at + this.#backing.swapSlot] - 1;
    if (slot < 0) return;
    this.#i32[at + this.#backing.swapSlot] = 0;
    this.#i32[at + this.#backing.swapVersion] = 0;
    this.#swap.free(slot);
  }
}
