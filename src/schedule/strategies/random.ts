import type { ScheduleView } from '../schedule-view.ts';
import type { OpenStrategy, Strategy } from '../strategy.ts';
import { WordRandom } from './word-random.ts';

/** Every thread that can run is as likely to be the next. */
export const random: Strategy = {
  name: 'random',
  summary: 'any thread that can run, all equally likely',
  wordsFor: () => 1,
  open: (words) => new RandomWalk(words),
};

class RandomWalk implements OpenStrategy {
  readonly #random: WordRandom;

  constructor(words: Int32Array) {
    this.#random = new WordRandom(words, 0);
  }

  begin(seed: number, schedule: number): void {
    this.#random.begin(seed, schedule);
  }

  choose(view: ScheduleView): number {
    return view.enabled[this.#random.below(view.count, 'who goes next')];
  }

  end(): boolean {
    return true;
  }
}
