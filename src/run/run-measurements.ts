import { type OperationLatency, readOperationLatency } from '../measure/operation-latency.ts';
import type { ThreadShares } from '../measure/thread-shares.ts';
import type { RunPlan } from '../shared/plan.ts';
import type { SharedMemory } from '../shared/shared-memory.ts';

/** What a run that clocks its operations knows beyond its lock statistics. */
export interface RunMeasurements {
  readonly latency: readonly OperationLatency[];
  /** In the order of the plan, services too. */
  readonly threads: readonly ThreadShares[];
}

export function readMeasurements(
  memory: SharedMemory,
  plan: RunPlan,
  threads: readonly ThreadShares[],
): RunMeasurements {
  return { latency: readOperationLatency(memory, plan), threads };
}
