import { Random } from '../../src/base/random.ts';
import type { Choices } from './schedule-run.ts';

/** How likely the running thread goes on, in percent; drawn once a schedule. */
const STICKINESS = [0, 50, 80, 95];

/** Seeded random walks. Short runs of one thread find other faults than long ones, so both occur. */
export class RandomSearch {
  readonly #run: Choices;
  readonly #random: Random;

  constructor(run: Choices, seed: number) {
    this.#run = run;
    this.#random = new Random(seed);
  }

  runOne(): void {
    const run = this.#run;
    const random = this.#random;
    const stickiness = STICKINESS[random.below(STICKINESS.length, 'stickiness')] as number;
    run.begin();
    for (;;) {
      const offered = run.offered();
      if (offered.length === 0) return;
      const goesOn = offered.includes(run.last) && random.percent(stickiness, 'go on');
      run.take(goesOn ? run.last : (offered[random.below(offered.length, 'switch')] as number));
    }
  }
}
