import { CLASS_STATS, CONTENTION_POINTS } from '../shared/memory-map.ts';
import type { SharedMemory } from '../shared/shared-memory.ts';
import { bucketOf } from './histogram.ts';

/** One thread's counters of one lock class. Written on slow paths and sampled holds only. */
export class ClassCounters {
  readonly #i32: Int32Array;
  readonly #f64: Float64Array;
  readonly #at: number;
  readonly #word;

  constructor(memory: SharedMemory, thread: number, classIndex: number, classes: number) {
    const region = memory.region(CLASS_STATS);
    this.#i32 = memory.i32;
    this.#f64 = new Float64Array(memory.handle.buffer);
    this.#at = region.at(thread * classes + classIndex);
    this.#word = region.word;
  }

  /** An acquisition that had to wait and got the lock. */
  waited(ns: number, waiterRow: number, holderRow: number, ownerChanged: boolean): void {
    const word = this.#word;
    this.#bump(word.contended);
    if (ownerChanged) this.#bump(word.ownerChanges);
    this.#time(word.waitNs, word.waitNsMax, ns);
    this.#bump(word.waitHistogram + bucketOf(ns));
    if (holderRow !== 0) this.#point(waiterRow, holderRow);
  }

  held(ns: number): void {
    const word = this.#word;
    this.#bump(word.holds);
    this.#time(word.holdNs, word.holdNsMax, ns);
    this.#bump(word.holdHistogram + bucketOf(ns));
  }

  tryFailed(): void {
    this.#bump(this.#word.tryFailed);
  }

  backedOff(): void {
    this.#bump(this.#word.backOffs);
  }

  timedOut(): void {
    this.#bump(this.#word.timeOuts);
  }

  deadlocked(): void {
    this.#bump(this.#word.deadlocks);
  }

  /** Counts a waiter site x holder site pair; when all places are taken, the last one is replaced. */
  #point(waiterRow: number, holderRow: number): void {
    const first = this.#at + this.#word.points;
    const last = first + (CONTENTION_POINTS - 1) * 4;
    for (let at = first; at <= last; at += 4) {
      const empty = this.#i32[at] === 0;
      if (empty || at === last || this.#isPoint(at, waiterRow, holderRow)) {
        if (!this.#isPoint(at, waiterRow, holderRow)) this.#i32[at + 2] = 0;
        this.#i32[at] = waiterRow;
        this.#i32[at + 1] = holderRow;
        this.#i32[at + 2] = (this.#i32[at + 2] as number) + 1;
        return;
      }
    }
  }

  #isPoint(at: number, waiterRow: number, holderRow: number): boolean {
    return this.#i32[at] === waiterRow && this.#i32[at + 1] === holderRow;
  }

  #time(total: number, max: number, ns: number): void {
    const totalAt = (this.#at + total) >> 1;
    const maxAt = (this.#at + max) >> 1;
    this.#f64[totalAt] = (this.#f64[totalAt] as number) + ns;
    if (ns > (this.#f64[maxAt] as number)) this.#f64[maxAt] = ns;
  }

  #bump(offset: number): void {
    this.#i32[this.#at + offset] = (this.#i32[this.#at + offset] as number) + 1;
  }
}
