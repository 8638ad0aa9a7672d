import { EVENT_RECORD_WORDS, eventRegions } from './event-regions.ts';
import type { SharedMemory } from './shared-memory.ts';

/**
 * A thread's end of the record of events: a ring that keeps the newest `capacity` of them. Each event
 * draws the next number of one run-wide count, so that the rings together tell one total order. An
 * acquisition draws it while the lock is held, a release before it is given up: so the order of the
 * numbers is the order in which each lock changed hands.
 *
 * An event is [stamp, kind with flags, object, row]. Plain stores: one writer, and who reads them does
 * so after the thread has come back, was ended or is blocked for good.
 */
export class EventRing {
  readonly #i32: Int32Array;
  readonly #clock: number;
  readonly #countAt: number;
  readonly #ring: number;
  readonly #mask: number;

  constructor(memory: SharedMemory, capacity: number, thread: number) {
    const { eventClock, events } = eventRegions(capacity);
    const clock = memory.region(eventClock);
    const ring = memory.region(events);
    this.#i32 = memory.i32;
    this.#clock = clock.base + clock.word.next;
    this.#countAt = ring.at(thread) + ring.word.count;
    this.#ring = ring.at(thread) + ring.word.ring;
    this.#mask = capacity - 1;
  }

  /** `object`: lock index or thread id; `row`: of an acquisition the chain row it led to, else 0. */
  push(kind: number, object: number, row: number): void {
    const i32 = this.#i32;
    const count = i32[this.#countAt] as number;
    const at = this.#ring + (count & this.#mask) * EVENT_RECORD_WORDS;
    // Pairs with the adds of all other threads only: a number of its own.
    i32[at] = Atomics.add(i32, this.#clock, 1);
    i32[at + 1] = kind;
    i32[at + 2] = object;
    i32[at + 3] = row;
    i32[this.#countAt] = (count + 1) | 0;
  }
}

/** Room for that many events and up to as many more; a power of two, as rings are. */
export function ringCapacity(events: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(events, 2)));
}
