import type { LatencySummary } from './ledger.ts';

type Buckets = LatencySummary['buckets'];

/** What a summary is made of: histograms of several trials, or of one. */
export interface LatencyPart {
  readonly buckets: Buckets;
  readonly totalNs: number;
  readonly maxNs: number;
}

/** Percentiles are read from the merged histogram: those of the parts say nothing together. */
export function summariseLatency(parts: readonly LatencyPart[]): LatencySummary {
  const buckets = merge(parts);
  const count = buckets.reduce((sum, [, entries]) => sum + entries, 0);
  const max = Math.max(0, ...parts.map(({ maxNs }) => maxNs));
  const totalNs = parts.reduce((sum, part) => sum + part.totalNs, 0);
  // A bucket's upper bound may lie above the longest there was.
  const percentile = (percent: number) => Math.min(max, upperNs(buckets, (count * percent) / 100));
  return {
    p50: percentile(50),
    p90: percentile(90),
    p99: percentile(99),
    p999: percentile(99.9),
    max,
    mean: count === 0 ? 0 : totalNs / count,
    count,
    buckets,
  };
}

/** The summaries of one operation in several trials, or of several operations, as one. */
export function mergeLatency(summaries: readonly LatencySummary[]): LatencySummary {
  return summariseLatency(
    summaries.map(({ buckets, mean, count, max }) => ({
      buckets,
      totalNs: mean * count,
      maxNs: max,
    })),
  );
}

function merge(parts: readonly LatencyPart[]): Buckets {
  const counts = new Map<number, number>();
  for (const { buckets } of parts) {
    for (const [upper, count] of buckets) counts.set(upper, (counts.get(upper) ?? 0) + count);
  }
  return [...counts].sort(([a], [b]) => a - b);
}

function upperNs(buckets: Buckets, rank: number): number {
  let below = 0;
  for (const [upper, count] of buckets) {
    below += count;
    if (below >= Math.ceil(rank)) return upper;
  }
  return 0;
}
