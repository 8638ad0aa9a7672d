import type { Evidence } from '../validate/evidence.ts';
import type { Finding } from '../validate/finding.ts';
import type { SteerPlace } from '../schedule/strategies/steer.ts';

/** Where the threads of a predicted deadlock are to be brought. */
export interface PredictedCycle {
  readonly finding: Finding;
  readonly places: readonly SteerPlace[];
}

/** The deadlocks that a recorded run is seen to be able to come to, as places to steer at. */
export function predictedCycles(
  evidence: Evidence,
  findings: readonly { readonly finding: Finding }[],
): PredictedCycle[] {
  const threads = new Map(evidence.plan.threads.map(({ name }, index) => [name, index + 1]));
  const locks = new Map(evidence.plan.locks.locks.map(({ name }, index) => [name, index]));
  return findings.flatMap(({ finding }): PredictedCycle[] => {
    if (finding.type !== 'deadlock' || finding.level !== 'predicted') return [];
    // Who only queues, and keeps out a reader, comes when the others are in their places.
    const holding = finding.cycle.filter(({ from, to }) => from !== to);
    const places = holding.map(({ thread, from, to }) => ({
      thread: threads.get(thread) ?? 0,
      holds: locks.get(from) ?? -1,
      wants: locks.get(to) ?? -1,
    }));
    return [{ finding, places }];
  });
}
