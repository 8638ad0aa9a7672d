import { HISTOGRAM_BUCKETS } from '../shared/memory-map.ts';

/**
 * Log-linear buckets for durations in nanoseconds: 8 equal steps per power of two from 2^5 ns up, so
 * a bucket is at most 12.5 % wide. Shorter durations count in bucket 0, longer than 2^37 ns (137 s)
 * in the last.
 */
const FIRST_EXPONENT = 5;
const STEPS = 8;

export function bucketOf(ns: number): number {
  if (ns < 1 << FIRST_EXPONENT) return 0;
  const exponent = exponentOf(ns);
  const step = Math.floor((ns / 2 ** exponent - 1) * STEPS);
  return Math.min((exponent - FIRST_EXPONENT) * STEPS + step, HISTOGRAM_BUCKETS - 1);
}

/** Upper bound of a bucket in nanoseconds. */
export function bucketUpperNs(bucket: number): number {
  const exponent = FIRST_EXPONENT + Math.floor(bucket / STEPS);
  return 2 ** exponent * (1 + ((bucket % STEPS) + 1) / STEPS);
}

/** The duration that `percent` of the entries do not exceed, as a bucket's upper bound; 0: no entry. */
export function percentileNs(buckets: ArrayLike<number>, percent: number): number {
  let total = 0;
  for (let i = 0; i < buckets.length; i++) total += buckets[i] as number;
  let rest = Math.ceil((total * percent) / 100);
  for (let i = 0; i < buckets.length; i++) {
    rest -= buckets[i] as number;
    if (total > 0 && rest <= 0) return bucketUpperNs(i);
  }
  return 0;
}

/** Whole part of log2 of a duration of at least 1 ns, exact for doubles. */
function exponentOf(ns: number): number {
  return ns < 0x7fffffff ? 31 - Math.clz32(ns) : 31 + exponentOf(Math.max(1, ns / 2 ** 31));
}
