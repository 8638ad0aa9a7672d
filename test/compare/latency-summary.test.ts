import { expect, test } from 'vitest';
import { mergeLatency, summariseLatency } from '../../src/compare/latency-summary.ts';

/** Each value is the upper bound of a bucket of its own. */
function summaryOf(values: readonly number[]) {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const buckets = [...counts].sort(([a], [b]) => a - b);
  const totalNs = values.reduce((sum, value) => sum + value, 0);
  return summariseLatency([{ buckets, totalNs, maxNs: Math.max(...values) }]);
}

/** Nearest rank, on the values themselves. */
function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil((percent * sorted.length) / 100) - 1];
}

const FAST = Array.from({ length: 900 }, (_, i) => 100 + (i % 50));
const SLOW = Array.from({ length: 100 }, (_, i) => 5000 + i * 10);

test('percentiles of a merge are those of all values, not a mean of percentiles', () => {
  const merged = mergeLatency([summaryOf(FAST), summaryOf(SLOW)]);
  const all = [...FAST, ...SLOW];
  expect(merged).toMatchObject({
    p50: percentile(all, 50),
    p90: percentile(all, 90),
    p99: percentile(all, 99),
    p999: percentile(all, 99.9),
    max: Math.max(...all),
    count: 1000,
  });
  expect(merged.mean).toBeCloseTo(all.reduce((sum, value) => sum + value, 0) / 1000);
  expect(mergeLatency([merged])).toEqual(merged);
});

test('a bucket’s bound is never told beyond the longest', () => {
  const summary = summariseLatency([{ buckets: [[1024, 3]], totalNs: 2700, maxNs: 910 }]);
  expect(summary).toMatchObject({ p50: 910, p999: 910, max: 910, mean: 900 });
});

test('of nothing all is zero', () => {
  expect(mergeLatency([])).toMatchObject({ p50: 0, p99: 0, max: 0, mean: 0, count: 0 });
});
