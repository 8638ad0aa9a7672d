import type { ScheduleView } from '../schedule-view.ts';
import type { OpenStrategy, Strategy } from '../strategy.ts';
import { mayRace } from './race.ts';
import { WordRandom } from './word-random.ts';

const PRIORITIES = 1 << 30;
const UNDRAWN = 0;

/**
 * Partial order sampling (Yuan et al., CAV 2018): each step that is about to be taken has a random
 * priority, the highest goes first, and those that it races with are drawn anew.
 */
export const pos: Strategy = {
  name: 'pos',
  summary: 'random priorities of steps, drawn anew after a race',
  wordsFor: (threads) => 1 + threads,
  open: (words) => new PartialOrderSampling(words),
};

class PartialOrderSampling implements OpenStrategy {
  /** Behind the generator's word: the priority of each thread's next step, at its id. */
  readonly #words: Int32Array;
  readonly #random: WordRandom;

  constructor(words: Int32Array) {
    this.#words = words;
    this.#random = new WordRandom(words, 0);
  }

  begin(seed: number, schedule: number): void {
    this.#words.fill(UNDRAWN);
    this.#random.begin(seed, schedule);
  }

  choose(view: ScheduleView): number {
    const words = this.#words;
    let chosen = view.enabled[0];
    for (let n = 0; n < view.count; n++) {
      const thread = view.enabled[n];
      if (words[thread] === UNDRAWN) words[thread] = 1 + this.#random.below(PRIORITIES, 'priority');
      if (words[thread] > words[chosen]) chosen = thread;
    }
    for (let thread = 1; thread <= view.threads; thread++) {
      if (thread !== chosen && mayRace(view, chosen, thread)) words[thread] = UNDRAWN;
    }
    words[chosen] = UNDRAWN;
    return chosen;
  }

  end(): boolean {
    return true;
  }
}
