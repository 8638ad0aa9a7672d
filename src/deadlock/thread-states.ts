import type { RunPlan } from '../shared/plan.ts';
import type { SharedMemory } from '../shared/shared-memory.ts';
import { Evidence } from '../validate/evidence.ts';
import type { ThreadState } from '../validate/finding.ts';

/** What every thread does, holds and wants now. Exact for blocked threads, a glimpse for others. */
export function readThreadStates(memory: SharedMemory, plan: RunPlan): ThreadState[] {
  const evidence = new Evidence(memory, plan);
  return plan.threads.map((_, index) => evidence.threadState(index + 1));
}
