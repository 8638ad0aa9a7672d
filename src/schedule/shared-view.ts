import { HELD_ENTRY_WORDS, HELD_LOCKS_MAX, THREAD } from '../shared/memory-map.ts';
import type { SharedMemory } from '../shared/shared-memory.ts';
import { Readiness } from './readiness.ts';
import { POINT, type ScheduleView } from './schedule-view.ts';
import { THREAD_TURN, TURN, TURNSTILE } from './turnstile-memory.ts';

/** Bits of a held lock's tag that are its index + 1; above it is a mark of the clocks. */
const LOCK_OF_TAG = (1 << 30) - 1;
const IDLING = 2;

/** A decision on real threads, read from the words of all threads by whoever holds the turn. */
export class SharedView implements ScheduleView {
  readonly threads: number;
  readonly enabled: Int32Array;
  count = 0;
  readonly #i32: Int32Array;
  readonly #turnstile;
  readonly #turn;
  readonly #thread;
  readonly #records: readonly number[];
  readonly #readiness: Readiness;

  constructor(memory: SharedMemory, threads: number) {
    const region = memory.region(THREAD_TURN);
    this.threads = threads;
    this.enabled = new Int32Array(threads);
    this.#i32 = memory.i32;
    this.#turnstile = memory.region(TURNSTILE);
    this.#turn = region.word;
    this.#thread = memory.region(THREAD);
    this.#records = Array.from({ length: threads + 1 }, (_, id) => region.at(id));
    this.#readiness = new Readiness(memory);
  }

  get running(): number {
    return this.#i32[this.#turnstile.base + this.#turnstile.word.running];
  }

  get step(): number {
    return this.#i32[this.#turnstile.base + this.#turnstile.word.decisions];
  }

  pointOf(thread: number): number {
    return this.#i32[this.#records[thread] + this.#turn.point];
  }

  objectOf(thread: number): number {
    return this.#i32[this.#records[thread] + this.#turn.object];
  }

  rowOf(thread: number): number {
    return this.#i32[this.#records[thread] + this.#turn.row];
  }

  holds(thread: number, lock: number): boolean {
    const first = this.#thread.at(thread) + this.#thread.word.held + HELD_ENTRY_WORDS;
    for (let n = 0; n < HELD_LOCKS_MAX; n++) {
      const tag = this.#i32[first + n * HELD_ENTRY_WORDS];
      if (tag === 0) return false;
      if ((tag & LOCK_OF_TAG) === lock + 1) return true;
    }
    return false;
  }

  remainingOf(thread: number): number {
    const at = this.#records[thread];
    return Math.max(1, this.#i32[at + this.#turn.first] - this.#i32[at + this.#turn.passed]);
  }

  isReady(thread: number): boolean {
    const at = this.#records[thread];
    const { readyKind, readyWord, readyValue } = this.#turn;
    const i32 = this.#i32;
    return this.#readiness.isReady(
      thread,
      i32[at + readyKind],
      i32[at + readyWord],
      i32[at + readyValue],
    );
  }

  /** Fills `enabled`; answers how many. */
  look(): number {
    let count = 0;
    for (let thread = 1; thread <= this.threads; thread++) {
      const at = this.#records[thread];
      const state = this.#i32[at + this.#turn.state];
      if (state < TURN.atPoint) continue;
      if (this.#i32[at + this.#turn.timed] === 1 || this.isReady(thread))
        this.enabled[count++] = thread;
    }
    this.count = count;
    return count;
  }

  /** First of the enabled threads that has not come to a point yet; 0: all have. */
  beginner(): number {
    for (let n = 0; n < this.count; n++) {
      if (this.pointOf(this.enabled[n]) === POINT.begin) return this.enabled[n];
    }
    return 0;
  }

  /** First thread at a point that nothing speaks for passing but that nobody can move; 0: none. */
  attempting(): number {
    return this.#first((at) => this.#i32[at + this.#turn.state] === TURN.atPoint);
  }

  firstBlocked(): number {
    return this.#first((at) => this.#i32[at + this.#turn.state] === TURN.blocked);
  }

  /** The thread after `id` that only rests, in a circle; 0: none. */
  resting(id: number): number {
    for (let n = 1; n <= this.threads; n++) {
      const thread = ((id - 1 + n) % this.threads) + 1;
      const at = this.#records[thread];
      const rests = this.#i32[at + this.#turn.timed] === IDLING;
      if (rests && this.#i32[at + this.#turn.state] === TURN.blocked) return thread;
    }
    return 0;
  }

  /** Of the enabled ones, so that all get through. */
  hasFewestPoints(): number {
    let best = this.enabled[0];
    for (let n = 1; n < this.count; n++) {
      const thread = this.enabled[n];
      if (this.#passed(thread) < this.#passed(best)) best = thread;
    }
    return best;
  }

  tellToGiveWay(thread: number): void {
    this.#i32[this.#records[thread] + this.#turn.givesWay] = 1;
  }

  #passed(thread: number): number {
    return this.#i32[this.#records[thread] + this.#turn.passed];
  }

  #first(matches: (at: number) => boolean): number {
    for (let thread = 1; thread <= this.threads; thread++) {
      if (matches(this.#records[thread])) return thread;
    }
    return 0;
  }
}
