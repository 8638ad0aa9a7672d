import { assert } from '../src/base/assert.ts';
import { PENDING, PENDING_DEPTH, PENDING_FRAME } from './memory-map.ts';
import type { StackCore } from './stack-core.ts';

/**
 * The fills that this thread has under way, newest last: filling an imported object fills its
 * exporter's inside. In shared memory, so that the audit of a run that was cut finds the pages.
 */
export class PendingFills {
  readonly #i32: Int32Array;
  readonly #first: number;
  readonly #stride: number;
  readonly #word: { readonly object: number; readonly epoch: number; readonly pages: number };
  readonly #frames: number;
  readonly #perFill: number;
  #depth = 0;

  constructor(core: StackCore) {
    const { memory, id } = core.thread;
    const region = memory.region(PENDING);
    this.#i32 = core.i32;
    this.#first = region.at(id * PENDING_DEPTH);
    this.#stride = region.stride;
    this.#word = region.word;
    this.#perFill = core.plan.pagesPerObject;
    this.#frames = memory.region(PENDING_FRAME).at(id * PENDING_DEPTH * this.#perFill);
  }

  begin(object: number, epoch: number): void {
    assert(this.#depth < PENDING_DEPTH, 'fills nest deeper than importer in exporter');
    const at = this.#first + this.#depth * this.#stride;
    this.#i32[at + this.#word.epoch] = epoch;
    this.#i32[at + this.#word.pages] = 0;
    this.#i32[at + this.#word.object] = object + 1;
    this.#depth++;
  }

  /** The newest fill is over; it must be `object`'s, or the design ends what it did not begin. */
  end(object: number): void {
    this.#checkNewest(object);
    this.#depth--;
    this.#i32[this.#first + this.#depth * this.#stride + this.#word.object] = 0;
  }

  /** The object's epoch when the newest fill began. */
  epoch(object: number): number {
    this.#checkNewest(object);
    return this.#i32[this.#first + (this.#depth - 1) * this.#stride + this.#word.epoch];
  }

  /** Frames that the newest fill has prepared. */
  pages(): number {
    return this.#i32[this.#first + (this.#depth - 1) * this.#stride + this.#word.pages];
  }

  addFrame(frame: number): void {
    const pages = this.#first + (this.#depth - 1) * this.#stride + this.#word.pages;
    this.#i32[this.#frameAt(this.#i32[pages])] = frame;
    this.#i32[pages]++;
  }

  frame(page: number): number {
    return this.#i32[this.#frameAt(page)];
  }

  /** The frames belong to somebody else from now on. */
  forgetFrames(): void {
    this.#i32[this.#first + (this.#depth - 1) * this.#stride + this.#word.pages] = 0;
  }

  #frameAt(page: number): number {
    return this.#frames + (this.#depth - 1) * this.#perFill + page;
  }

  #checkNewest(object: number): void {
    const newest = this.#depth - 1;
    const found = newest < 0 ? 0 : this.#i32[this.#first + newest * this.#stride];
    assert(found === object + 1, `the guard ends a fill of object ${object} that it did not begin`);
  }
}
