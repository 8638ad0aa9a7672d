import { CLASS_STATS, CONTENTION_POINTS } from '../shared/memory-map.ts';
import type { SharedMemory } from '../shared/shared-memory.ts';
import { bucketOf } from './histogram.ts';

/** Far longer than the looks of a brief wait take. */
const BRIEF_NS_MOST = 5000;

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

  /** How long it had to wait. */
  waitedFor(ns: number): void {
    const word = this.#word;
    this.#time(word.waitNs, word.waitNsMax, ns);
    this.#bump(word.waitHistogram + bucketOf(ns));
  }

  /** How long the last brief wait was. False: it took its time, as the thread was stopped, and is none. */
  waitedBrieflyFor(ns: number): boolean {
    if (ns > BRIEF_NS_MOST) {
      this.waited(true);
      this.waitedFor(ns);
      return false;
    }
    this.#bump(this.#word.briefClocked);
    const totalAt = (this.#at + this.#word.briefNs) >> 1;
    this.#f64[totalAt] = (this.#f64[totalAt] as number) + ns;
    return true;
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
   * Counts waits of a waiter at one chain for a holder at another. When all places are taken, the rarest pair makes room and
   * leaves its count behind (space-saving: counts may be too high, a frequent pair is never lost;
   * Metwally, Agrawal, El Abbadi 2005).
   */
  contendedAt(waiterRow: number, holderRow: number, waits = 1): void {
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
    this.#count(place + 2, waits);
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

  #bump(offset: number, by = 1): void {
    this.#count(this.#at + offset, by);
  }

  #count(index: number, by: number): void {
    this.#i32[index] = ((this.#i32[index] as number) + by) | 0;
  }
}
