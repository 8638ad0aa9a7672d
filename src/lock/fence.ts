import { READY } from '../schedule/turnstile-memory.ts';
import { LOCK } from '../shared/memory-map.ts';
import { WAIT_MODE } from '../shared/lock-word.ts';
import type { Acquisition } from './acquisition.ts';
import { EventFace } from './event-face.ts';
import type { Fence } from './lock-contracts.ts';
import type { LockThread } from './lock-thread.ts';

/**
 * A slot of a fence timeline (kernel dma_fence: context + seqno). Signalling is one-way: the word is
 * the last signalled sequence number, compared with wrap-around, and never goes back.
 *
 * | word | meaning | who moves it on |
 * | --- | --- | --- |
 * | n | all fences of this slot up to n are signalled | the signaller: to a later number, then wakes all |
 *
 * Waiters sleep on the value that they found too old, so a signal in between is never slept over.
 */
export class FenceFace extends EventFace implements Fence {
  protected override readonly readyKind = READY.signalled;
  readonly #signaller: number;

  constructor(thread: LockThread, lock: number) {
    super(thread, lock);
    const region = thread.memory.region(LOCK);
    this.#signaller = region.at(lock) + region.word.signaller;
  }

  setSignaller(thread: number): void {
    // Pairs with Blockers.collect.
    Atomics.store(this.i32, this.#signaller, thread);
  }

  signal(seqno: number): void {
    // Pairs with the load in happened: what the job wrote is visible to who passes.
    Atomics.store(this.i32, this.word, seqno);
    Atomics.notify(this.i32, this.word);
  }

  isSignalled(seqno: number): boolean {
    return this.happened(seqno);
  }

  wait(seqno: number): Acquisition {
    return this.waitFor(seqno, Number.POSITIVE_INFINITY);
  }

  waitFor(seqno: number, timeoutMs: number): Acquisition {
    if (this.happened(seqno)) return 'acquired';
    return this.blockUntil(seqno, WAIT_MODE.event, timeoutMs);
  }

  protected override happened(seqno: number): boolean {
    // Pairs with the store in signal.
    return ((Atomics.load(this.i32, this.word) - seqno) | 0) >= 0;
  }

  protected override sleep(seqno: number, timeoutMs: number): void {
    const seen = Atomics.load(this.i32, this.word);
    if (((seen - seqno) | 0) < 0) Atomics.wait(this.i32, this.word, seen, timeoutMs);
  }
}
