import { POINT, POINT_KIND_MASK, type ScheduleView } from '../schedule-view.ts';
import type { OpenStrategy, Strategy } from '../strategy.ts';
import { keepRunning } from './keep-running.ts';
import { WordRandom } from './word-random.ts';

/** One place of a cycle: who holds a lock and wants the next. Locks by their index. */
export interface SteerPlace {
  /** Id; 0: whoever does this. */
  readonly thread: number;
  /** -1: none; it is in the way of the others by standing in a queue before them. */
  readonly holds: number;
  readonly wants: number;
}

/** Words before the places. */
const RANDOM = 0;
const SCHEDULE = 1;
const COUNT = 2;
const PLACES = 3;
const PLACE_WORDS = 3;
const PLACES_MAX = 16;
const NOWHERE = -1;

/**
 * Steers to a cycle (DeadlockFuzzer, PLDI 2009): a thread that holds a lock of the cycle and is
 * about to take the next one is paused there, until all are, or nobody else can run. The first
 * schedules bring the threads to their places one after the other, each beginning with another one;
 * later ones draw.
 */
export const steer: Strategy = {
  name: 'steer',
  summary: 'pauses the threads of a cycle before the lock that each lacks',
  wordsFor: () => PLACES + PLACES_MAX * PLACE_WORDS,
  open: (words) => new Steering(words),
};

/**
 * Input of `steer`. A cycle of more places than it has room for is cut: what is left out runs
 * freely.
 */
export function steerInput(cycle: readonly SteerPlace[]): number[] {
  const places = cycle.slice(0, PLACES_MAX);
  const words = places.flatMap(({ thread, holds, wants }) => [thread, holds + 1, wants + 1]);
  return [0, 0, places.length, ...words];
}

class Steering implements OpenStrategy {
  readonly #words: Int32Array;
  readonly #random: WordRandom;

  constructor(words: Int32Array) {
    this.#words = words;
    this.#random = new WordRandom(words, RANDOM);
  }

  begin(seed: number, schedule: number): void {
    this.#random.begin(seed, schedule);
    this.#words[SCHEDULE] = schedule;
  }

  choose(view: ScheduleView): number {
    const isPlanned = this.#words[SCHEDULE] < this.#words[COUNT];
    return (isPlanned ? this.#nextInLine(view) : 0) || this.#anyUnpaused(view);
  }

  end(): boolean {
    return true;
  }

  /**
   * The first thread of the cycle, counted from the one that begins, that is not in its place yet.
   */
  #nextInLine(view: ScheduleView): number {
    const words = this.#words;
    for (let n = 0; n < words[COUNT]; n++) {
      const thread = words[this.#placeAt((words[SCHEDULE] + n) % words[COUNT])];
      if (thread !== 0 && isEnabled(view, thread) && !this.#isPaused(view, thread)) return thread;
    }
    const running = keepRunning(view);
    return this.#isPaused(view, running) ? 0 : running;
  }

  /** Where all are paused, the cycle is closed, or one of them is in the way of another. */
  #anyUnpaused(view: ScheduleView): number {
    let free = 0;
    for (let n = 0; n < view.count; n++) if (!this.#isPaused(view, view.enabled[n])) free++;
    if (free === 0) return this.#released(view);
    let left = this.#random.below(free, 'who goes next');
    for (let n = 0; n < view.count; n++) {
      const thread = view.enabled[n];
      if (!this.#isPaused(view, thread) && left-- === 0) return thread;
    }
    return view.enabled[0];
  }

  /** Who is in the way by standing in a queue, holding nothing, has to stand there before the others. */
  #released(view: ScheduleView): number {
    for (let n = 0; n < view.count; n++) {
      const thread = view.enabled[n];
      if (this.#words[this.#placeAt(this.#placeOf(view, thread)) + 1] === 0) return thread;
    }
    return view.enabled[this.#random.below(view.count, 'whom to release')];
  }

  #isPaused(view: ScheduleView, thread: number): boolean {
    return this.#placeOf(view, thread) !== NOWHERE;
  }

  /** The place of the cycle that a thread is in, about to take what it lacks. */
  #placeOf(view: ScheduleView, thread: number): number {
    const words = this.#words;
    const kind = view.pointOf(thread) & POINT_KIND_MASK;
    if (kind === POINT.release || kind === POINT.signal) return NOWHERE;
    for (let n = 0; n < words[COUNT]; n++) {
      const at = this.#placeAt(n);
      if (words[at] !== 0 && words[at] !== thread) continue;
      if (view.objectOf(thread) !== words[at + 2]) continue;
      if (words[at + 1] === 0 || view.holds(thread, words[at + 1] - 1)) return n;
    }
    return NOWHERE;
  }

  #placeAt(place: number): number {
    return PLACES + place * PLACE_WORDS;
  }
}

function isEnabled({ enabled, count }: ScheduleView, thread: number): boolean {
  for (let n = 0; n < count; n++) if (enabled[n] === thread) return true;
  return false;
}
