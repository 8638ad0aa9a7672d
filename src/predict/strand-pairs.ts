import { gateBetween } from './gate-lock.ts';
import type { InstanceSearch } from './instance-search.ts';
import type { Strand } from './link-table.ts';
import type { Refusal } from './rejection.ts';

/**
 * Which strands can never wait at the same time. What two exclude, no further strand makes possible,
 * and the same two meet in many cycles: this is what keeps the choice of threads from exploding.
 */
export class StrandPairs {
  readonly #search: InstanceSearch;
  /** Per strand, by the number of the other one, which is the greater; null: they can. */
  readonly #known: Map<number, Refusal | null>[] = [];

  constructor(search: InstanceSearch) {
    this.#search = search;
  }

  /** Null: they can wait at the same time. */
  refusalOf(a: Strand, b: Strand): Refusal | null {
    const [low, high] = a.number < b.number ? [a, b] : [b, a];
    this.#known[low.number] ??= new Map();
    const known = this.#known[low.number] as Map<number, Refusal | null>;
    let refusal = known.get(high.number);
    if (refusal === undefined) {
      refusal = this.#judge(low, high);
      known.set(high.number, refusal);
    }
    return refusal;
  }

  #judge(a: Strand, b: Strand): Refusal | null {
    const gate = gateBetween(a, b);
    if (gate >= 0) return { reason: 'gate-lock', object: gate };
    const found = this.#search.find([a, b]);
    return 'reason' in found ? found : null;
  }
}
