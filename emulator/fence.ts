import type { Acquisition } from '../src/lock/acquisition.ts';
import type { Fence } from '../src/lock/lock-contracts.ts';
import type { StackCore } from './stack-core.ts';
import { STACK_LOCK } from './stack-locks.ts';

/**
 * The engines' timelines. Job `seqno` of an engine has its fence in slot `seqno % ringSlots`; the
 * next job in that slot is queued only after this one is done, so a fence looked up late reads as
 * signalled.
 */
export class Timelines {
  readonly #core: StackCore;
  readonly #fences: readonly Fence[];
  readonly #ringSlots: number;

  constructor(core: StackCore) {
    this.#core = core;
    this.#fences = core.thread.locks.fences(STACK_LOCK.fence);
    this.#ringSlots = core.plan.ringSlots;
  }

  isSignalled(engine: number, seqno: number): boolean {
    return this.#fence(engine, seqno).isSignalled(seqno);
  }

  /** `acquired` or `deadlock`. What the thread holds is held until an engine has come so far. */
  wait(engine: number, seqno: number): Acquisition {
    this.#core.convention.mightWaitForFence();
    return this.#fence(engine, seqno).wait(seqno);
  }

  signal(engine: number, seqno: number): void {
    this.#fence(engine, seqno).signal(seqno);
  }

  /** The calling thread promises to signal all fences of the engine. */
  promise(engine: number): void {
    for (let slot = 0; slot < this.#ringSlots; slot++) {
      this.#fences[engine * this.#ringSlots + slot].setSignaller(this.#core.thread.id);
    }
  }

  #fence(engine: number, seqno: number): Fence {
    return this.#fences[engine * this.#ringSlots + ((seqno >>> 0) % this.#ringSlots)];
  }
}
