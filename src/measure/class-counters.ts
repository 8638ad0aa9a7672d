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
  waited(ownerChanged: boolean): void {
    this.#bump(this.#word.contended);
    if (ownerChanged) this.#bump(this.#word.ownerChanges);
  }

  /** How long it had to wait, and for the holder at which chain; 0: not known. */
  waitedFor(ns: number, waiterRow: number, holderRow: number): void {
    const word = this.#word;
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

  /**
   * Counts a waiter site x holder site pair. When all places are taken, the rarest pair makes room and
   * leaves its count behind (space-saving: counts may be too high, a frequent pair is never lost;
   * Metwally, Agrawal, El Abbadi 2005).
   */
  #point(waiterRow: number, holderRow: number): void {
    const first = this.#at + this.#word.points;
    let place = first;
    for (let n = 0; n < CONTENTION_POINTS; n++) {
      const at = first + n * 4;
      if (this.#isPoint(at, waiterRow, holderRow)) {
        place = at;
        break;
      }
      if ((this.#i32[at + 2] as number) < (this.#i32[place + 2] as number)) place = at;
    }
    this.#i32[place] = waiterRow;
    this.#i32[place + 1] = holderRow;
    this.#bumpAt(place + 2);
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
    this.#bumpAt(this.#at + offset);
  }

  #bumpAt(index: number): void {
    this.#i32[index] = (this.#i32[index] as number) + 1;
  }
}
