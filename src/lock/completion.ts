import { LOCK } from '../shared/memory-map.ts';
import { COMPLETE, WAITERS, WAIT_MODE } from '../shared/lock-word.ts';
import type { Acquisition } from './acquisition.ts';
import { EventFace } from './event-face.ts';
import type { Completion } from './lock-contracts.ts';
import type { LockThread } from './lock-thread.ts';

/**
 * A one-shot event that a known thread promised to bring about (kernel struct completion). Who waits
 * for it waits for that thread: an edge of the wait-for graph that no lock order shows.
 *
 * | word | meaning | who moves it on |
 * | --- | --- | --- |
 * | 0 | not complete, nobody sleeps | complete: to COMPLETE; a waiter: to WAITERS |
 * | WAITERS | not complete, somebody may sleep | complete: to COMPLETE, then wakes all |
 * | COMPLETE | complete, every wait passes | begin: to 0 |
 */
export class CompletionFace extends EventFace implements Completion {
  readonly #signaller: number;

  constructor(thread: LockThread, lock: number) {
    super(thread, lock);
    const region = thread.memory.region(LOCK);
    this.#signaller = region.at(lock) + region.word.signaller;
  }

  begin(signaller: number): void {
    // Pairs with Blockers.collect: named before anybody can start to wait.
    Atomics.store(this.i32, this.#signaller, signaller);
    Atomics.store(this.i32, this.word, 0);
  }

  complete(): void {
    // Pairs with the loads in isComplete: what was done before is visible to who passes.
    const before = Atomics.exchange(this.i32, this.word, COMPLETE);
    if ((before & WAITERS) !== 0) Atomics.notify(this.i32, this.word);
  }

  isComplete(): boolean {
    return (Atomics.load(this.i32, this.word) & COMPLETE) !== 0;
  }

  wait(): Acquisition {
    return this.waitFor(Number.POSITIVE_INFINITY);
  }

  waitFor(timeoutMs: number): Acquisition {
    return this.isComplete() ? 'acquired' : this.blockUntil(0, WAIT_MODE.event, timeoutMs);
  }

  protected override happened(_value: number): boolean {
    return this.isComplete();
  }

  protected override sleep(timeoutMs: number): void {
    const seen = Atomics.load(this.i32, this.word);
    if ((seen & COMPLETE) !== 0) return;
    // Pairs with the exchange in complete: it sees WAITERS and wakes, or we see COMPLETE.
    if (Atomics.compareExchange(this.i32, this.word, seen, seen | WAITERS) !== seen) return;
    Atomics.wait(this.i32, this.word, seen | WAITERS, timeoutMs);
  }
}
