import { percentileNs } from '../measure/histogram.ts';
import type { LockKind } from '../shared/plan.ts';
import type { LockLine } from './lock-lines.ts';

/**
 * Waiting for an event is its purpose, and a pseudo lock never makes anybody wait: neither says
 * anything about contention, and their many entries would hide what the locks show.
 */
const NO_LOCKS: readonly LockKind[] = ['completion', 'fence', 'pseudo'];

/** How much a run's threads stood in each other's way, over all its real locks. */
export interface Contention {
  readonly acquisitions: number;
  readonly contentions: number;
  /** Of those that waited; 0 where no wait was clocked. */
  readonly waitNsP99: number;
}

type Waits = Pick<LockLine, 'kind' | 'acquisitions' | 'contentions' | 'waitNsMax' | 'waitBuckets'>;

/** The classes' lines as one. */
export function contentionOf(classes: readonly Waits[]): Contention {
  const lines = classes.filter(({ kind }) => !NO_LOCKS.includes(kind));
  const waitNsMax = Math.max(0, ...lines.map((line) => line.waitNsMax));
  const buckets: number[] = [];
  for (const { waitBuckets } of lines) {
    waitBuckets.forEach((count, bucket) => {
      buckets[bucket] = (buckets[bucket] ?? 0) + count;
    });
  }
  return {
    acquisitions: lines.reduce((sum, line) => sum + line.acquisitions, 0),
    contentions: lines.reduce((sum, line) => sum + line.contentions, 0),
    // A bucket's upper bound may lie above the longest wait there was.
    waitNsP99: Math.min(percentileNs(buckets, 99), waitNsMax),
  };
}
