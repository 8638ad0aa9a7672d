import { CLASS_STATS, THREAD, THREAD_CPU } from '../shared/memory-map.ts';
import type { RunPlan } from '../shared/plan.ts';
import type { SharedMemory } from '../shared/shared-memory.ts';
import { briefWaitsAt } from './brief-waits.ts';
import { acquisitionsByThread, briefWaitsByThread } from './lock-stats.ts';

/** What the system charged a thread for its work. Times in milliseconds. */
export interface ThreadCpu {
  readonly runMs: number;
  /** Runnable, without a processor to run on. */
  readonly waitedForCpuMs: number;
  /** It gave its processor up, to sleep; it was taken from it. */
  readonly voluntarySwitches: number;
  readonly involuntarySwitches: number;
}

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
  /** null: the system does not tell, or the thread did not come back. */
  readonly cpu: ThreadCpu | null;
}

/** What each thread did, waited and held. Call after the threads ended. */
export function readThreadShares(memory: SharedMemory, plan: RunPlan): ThreadShares[] {
  const stats = memory.region(CLASS_STATS);
  const threads = memory.region(THREAD);
  const f64 = new Float64Array(memory.handle.buffer);
  const acquisitions = acquisitionsByThread(memory, plan);
  const brief = briefWaitsByThread(memory, plan);
  const { classes } = plan.locks;
  return plan.threads.map(({ name, service }, index) => {
    const thread = threads.at(index + 1);
    const records = classes.map((_, i) => stats.at((index + 1) * classes.length + i));
    return {
      name,
      service,
      operations: (memory.i32[thread + threads.word.operations] as number) >>> 0,
      refusals: (memory.i32[thread + threads.word.refusals] as number) >>> 0,
      waitNs: records.map((at, classIndex) => {
        const briefly = briefWaitsAt(memory, f64, at, brief[index]?.[classIndex] as number);
        return (f64[(at + stats.word.waitNs) >> 1] as number) + briefly.ns;
      }),
      holdNs: records.map((at, classIndex) => {
        const clocked = memory.i32[at + stats.word.holds] as number;
        const taken = acquisitions[index]?.[classIndex] as number;
        const totalNs = f64[(at + stats.word.holdNs) >> 1] as number;
        return clocked === 0 ? 0 : (totalNs * taken) / clocked;
      }),
      cpu: readThreadCpu(memory, f64, index + 1),
    };
  });
}

function readThreadCpu(memory: SharedMemory, f64: Float64Array, thread: number): ThreadCpu | null {
  const region = memory.region(THREAD_CPU);
  const at = region.at(thread);
  const { i32 } = memory;
  if (i32[at + region.word.known] === 0) return null;
  return {
    runMs: (f64[(at + region.word.runNs) >> 1] as number) / 1e6,
    waitedForCpuMs: (f64[(at + region.word.waitedNs) >> 1] as number) / 1e6,
    voluntarySwitches: i32[at + region.word.voluntarySwitches] as number,
    involuntarySwitches: i32[at + region.word.involuntarySwitches] as number,
  };
}
