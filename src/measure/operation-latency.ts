import { HISTOGRAM_BUCKETS, OPERATION_LATENCY } from '../shared/memory-map.ts';
import type { RunPlan } from '../shared/plan.ts';
import type { SharedMemory } from '../shared/shared-memory.ts';
import { bucketUpperNs } from './histogram.ts';

/** How long one type of operation took, over all threads that completed some. Times in nanoseconds. */
export interface OperationLatency {
  readonly operation: string;
  readonly count: number;
  readonly totalNs: number;
  readonly maxNs: number;
  /** Upper bound of each bucket that is not empty, ascending, and what it holds. */
  readonly buckets: readonly (readonly [upperNs: number, count: number])[];
}

/** Merges all threads' clocks, in the order of the plan; what nobody completed is left out. */
export function readOperationLatency(memory: SharedMemory, plan: RunPlan): OperationLatency[] {
  const { at, word } = opened(memory);
  const f64 = new Float64Array(memory.handle.buffer);
  return plan.operations.flatMap((operation, number) => {
    const records = plan.threads.map((_, i) => at((i + 1) * plan.operations.length + number));
    const buckets = Array.from({ length: HISTOGRAM_BUCKETS }, (_, bucket) => {
      const counts = records.map(
        (record) => memory.i32[record + word.histogram + bucket] as number,
      );
      return [bucketUpperNs(bucket), counts.reduce((sum, count) => sum + count, 0)] as const;
    }).filter(([, count]) => count > 0);
    if (buckets.length === 0) return [];
    return {
      operation,
      count: buckets.reduce((sum, [, count]) => sum + count, 0),
      totalNs: records.reduce(
        (sum, record) => sum + (f64[(record + word.totalNs) >> 1] as number),
        0,
      ),
      maxNs: Math.max(...records.map((record) => f64[(record + word.maxNs) >> 1] as number)),
      buckets,
    };
  });
}

function opened(memory: SharedMemory) {
  const region = memory.region(OPERATION_LATENCY);
  return { at: (record: number) => region.at(record), word: region.word };
}
