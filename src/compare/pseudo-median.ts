import { Random } from '../base/random.ts';
import { expandedTail } from './expanded-tail.ts';
import { quantile } from './quantile.ts';

/** An estimate and the ends of its interval. */
export interface Interval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

export const CONFIDENCE = 0.95;
const RESAMPLES = 10_000;
/** Fewer values than this have a range, but no interval of any confidence worth the name. */
export const VALUES_LEAST = 5;

/**
 * The median of the means of all pairs of values, each value paired with itself too (Hodges and Lehmann
 * 1963): as steadfast as a median against a trial that went astray, and nearly as sharp as a mean. Its
 * interval is a bootstrap over the values, with expanded percentiles; of few values it is their range.
 * The same seed gives the same interval.
 */
export function pseudoMedian(values: readonly number[], seed: number): Interval {
  const pairs = new SortedPairs(values);
  const estimate = pairs.median(new Float64Array(values.length).fill(1));
  if (values.length < VALUES_LEAST) {
    return { estimate, low: Math.min(...values), high: Math.max(...values) };
  }
  const estimates = resampled(pairs, values.length, seed);
  return { estimate, ...endsOf(estimates, values.length) };
}

/** How far the pseudo-median of `values` lies above that of `others`, two samples without pairs. */
export function pseudoShift(
  values: readonly number[],
  others: readonly number[],
  seed: number,
): Interval {
  const [mine, theirs] = [new SortedPairs(values), new SortedPairs(others)];
  const all = (count: number) => new Float64Array(count).fill(1);
  const estimate = mine.median(all(values.length)) - theirs.median(all(others.length));
  const least = Math.min(values.length, others.length);
  if (least < VALUES_LEAST) {
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return { estimate, low: low - Math.max(...others), high: high - Math.min(...others) };
  }
  const estimates = resampled(mine, values.length, seed);
  const otherEstimates = resampled(theirs, others.length, seed + 1);
  return {
    estimate,
    ...endsOf(
      estimates.map((value, i) => value - otherEstimates[i]),
      least,
    ),
  };
}

function resampled(pairs: SortedPairs, size: number, seed: number): Float64Array {
  const random = new Random(seed);
  const counts = new Float64Array(size);
  return new Float64Array(RESAMPLES).map(() => {
    counts.fill(0);
    for (let draw = 0; draw < size; draw++) counts[random.below(size, 'resample')]++;
    return pairs.median(counts);
  });
}

function endsOf(estimates: Float64Array, size: number): Pick<Interval, 'low' | 'high'> {
  const sorted = estimates.sort();
  const tail = expandedTail(size, CONFIDENCE);
  return { low: quantile(sorted, tail), high: quantile(sorted, 1 - tail) };
}

/** All pairs of values in the order of their means, so that a resample needs no sort of its own. */
class SortedPairs {
  readonly #first: Uint16Array;
  readonly #second: Uint16Array;
  readonly #mean: Float64Array;

  constructor(values: readonly number[]) {
    const pairs = values.flatMap((value, i) =>
      values.slice(i).map((other, k) => ({ i, j: i + k, mean: (value + other) / 2 })),
    );
    pairs.sort((a, b) => a.mean - b.mean);
    this.#first = Uint16Array.from(pairs, ({ i }) => i);
    this.#second = Uint16Array.from(pairs, ({ j }) => j);
    this.#mean = Float64Array.from(pairs, ({ mean }) => mean);
  }

  /** Of a sample that has each value as often as `counts` says. */
  median(counts: Float64Array): number {
    let size = 0;
    for (const count of counts) size += count;
    const half = (size * (size + 1)) / 4;
    let weight = 0;
    for (let pair = 0; ; pair++) {
      weight += this.#weight(pair, counts);
      if (weight > half) return this.#mean[pair] as number;
      // Exactly half below: the middle lies between this pair and the next that occurs.
      if (weight === half) return ((this.#mean[pair] as number) + this.#next(pair, counts)) / 2;
    }
  }

  #weight(pair: number, counts: Float64Array): number {
    const i = this.#first[pair] as number;
    const j = this.#second[pair] as number;
    const count = counts[i] as number;
    return i === j ? (count * (count + 1)) / 2 : count * (counts[j] as number);
  }

  #next(pair: number, counts: Float64Array): number {
    let next = pair + 1;
    while (this.#weight(next, counts) === 0) next++;
    return this.#mean[next] as number;
  }
}
