import { THREAD } from '../shared/memory-map.ts';
import { WAIT_VERDICT } from '../shared/lock-word.ts';
import type { SharedMemory } from '../shared/shared-memory.ts';

/**
 * What this thread waits for, published for the others. One per thread; a thread waits for one thing
 * at a time.
 *
 * | waiting | verdict | meaning | who moves it on |
 * | --- | --- | --- | --- |
 * | 0 | any | runs | own thread: begin |
 * | lock+1 | pending | waits | own thread: end; a releaser: granted or back-off |
 * | 0 | granted, back-off | the wait was ended, the thread may still sleep | own thread: end |
 *
 * Who ends another thread's wait clears `waiting` first, then stores the verdict, then adds to `park`:
 * a walk never takes an ended wait for a live one, and a thread that runs on as soon as it sees the
 * verdict cannot have its next wait wiped out by the one who ended the last.
 */
export class WaitRecord {
  readonly #i32: Int32Array;
  /** Index of word `waiting` of thread 0, and how far the next thread's is. */
  readonly #first: number;
  readonly #stride: number;
  readonly #waiting: number;
  readonly #mode: number;
  readonly #value: number;
  readonly #row: number;
  readonly #owner: number;
  readonly #sequence: number;
  readonly #verdict: number;
  /** Index of this thread's event count; sleep on it, never on a queued lock's word. */
  readonly park: number;

  constructor(memory: SharedMemory, thread: number) {
    const region = memory.region(THREAD);
    const at = region.at(thread);
    this.#i32 = memory.i32;
    this.#first = region.at(0) + region.word.waiting;
    this.#stride = region.stride;
    this.#waiting = at + region.word.waiting;
    this.#mode = at + region.word.waitMode;
    this.#value = at + region.word.waitValue;
    this.#row = at + region.word.waitRow;
    this.#owner = at + region.word.waitOwner;
    this.#sequence = at + region.word.waitSeq;
    this.#verdict = at + region.word.verdict;
    this.park = at + region.word.park;
  }

  /** Publishes the wait; from here on a walk follows this thread to who holds `lock`. */
  begin(lock: number, mode: number, value: number, row: number, owner = 0): void {
    const i32 = this.#i32;
    i32[this.#owner] = owner;
    i32[this.#mode] = mode;
    i32[this.#value] = value;
    i32[this.#row] = row;
    i32[this.#verdict] = WAIT_VERDICT.pending;
    i32[this.#sequence] = (i32[this.#sequence] as number) + 1;
    // Pairs with the load in WaitForDetector's walk, and orders the plain stores before it.
    Atomics.store(i32, this.#waiting, lock + 1);
  }

  end(): void {
    // Pairs with the loads in the walk and its confirmation.
    Atomics.store(this.#i32, this.#waiting, 0);
  }

  /**
   * Whether a thread has made a wait known, seen in passing; nobody (0) has not. A plain load: wrong
   * either way, it only says how long to look before a wait is made known.
   */
  isWaiting(thread: number): boolean {
    return this.#i32[this.#first + thread * this.#stride] !== 0;
  }

  verdict(): number {
    // Pairs with the store in endWaitOf.
    return Atomics.load(this.#i32, this.#verdict);
  }

  /** Sleeps until `park` moves on from `seen` or the time is up; spurious returns are allowed. */
  sleep(seen: number, timeoutMs: number): void {
    Atomics.wait(this.#i32, this.park, seen, timeoutMs);
  }

  parked(): number {
    // Pairs with the add in wakeThread: read before the last look at the condition.
    return Atomics.load(this.#i32, this.park);
  }
}

/** Ends another thread's wait with a verdict and wakes it. */
export function endWaitOf(memory: SharedMemory, thread: number, verdict: number): void {
  const region = memory.region(THREAD);
  const at = region.at(thread);
  // Pairs with the walk's load: ended before the thread could be seen to hold anything new.
  Atomics.store(memory.i32, at + region.word.waiting, 0);
  // Pairs with WaitRecord.verdict. From here on the thread may begin its next wait.
  Atomics.store(memory.i32, at + region.word.verdict, verdict);
  wakeThread(memory, thread);
}

/** Makes a thread that sleeps on its event count look again. */
export function wakeThread(memory: SharedMemory, thread: number): void {
  const region = memory.region(THREAD);
  const park = region.at(thread) + region.word.park;
  // Pairs with WaitRecord.parked: a thread that read the old count does not fall asleep.
  Atomics.add(memory.i32, park, 1);
  Atomics.notify(memory.i32, park, 1);
}
