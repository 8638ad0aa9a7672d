import type { ScheduleView } from '../schedule-view.ts';
import type { OpenStrategy, Strategy } from '../strategy.ts';
import { WordRandom } from './word-random.ts';

/**
 * Uniform random walk (ASPLOS 2025): a thread is as likely as the share of the points ahead that
 * are its own. As far as nobody blocks, every interleaving is as likely as any other.
 */
export const urw: Strategy = {
  name: 'urw',
  summary: 'any thread that can run, by the points that lie ahead of it',
  wordsFor: () => 1,
  open: (words) => new UniformWalk(words),
};

class UniformWalk implements OpenStrategy {
  readonly #random: WordRandom;

  constructor(words: Int32Array) {
    this.#random = new WordRandom(words, 0);
  }

  begin(seed: number, schedule: number): void {
    this.#random.begin(seed, schedule);
  }

  choose(view: ScheduleView): number {
    const { enabled } = view;
    const last = view.count - 1;
    let all = 0;
    for (let n = 0; n <= last; n++) all += view.remainingOf(enabled[n]);
    let left = this.#random.below(all, 'who goes next');
    for (let n = 0; n < last; n++) {
      left -= view.remainingOf(enabled[n]);
      if (left < 0) return enabled[n];
    }
    return enabled[last];
  }

  end(): boolean {
    return true;
  }
}
