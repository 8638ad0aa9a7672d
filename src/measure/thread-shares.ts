import { CLASS_STATS, THREAD } from '../shared/memory-map.ts';
import type { RunPlan } from '../shared/plan.ts';
import type { SharedMemory } from '../shared/shared-memory.ts';
import { acquisitionsByThread } from './lock-stats.ts';

/** One thread's part in a run. Times in nanoseconds. */
export interface ThreadShares {
  readonly name: string;
  readonly service: boolean;
  readonly operations: number;
  readonly refusals: number;
  /** By class in the order of the plan: waited until it had the lock. */
  readonly waitNs: readonly number[];
  /** By class: held, scaled up from the holds that were clocked. */
  readonly holdNs: readonly number[];
}

/** What each thread did, waited and held. Call after the threads ended. */
export function readThreadShares(memory: SharedMemory, plan: RunPlan): ThreadShares[] {
  const stats = memory.region(CLASS_STATS);
  const threads = memory.region(THREAD);
  const f64 = new Float64Array(memory.handle.buffer);
  const acquisitions = acquisitionsByThread(memory, plan);
  const { classes } = plan.locks;
  return plan.threads.map(({ name, service }, index) => {
    const thread = threads.at(index + 1);
    const records = classes.map((_, i) => stats.at((index + 1) * classes.length + i));
    return {
      name,
      service,
      operations: (memory.i32[thread + threads.word.operations] as number) >>> 0,
      refusals: (memory.i32[thread + threads.word.refusals] as number) >>> 0,
      waitNs: records.map((at) => f64[(at + stats.word.waitNs) >> 1] as number),
      holdNs: records.map((at, classIndex) => {
        const clocked = memory.i32[at + stats.word.holds] as number;
        const taken = acquisitions[index]?.[classIndex] as number;
        const totalNs = f64[(at + stats.word.holdNs) >> 1] as number;
        return clocked === 0 ? 0 : (totalNs * taken) / clocked;
      }),
    };
  });
}
