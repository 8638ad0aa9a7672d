import type { Timelines } from './fence.ts';
import type { Convention } from './locking-convention.ts';
import { RESERVATION } from './memory-map.ts';
import type { Outcome } from './outcome.ts';
import type { StackCore } from './stack-core.ts';

/**
 * The fences of the buffers' reservation objects: one slot per engine, holding the last job that
 * uses the buffer (a later fence of the same timeline replaces an earlier one). The lock of a
 * reservation is the design's, per buffer; readers need none.
 */
export class Reservations {
  readonly #i32: Int32Array;
  readonly #timelines: Timelines;
  readonly #convention: Convention;
  readonly #engines: number;
  readonly #fences: number;
  readonly #stride: number;

  constructor(core: StackCore, timelines: Timelines) {
    const region = core.thread.memory.region(RESERVATION);
    this.#i32 = core.i32;
    this.#timelines = timelines;
    this.#convention = core.convention;
    this.#engines = core.plan.engines;
    this.#fences = region.base + region.word.fences;
    this.#stride = region.stride;
  }

  /** Last job of the engine that uses the buffer; 0: none. */
  fence(buffer: number, engine: number): number {
    return Atomics.load(this.#i32, this.#fences + buffer * this.#stride + engine);
  }

  /** Under the reservation. Pairs with the load in `fence`, by who waits or comes after. */
  addFence(buffer: number, engine: number, seqno: number): void {
    const at = this.#fences + buffer * this.#stride + engine;
    if (((seqno - Atomics.load(this.#i32, at)) | 0) > 0) Atomics.store(this.#i32, at, seqno);
  }

  /** Waits for every job that uses the buffer: `done`, or `deadlock`. */
  wait(buffer: number): Outcome {
    // Before looking: who finds all fences signalled has had luck, and might have waited.
    this.#convention.mightWaitForFence();
    for (let engine = 0; engine < this.#engines; engine++) {
      const seqno = this.fence(buffer, engine);
      if (seqno === 0 || this.#timelines.isSignalled(engine, seqno)) continue;
      if (this.#timelines.wait(engine, seqno) !== 'acquired') return 'deadlock';
    }
    return 'done';
  }
}
