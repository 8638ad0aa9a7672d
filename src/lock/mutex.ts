import { nowNs } from '../base/clock.ts';
import { READY } from '../schedule/turnstile-memory.ts';
import { LASTING, LIMITED, type Turnstile } from '../schedule/turnstile.ts';
import { OWNER_MASK, WAIT_MODE } from '../shared/lock-word.ts';
import { TRIED } from '../shared/lock-registry.ts';
import type { Acquisition } from './acquisition.ts';
import type { MutexLock } from './lock-contracts.ts';
import { ownerOfWord, releaseWord, waitForWord } from './mutex-word.ts';
import type { LockThread } from './lock-thread.ts';
import {
  AWAKE_NS_MOST,
  BRIEF_CLOCKED,
  BRIEF_SEEN,
  LOOKS,
  SPINS_MAX,
  type WordWait,
  adaptSpins,
  deadlineIn,
} from './spin.ts';
import { TrackedLock } from './tracked-lock.ts';

/** The instrumented mutex: the word of mutex-word under order check, wait-for walk and counters. */
export class Mutex extends TrackedLock implements MutexLock {
  private readonly owner: number;
  protected spins = SPINS_MAX;
  /** Of the brief wait that is being clocked: its beginning, and its holder where that is looked up. */
  private sampleNs = 0;
  private sampleRow = 0;
  /** Since when this thread has not slept for the lock. */
  private awakeNs = 0;
  /** It looks before a wait is made known; not where that has not helped. */
  protected looks: boolean;

  constructor(thread: LockThread, lock: number) {
    super(thread, lock);
    this.owner = thread.id;
    this.looks = this.mayLook(thread);
  }

  /** `taken` by hand: this and `release` are the path that a run takes a million times a second. */
  acquire(): Acquisition {
    const { i32, slot, topAt } = this;
    const top = i32[topAt] as number;
    const row = i32[(i32[top - 1] as number) + slot] as number;
    if (row === 0) return this.acquireBy(slot, Number.POSITIVE_INFINITY);
    // Pairs with releaseWord's exchange.
    const seen = Atomics.compareExchange(i32, this.word, 0, this.owner);
    if (seen === 0) {
      const { countAt } = this;
      i32[top] = this.tag;
      i32[top + 1] = row;
      i32[topAt] = top + 2;
      const count = ((i32[countAt] as number) + 1) | 0;
      i32[countAt] = count;
      return (count & this.clockMask) === 0 ? this.clocked() : 'acquired';
    }
    return this.acquireContended(slot, row, Number.POSITIVE_INFINITY, seen);
  }

  acquireNested(subclass: number): Acquisition {
    return this.acquireBy(this.nestedSlot(subclass), Number.POSITIVE_INFINITY);
  }

  acquireFor(timeoutMs: number): Acquisition {
    return this.acquireBy(this.slot + TRIED, deadlineIn(timeoutMs));
  }

  tryAcquire(): Acquisition {
    const slot = this.slot + TRIED;
    const row = this.rowBy(slot);
    // Pairs with releaseWord's exchange.
    if (Atomics.compareExchange(this.i32, this.word, 0, this.owner) === 0) {
      this.taken(row, this.countOf(slot));
      return 'acquired';
    }
    this.counters.tryFailed();
    return 'busy';
  }

  release(): void {
    const { i32, topAt } = this;
    const newest = (i32[topAt] as number) - 2;
    if (i32[newest] !== this.tag) {
      this.releaseSlowly();
      return;
    }
    // As releaseWord, by hand, and before the rest: others may wait for it.
    const before = Atomics.exchange(i32, this.word, 0);
    i32[newest] = 0;
    i32[topAt] = newest;
    if (before !== this.owner) Atomics.notify(i32, this.word, 1);
  }

  initialise(): void {
    this.renew('initialised');
  }

  free(): void {
    this.renew('freed');
  }

  isHeld(): boolean {
    return ownerOfWord(this.i32, this.word) === this.owner;
  }

  protected clocked(): Acquisition {
    this.clockHold();
    return 'acquired';
  }

  /** Whoever held it has lost it; whoever waits may have it. */
  private renew(how: 'initialised' | 'freed'): void {
    // Pairs with the compare-exchanges of owners and waiters, who see all that was written before.
    const before = Atomics.exchange(this.i32, this.word, 0);
    if ((before & OWNER_MASK) === 0) return;
    this.thread.validator.heldFreed(this.index, how);
    if (this.held.find(this.index) !== 0) this.dropped();
    Atomics.notify(this.i32, this.word);
  }

  /** Not the newest held lock, or its hold is being clocked, or it is not held at all. */
  protected releaseSlowly(): void {
    const held = this.thread.dropHeld(this.index, this.classIndex);
    if (held) releaseWord(this.i32, this.word, this.owner);
  }

  private acquireBy(slot: number, deadlineMs: number): Acquisition {
    const row = this.rowBy(slot);
    // Pairs with releaseWord's exchange.
    const seen = Atomics.compareExchange(this.i32, this.word, 0, this.owner);
    if (seen !== 0) {
      return this.acquireContended(slot, row, deadlineMs, seen);
    }
    this.taken(row, this.countOf(slot));
    return 'acquired';
  }

  /**
   * To publish, walk and clock a wait takes longer than most waits for a short section. One that ends
   * within as long is counted only; one in BRIEF_CLOCKED is clocked and one in BRIEF_SEEN shows its
   * holder, for all of them. A wait for an owner that waits itself does not end so: it is published at
   * once, and one that closes a cycle of waits is such a wait, or is published later.
   */
  protected acquireContended(
    slot: number,
    row: number,
    deadlineMs: number,
    seen: number,
  ): Acquisition {
    if (!this.looks || this.thread.wait.isWaiting(seen & OWNER_MASK)) {
      return this.acquireSlowly(slot, row, deadlineMs, this.spins);
    }
    const countAt = this.countOf(slot);
    const brief = ((this.i32[countAt + 1] as number) + 1) | 0;
    const clocked = (brief & (BRIEF_CLOCKED - 1)) === 1 && this.thread.clocking;
    if (clocked && this.beginsSample(brief)) {
      return this.acquireSlowly(slot, row, deadlineMs, 0);
    }
    const answer = this.look(row, countAt);
    if (answer < 0) return this.acquireSlowly(slot, row, deadlineMs, this.spins);
    if (clocked) this.endSample(row, countAt);
    return answer === 0 ? this.clocked() : 'acquired';
  }

  /**
   * Looks up to LOOKS times: 0 where it took the lock and the hold is to be clocked, > 0 where it took
   * it, < 0 where it did not. All is written before the lock is taken, since others wait for whatever
   * comes after, and undone where it is not: who holds what is read of threads that wait, in public.
   */
  private look(row: number, countAt: number): number {
    const { i32, topAt, word, owner } = this;
    const top = i32[topAt] as number;
    const count = ((i32[countAt] as number) + 1) | 0;
    const brief = ((i32[countAt + 1] as number) + 1) | 0;
    i32[top] = this.tag;
    i32[top + 1] = row;
    i32[topAt] = top + 2;
    i32[countAt] = count;
    i32[countAt + 1] = brief;
    for (let look = 0; look < LOOKS; look++) {
      // Pairs with releaseWord's exchange.
      if (Atomics.load(i32, word) === 0 && Atomics.compareExchange(i32, word, 0, owner) === 0)
        return count & this.clockMask;
    }
    i32[top] = 0;
    i32[topAt] = top;
    i32[countAt] = (count - 1) | 0;
    i32[countAt + 1] = (brief - 1) | 0;
    return -1;
  }

  /** True where this thread has had the lock in turns for long: it gives its place to one that sleeps. */
  private beginsSample(brief: number): boolean {
    const { i32, word } = this;
    const seen = (brief & (BRIEF_SEEN - 1)) === 1;
    this.sampleRow = seen ? this.holderRow(ownerOfWord(i32, word)) : 0;
    this.sampleNs = nowNs();
    if (this.sampleNs - this.awakeNs < AWAKE_NS_MOST) return false;
    this.awakeNs = this.sampleNs;
    return Atomics.notify(i32, word, 1) === 1;
  }

  private endSample(row: number, countAt: number): void {
    const { i32, counters, sampleRow } = this;
    const brief = i32[countAt + 1] as number;
    if (!counters.waitedBrieflyFor(nowNs() - this.sampleNs)) i32[countAt + 1] = (brief - 1) | 0;
    if (sampleRow !== 0) counters.contendedAt(row, sampleRow, Math.min(brief, BRIEF_SEEN));
  }

  /** Publish the wait, walk, spin, sleep: in this order no deadlock goes unseen (WaitForDetector). */
  protected acquireSlowly(
    slot: number,
    row: number,
    deadlineMs: number,
    spins: number,
  ): Acquisition {
    const { thread, i32, word } = this;
    const timed = deadlineMs !== Number.POSITIVE_INFINITY;
    const mode = timed ? WAIT_MODE.timed : WAIT_MODE.exclusive;
    const holder = ownerOfWord(i32, word);
    thread.wait.begin(this.index, mode, 0, row, holder);
    if (thread.detecting && thread.detector.closesCycle()) {
      this.counters.deadlocked();
      return 'deadlock';
    }
    const sinceNs = this.startNs();
    const holderRow = this.holderRow(holder);
    const how =
      thread.turnstile === null
        ? waitForWord(i32, word, this.owner, spins, deadlineMs)
        : this.waitForTurn(thread.turnstile, timed);
    thread.wait.end();
    if (how === 'stuck') {
      this.counters.deadlocked();
      return 'deadlock';
    }
    this.adapt(how);
    if (how === 'timed-out') {
      this.counters.timedOut();
      return 'timed-out';
    }
    this.takenAfterWait(row, slot, sinceNs, holder, holderRow);
    return 'acquired';
  }

  protected adapt(how: WordWait): void {
    this.spins = adaptSpins(this.spins, how);
    this.looks = how === 'at once' && this.mayLook(this.thread);
    if (how === 'slept') this.awakeNs = this.startNs();
  }

  /** Not under control, where nobody else runs meanwhile; not where every wait is recorded. */
  private mayLook({ turnstile, times }: LockThread): boolean {
    return turnstile === null && times === null;
  }

  /** Under control: as waitForWord; nobody else runs between a look and the taking. */
  private waitForTurn(turnstile: Turnstile, timed: boolean): WordWait | 'stuck' {
    for (;;) {
      const resumed = turnstile.block(READY.unowned, this.word, 0, timed ? LIMITED : LASTING);
      if (resumed !== 'look') return resumed;
      // Pairs with releaseWord's exchange.
      if (Atomics.compareExchange(this.i32, this.word, 0, this.owner) === 0) return 'slept';
    }
  }
}
