import type { GemObjects } from './gem-object.ts';
import { ADVICE_STATE, BACKING, OBJECT } from './memory-map.ts';
import { PAGE_HEADER, contentOf } from './page-bytes.ts';
import type { StackCore } from './stack-core.ts';

/** The (native object, page) table and the words of an object that say what its bytes are. */
export class BackingStore {
  readonly frame: number;
  readonly written: number;
  readonly swapSlot: number;
  readonly swapVersion: number;
  readonly #i32: Int32Array;
  readonly #perObject: number;
  readonly #base: number;
  readonly #stride: number;
  readonly #objects: GemObjects;
  readonly #contentWord: number;
  readonly #adviceWord: number;
  readonly #epochWord: number;

  constructor(core: StackCore, objects: GemObjects) {
    const { memory } = core.thread;
    const region = memory.region(BACKING);
    const object = memory.region(OBJECT);
    this.#i32 = core.i32;
    this.#perObject = core.plan.pagesPerObject;
    this.#base = region.base;
    this.#stride = region.stride;
    this.#objects = objects;
    this.frame = region.word.frame;
    this.written = region.word.written;
    this.swapSlot = region.word.swapSlot;
    this.swapVersion = region.word.swapVersion;
    this.#contentWord = object.word.content;
    this.#adviceWord = object.word.advice;
    this.#epochWord = object.word.epoch;
  }

  /** Index of the record of one page; add one of the word offsets. */
  at(object: number, page: number): number {
    return this.#base + (object * this.#perObject + page) * this.#stride;
  }

  identity(object: number, page: number): number {
    return contentOf(object, this.#i32[this.#objects.at(object) + this.#contentWord], page);
  }

  /** A new content: what the pages held is gone, and no slot or count of it remains. */
  renew(object: number): void {
    this.#i32[this.#objects.at(object) + this.#contentWord]++;
    for (let page = 0; page < this.#objects.pagesOf(object); page++) {
      this.#i32.fill(0, this.at(object, page), this.at(object, page) + this.#stride);
    }
  }

  epoch(object: number): number {
    return Atomics.load(this.#i32, this.#objects.at(object) + this.#epochWord);
  }

  /**
   * Before and after each change to what an object's pages are: the epoch is odd in between. Pairs
   * with the loads in `isUnchangedSince`, by fills that run outside the guard (a sequence lock).
   */
  bumpEpoch(object: number): void {
    Atomics.add(this.#i32, this.#objects.at(object) + this.#epochWord, 1);
  }

  /** True when all that was read since `epoch` was taken is consistent, and still so. */
  isUnchangedSince(object: number, epoch: number): boolean {
    return (epoch & 1) === 0 && this.epoch(object) === epoch;
  }

  isWanted(object: number): boolean {
    const at = this.#objects.at(object) + this.#adviceWord;
    return Atomics.load(this.#i32, at) === ADVICE_STATE.willNeed;
  }

  /** True when the advice was `from` and is `to` now; pairs with itself in other threads. */
  moveAdvice(object: number, from: number, to: number): boolean {
    const at = this.#objects.at(object) + this.#adviceWord;
    return Atomics.compareExchange(this.#i32, at, from, to) === from;
  }

  /** Version in the header of a page that nobody has pinned. */
  versionIn(headerAt: number): number {
    return this.#i32[headerAt + PAGE_HEADER.version];
  }
}
