import type { Random } from '../../src/base/random.ts';
import type { Activity, Role } from '../workload.ts';

/** Draws activities by a role's weights. */
export class ActivityTable {
  readonly #activities: readonly Activity[];
  /** Sum of the weights up to and including each activity. */
  readonly #upTo: readonly number[];
  readonly #total: number;

  constructor(weights: Role['weights']) {
    this.#activities = Object.keys(weights) as Activity[];
    let sum = 0;
    this.#upTo = Object.values(weights).map((weight) => {
      sum += weight;
      return sum;
    });
    this.#total = sum;
  }

  draw(random: Random): Activity {
    const at = random.below(this.#total, 'activity');
    let i = 0;
    while (this.#upTo[i] <= at) i++;
    return this.#activities[i];
  }
}
