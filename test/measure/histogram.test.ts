import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bucketOf, bucketUpperNs, percentileNs } from '../../src/measure/histogram.ts';
import { HISTOGRAM_BUCKETS } from '../../src/shared/memory-map.ts';

it('puts a duration below its bucket’s upper bound and above the one before', () => {
  fc.assert(
    fc.property(fc.double({ min: 32, max: 2 ** 36, noNaN: true }), (ns) => {
      const bucket = bucketOf(ns);
      expect(ns).toBeLessThanOrEqual(bucketUpperNs(bucket));
      if (bucket > 0) expect(ns).toBeGreaterThanOrEqual(bucketUpperNs(bucket - 1));
    }),
  );
});

it('keeps the shortest and the longest durations', () => {
  expect(bucketOf(0)).toBe(0);
  expect(bucketOf(2 ** 50)).toBe(HISTOGRAM_BUCKETS - 1);
});

it('answers percentiles by nearest rank, and 0 for no entry', () => {
  const buckets = new Array<number>(HISTOGRAM_BUCKETS).fill(0);
  expect(percentileNs(buckets, 99)).toBe(0);
  buckets[bucketOf(100)] = 99;
  buckets[bucketOf(1e6)] = 1;
  expect(percentileNs(buckets, 99)).toBe(bucketUpperNs(bucketOf(100)));
  expect(percentileNs(buckets, 100)).toBe(bucketUpperNs(bucketOf(1e6)));
});
