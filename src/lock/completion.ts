import { READY } from '../schedule/turnstile-memory.ts';
import { LOCK } from '../shared/memory-map.ts';
import {
  COMPLETE,
  GENERATION_MASK,
  GENERATION_STEP,
  WAITERS,
  WAIT_MODE,
  hasCompleted,
} from '../shared/lock-word.ts';
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
 * | g | begun for the g-th time, nobody sleeps | complete: to g + COMPLETE; a waiter: to g + WAITERS |
 * | g + WAITERS | the same, somebody may sleep | complete: to g + COMPLETE, then wakes all |
 * | g + COMPLETE | complete, every wait passes | begin: to g + 1 |
 *
 * The generation g tells who waits since before a `begin` that its event has come, however late it
 * looks, and keeps the wait-for walk from blaming the next signaller for it.
 */
export class CompletionFace extends EventFace implements Completion {
  protected override readonly readyKind = READY.completed;
  private readonly signallerAt: number;

  constructor(thread: LockThread, lock: number) {
    super(thread, lock);
    const region = thread.memory.region(LOCK);
    this.signallerAt = region.at(lock) + region.word.signaller;
  }

  begin(signaller: number): void {
    // Pairs with Blockers.soleBlocker: named before anybody can start to wait.
    Atomics.store(this.i32, this.signallerAt, signaller);
    this.renew();
  }

  pulse(): void {
    this.renew();
  }

  renew(): void {
    for (;;) {
      const seen = Atomics.load(this.i32, this.word);
      const next = ((seen & GENERATION_MASK) + GENERATION_STEP) & GENERATION_MASK;
      // Pairs with the loads of waiters: who waits for the generation before passes.
      if (Atomics.compareExchange(this.i32, this.word, seen, next) !== seen) continue;
      if ((seen & WAITERS) !== 0) Atomics.notify(this.i32, this.word);
      return;
    }
  }

  complete(): void {
    for (;;) {
      const seen = Atomics.load(this.i32, this.word);
      const done = (seen & ~WAITERS) | COMPLETE;
      // Pairs with the loads of waiters: what was done before is visible to who passes.
      if (Atomics.compareExchange(this.i32, this.word, seen, done) !== seen) continue;
      if ((seen & WAITERS) !== 0) Atomics.notify(this.i32, this.word);
      return;
    }
  }

  isComplete(): boolean {
    // Pairs with the compare-exchange in complete.
    return (Atomics.load(this.i32, this.word) & COMPLETE) !== 0;
  }

  wait(): Acquisition {
    return this.waitFor(Number.POSITIVE_INFINITY);
  }

  waitFor(timeoutMs: number): Acquisition {
    // Pairs with complete and begin: this generation is what is waited for from here on.
    const seen = Atomics.load(this.i32, this.word);
    if ((seen & COMPLETE) !== 0) return 'acquired';
    return this.blockUntil(seen & GENERATION_MASK, WAIT_MODE.event, timeoutMs);
  }

  protected override happened(generation: number): boolean {
    // Pairs with the compare-exchanges in complete and begin.
    return hasCompleted(Atomics.load(this.i32, this.word), generation);
  }

  protected override sleep(generation: number, timeoutMs: number): void {
    if (this.happened(generation)) return;
    // Pairs with complete and begin: they see WAITERS and wake, or this fails and looks again.
    const before = Atomics.compareExchange(this.i32, this.word, generation, generation | WAITERS);
    if (before !== generation && before !== (generation | WAITERS)) return;
    Atomics.wait(this.i32, this.word, generation | WAITERS, timeoutMs);
  }
}
