import { READY } from '../schedule/turnstile-memory.ts';
import { LASTING, LIMITED } from '../schedule/turnstile.ts';
import { endWaitOf } from '../deadlock/wait-record.ts';
import { THREAD } from '../shared/memory-map.ts';
import { OWNER_MASK, WAITERS, WAIT_MODE, WAIT_VERDICT, WRITER } from '../shared/lock-word.ts';
import { SHARED, TRIED } from '../shared/lock-registry.ts';
import type { Acquisition } from './acquisition.ts';
import type { RwSemaphoreLock } from './lock-contracts.ts';
import type { LockThread } from './lock-thread.ts';
import { deadlineIn, remainingMs } from './spin.ts';
import { TrackedLock } from './tracked-lock.ts';
import { WaitQueue } from './wait-queue.ts';

/** Loads spent looking for the grant before sleeping; a hand-over comes from a running holder. */
const SPINS = 1000;

/**
 * Fair reader-writer semaphore: what cannot be granted queues first come, first served, and the lock
 * is handed over, never left for a passer-by. A reader queues behind a waiting writer even when its
 * own thread reads already (kernel rw_semaphore; domain class D26).
 *
 * | word | meaning | who moves it on |
 * | --- | --- | --- |
 * | 0 | free | anybody: to 1 reader, or to WRITER + id |
 * | n | n readers | a reader: to n+1, n-1; who queues: + WAITERS |
 * | WRITER + id | one writer | the writer: to 0, or to 1 (downgrade); who queues: + WAITERS |
 * | any of these + WAITERS | the queue is not empty: no fast acquisition | holders; under the latch `grant` |
 * | WAITERS alone | between the last release and `grant` | under the latch: `grant` |
 *
 * Why nobody is forgotten: who queues sets WAITERS under the latch and looks again; who releases the
 * last hold and finds WAITERS closes the latch and grants. Whichever comes second sees the other.
 */
export class RwSemaphore extends TrackedLock implements RwSemaphoreLock {
  readonly #id: number;
  readonly #queue: WaitQueue;
  readonly #waitMode: number;
  /** How often this thread holds it, in either mode. */
  #holds = 0;

  constructor(thread: LockThread, lock: number) {
    super(thread, lock);
    this.#id = thread.id;
    this.#queue = new WaitQueue(thread.memory, lock);
    const region = thread.memory.region(THREAD);
    this.#waitMode = region.word.waitMode;
  }

  acquireRead(): Acquisition {
    return this.#acquireRead(Number.POSITIVE_INFINITY);
  }

  acquireReadFor(timeoutMs: number): Acquisition {
    return this.#acquireRead(deadlineIn(timeoutMs), TRIED);
  }

  tryAcquireRead(): Acquisition {
    const row = this.#rowBy(SHARED + TRIED);
    if (this.#enterAsReader()) return this.#got(row, SHARED + TRIED);
    if (this.thread.tracking) this.counters.tryFailed();
    return 'busy';
  }

  releaseRead(): void {
    if (this.thread.tracking && !this.dropped()) return;
    this.#leaveAsReader();
  }

  acquireWrite(): Acquisition {
    return this.#acquireWrite(Number.POSITIVE_INFINITY);
  }

  acquireWriteFor(timeoutMs: number): Acquisition {
    return this.#acquireWrite(deadlineIn(timeoutMs), TRIED);
  }

  tryAcquireWrite(): Acquisition {
    const row = this.#rowBy(TRIED);
    if (this.#enterAsWriter()) return this.#got(row, TRIED);
    if (this.thread.tracking) this.counters.tryFailed();
    return 'busy';
  }

  releaseWrite(): void {
    if (this.thread.tracking && !this.dropped()) return;
    this.#leaveAsWriter();
  }

  downgrade(): void {
    if (this.thread.tracking && !this.dropped()) return;
    this.#queue.close();
    // Pairs with the or in #enqueue; the latch keeps it from changing.
    const queued = Atomics.load(this.i32, this.word) & WAITERS;
    // WAITERS comes only under the latch, and only this writer could clear the rest.
    Atomics.store(this.i32, this.word, 1 | queued);
    this.#grant();
    this.#queue.open();
    if (this.thread.tracking) {
      this.taken(this.#rowBy(SHARED + TRIED), this.countAt + SHARED + TRIED);
    }
  }

  isHeld(): boolean {
    return this.#holds > 0;
  }

  #acquireRead(deadlineMs: number, tried = 0): Acquisition {
    const row = this.#rowBy(SHARED + tried);
    if (this.#enterAsReader()) return this.#got(row, SHARED + tried);
    return this.#wait(row, SHARED + tried, WAIT_MODE.shared, deadlineMs);
  }

  #acquireWrite(deadlineMs: number, tried = 0): Acquisition {
    const row = this.#rowBy(tried);
    if (this.#enterAsWriter()) return this.#got(row, tried);
    return this.#wait(row, tried, WAIT_MODE.exclusive, deadlineMs);
  }

  #rowBy(offset: number): number {
    return this.thread.tracking ? this.rowBy(this.slot + offset) : 0;
  }

  #got(row: number, offset: number): Acquisition {
    this.#holds++;
    if (this.thread.tracking) this.taken(row, this.countAt + offset);
    return 'acquired';
  }

  #enterAsReader(): boolean {
    for (;;) {
      // Pairs with #enqueue's or and the holders' moves; the compare-exchange below decides.
      const seen = Atomics.load(this.i32, this.word);
      if ((seen & (WRITER | WAITERS)) !== 0) return false;
      // Pairs with releaseWrite: a reader sees what the last writer wrote.
      if (Atomics.compareExchange(this.i32, this.word, seen, seen + 1) === seen) return true;
    }
  }

  #enterAsWriter(): boolean {
    // Pairs with releaseRead and releaseWrite.
    return Atomics.compareExchange(this.i32, this.word, 0, WRITER | this.#id) === 0;
  }

  #leaveAsReader(): void {
    this.#holds--;
    // Pairs with the compare-exchange and the adds of later holders.
    const before = Atomics.sub(this.i32, this.word, 1);
    if ((before & WAITERS) !== 0 && (before & OWNER_MASK) === 1) this.#grantLatched();
  }

  #leaveAsWriter(): void {
    this.#holds--;
    const mine = WRITER | this.#id;
    // Pairs with the next holder's compare-exchange.
    if (Atomics.compareExchange(this.i32, this.word, mine, 0) === mine) return;
    this.#queue.close();
    // Pairs with the fast paths: closed until #grant has handed the lock on.
    Atomics.store(this.i32, this.word, WAITERS);
    this.#grant();
    this.#queue.open();
  }

  #wait(row: number, offset: number, mode: number, deadlineMs: number): Acquisition {
    const { thread } = this;
    const timed = deadlineMs !== Number.POSITIVE_INFINITY;
    const sinceNs = this.startNs();
    const state = Atomics.load(this.i32, this.word);
    const holder = (state & WRITER) !== 0 ? state & OWNER_MASK : 0;
    const holderRow = this.holderRow(holder);
    this.#enqueue(row, timed ? WAIT_MODE.timed : mode, mode);
    if (!timed && thread.detecting && thread.detector.closesCycle()) {
      this.#giveWay(mode);
      this.counters.deadlocked();
      return 'deadlock';
    }
    if (!this.#sleepUntilGranted(deadlineMs) && this.#leaveQueue()) {
      thread.wait.end();
      if (thread.tracking) this.counters.timedOut();
      // Without a limit only under control, where it is seen that nobody can move.
      return timed ? 'timed-out' : 'deadlock';
    }
    this.#holds++;
    if (thread.tracking) this.takenAfterWait(row, this.slot + offset, sinceNs, holder, holderRow);
    return 'acquired';
  }

  /**
   * The victim of a cycle leaves the queue. Another victim may have made room and handed it the lock
   * in the meantime: what was granted is given back.
   */
  #giveWay(mode: number): void {
    if (this.#leaveQueue()) return;
    this.#holds++;
    if (mode === WAIT_MODE.shared) this.#leaveAsReader();
    else this.#leaveAsWriter();
  }

  /** Queues this thread, published, and grants at once what became free in the meantime. */
  #enqueue(row: number, waitMode: number, mode: number): void {
    this.#queue.close();
    this.thread.wait.begin(this.index, waitMode, mode, row);
    this.#queue.append(this.#id);
    // Pairs with the sub and compare-exchange of releases: they see WAITERS, or we see them.
    Atomics.or(this.i32, this.word, WAITERS);
    this.#grant();
    this.#queue.open();
  }

  /** False when the time ran out first. */
  #sleepUntilGranted(deadlineMs: number): boolean {
    const { wait, turnstile } = this.thread;
    if (turnstile !== null) {
      const timed = deadlineMs === Number.POSITIVE_INFINITY ? LASTING : LIMITED;
      return turnstile.block(READY.granted, this.word, 0, timed) === 'look';
    }
    for (let spin = 0; spin < SPINS; spin++)
      if (wait.verdict() !== WAIT_VERDICT.pending) return true;
    for (;;) {
      const seen = wait.parked();
      if (wait.verdict() !== WAIT_VERDICT.pending) return true;
      const rest = remainingMs(deadlineMs);
      if (rest === 0) return false;
      wait.sleep(seen, rest);
    }
  }

  /** Gives up the place in the queue; false when the lock had been granted already. */
  #leaveQueue(): boolean {
    this.#queue.close();
    const left = this.#queue.remove(this.#id);
    // Who stood behind may be compatible with the holders.
    if (left) this.#grant();
    this.#queue.open();
    return left;
  }

  #grantLatched(): void {
    this.#queue.close();
    this.#grant();
    this.#queue.open();
  }

  /** Hands the lock to as many from the head as are compatible. The latch is closed. */
  #grant(): void {
    for (let head = this.#queue.head; head !== 0; head = this.#queue.head) {
      // Pairs with the subs of leaving readers.
      const seen = Atomics.load(this.i32, this.word);
      if ((seen & WRITER) !== 0) break;
      if (!this.#wantsToRead(head)) {
        if ((seen & OWNER_MASK) !== 0) break;
        // No fast path moves a word with WAITERS; readers are gone.
        Atomics.store(this.i32, this.word, WRITER | WAITERS | head);
      } else {
        // Pairs with the subs of readers that leave meanwhile.
        Atomics.add(this.i32, this.word, 1);
      }
      this.#queue.remove(head);
      endWaitOf(this.thread.memory, head, WAIT_VERDICT.granted);
    }
    // Pairs with the fast paths, which are open again from here.
    if (this.#queue.head === 0) Atomics.and(this.i32, this.word, ~WAITERS);
  }

  #wantsToRead(thread: number): boolean {
    const region = this.thread.memory.region(THREAD);
    const at = region.at(thread);
    const mode = this.i32[at + this.#waitMode];
    return (
      (mode === WAIT_MODE.timed ? this.i32[at + region.word.waitValue] : mode) === WAIT_MODE.shared
    );
  }
}
