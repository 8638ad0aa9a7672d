import type { ScheduleView } from '../schedule-view.ts';
import type { OpenStrategy, Strategy } from '../strategy.ts';
import { WordRandom } from './word-random.ts';

/** Words before the priorities: generator, whether they are drawn. */
const RANDOM = 0;
const DRAWN = 1;
const PRIORITIES = 2;

/**
 * Probabilistic concurrency testing (Burckhardt et al., ASPLOS 2010): threads have random
 * priorities, the highest runs; at depth - 1 random moments the one about to run falls behind all
 * others. A deadlock that takes `depth` orderings among n threads and k points is met with
 * probability 1 / (n k^(depth-1)).
 */
export function pct(depth: number): Strategy {
  return {
    name: `pct${depth}`,
    summary: `random priorities of threads, changed ${depth === 2 ? 'once' : `${depth - 1} times`}`,
    wordsFor: (threads) => PRIORITIES + threads + depth - 1,
    open: (words, threads) => new PriorityTesting(words, threads, depth),
  };
}

class PriorityTesting implements OpenStrategy {
  readonly #words: Int32Array;
  readonly #threads: number;
  readonly #depth: number;
  readonly #random: WordRandom;
  /** First of the words that hold the moments of change. */
  readonly #changes: number;

  constructor(words: Int32Array, threads: number, depth: number) {
    this.#words = words;
    this.#threads = threads;
    this.#depth = depth;
    this.#random = new WordRandom(words, RANDOM);
    this.#changes = PRIORITIES + threads;
  }

  begin(seed: number, schedule: number): void {
    this.#words[DRAWN] = 0;
    this.#random.begin(seed, schedule);
  }

  choose(view: ScheduleView): number {
    if (this.#words[DRAWN] === 0) this.#draw(view);
    for (let change = 0; change < this.#depth - 1; change++) {
      if (this.#words[this.#changes + change] !== view.step) continue;
      this.#words[this.#priorityOf(this.#highest(view))] = change + 1;
    }
    return this.#highest(view);
  }

  end(): boolean {
    return true;
  }

  /** Priorities from `depth` on, so that those of changes are below; each thread has its own. */
  #draw(view: ScheduleView): void {
    const words = this.#words;
    words[DRAWN] = 1;
    let points = 0;
    for (let thread = 1; thread <= this.#threads; thread++) {
      points += view.remainingOf(thread);
      const own = this.#priorityOf(thread);
      const other = this.#priorityOf(1 + this.#random.below(thread, 'priority'));
      words[own] = words[other];
      words[other] = this.#depth + thread - 1;
    }
    for (let change = 0; change < this.#depth - 1; change++) {
      words[this.#changes + change] = this.#random.below(points, 'moment of change');
    }
  }

  #highest(view: ScheduleView): number {
    let highest = view.enabled[0];
    for (let n = 1; n < view.count; n++) {
      const thread = view.enabled[n];
      if (this.#words[this.#priorityOf(thread)] > this.#words[this.#priorityOf(highest)]) {
        highest = thread;
      }
    }
    return highest;
  }

  #priorityOf(thread: number): number {
    return PRIORITIES + thread - 1;
  }
}
