import { sharedNowNs } from '../base/clock.ts';
import { TIMED_RECORD_WORDS, timedEventRegion } from './event-regions.ts';
import type { SharedMemory } from './shared-memory.ts';

/** What a thread did with a lock. Those from `busy` to `deadlock` went away without it. */
export const TIMED_EVENT = {
  wait: 1,
  acquire: 2,
  acquireShared: 3,
  release: 4,
  busy: 5,
  timedOut: 6,
  backOff: 7,
  deadlock: 8,
  signal: 9,
  passed: 10,
} as const;

/**
 * A thread's end of the record of times: a ring that keeps the newest `capacity` of its lock events,
 * each with its time on the clock that all threads share. A lock is clocked as taken while it is held,
 * and as given up while it still is: so no two holds that exclude each other overlap.
 *
 * Apart from the record that prediction reads (EventRing): what is kept here is meant to be looked at,
 * and has the beginnings of waits as well. Plain stores: one writer, and who reads them does so after
 * the thread has come back, was ended or is blocked for good.
 */
export class TimedRing {
  readonly #i32: Int32Array;
  readonly #f64: Float64Array;
  readonly #countAt: number;
  readonly #times: number;
  readonly #ring: number;
  readonly #mask: number;

  constructor(memory: SharedMemory, capacity: number, thread: number) {
    const region = memory.region(timedEventRegion(capacity));
    const at = region.at(thread);
    this.#i32 = memory.i32;
    this.#f64 = new Float64Array(memory.handle.buffer);
    this.#countAt = at + region.word.count;
    this.#times = (at + region.word.times) >> 1;
    this.#ring = at + region.word.ring;
    this.#mask = capacity - 1;
  }

  /** `kind`: of TIMED_EVENT; `lock`: its index; `row`: chain row of what was or is to be acquired, else 0. */
  push(kind: number, lock: number, row = 0): void {
    const i32 = this.#i32;
    const count = i32[this.#countAt] as number;
    const place = count & this.#mask;
    const at = this.#ring + place * TIMED_RECORD_WORDS;
    this.#f64[this.#times + place] = sharedNowNs();
    i32[at] = kind;
    i32[at + 1] = lock;
    i32[at + 2] = row;
    i32[this.#countAt] = (count + 1) | 0;
  }

  /** The newest event is this one. */
  endsWith(kind: number, lock: number): boolean {
    const count = this.#i32[this.#countAt] as number;
    const at = this.#ring + ((count - 1) & this.#mask) * TIMED_RECORD_WORDS;
    return count !== 0 && this.#i32[at] === kind && this.#i32[at + 1] === lock;
  }
}
