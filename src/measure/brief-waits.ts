import { CLASS_STATS } from '../shared/memory-map.ts';
import type { SharedMemory } from '../shared/shared-memory.ts';

/** Waits of one thread for one class that were over before they were made known. */
export interface BriefWaits {
  readonly count: number;
  /** Of all of them together, scaled up from those that were clocked. */
  readonly ns: number;
}

/**
 * @param at index of the record of CLASS_STATS
 * @param count of the thread's brief waits for the class
 */
export function briefWaitsAt(
  memory: SharedMemory,
  f64: Float64Array,
  at: number,
  count: number,
): BriefWaits {
  const { word } = memory.region(CLASS_STATS);
  const clocked = memory.i32[at + word.briefClocked] as number;
  const clockedNs = f64[(at + word.briefNs) >> 1] as number;
  return { count, ns: clocked === 0 ? 0 : (clockedNs * count) / clocked };
}
