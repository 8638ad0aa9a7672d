import { DecisionLog, type LoggedDecision } from '../schedule/decision-log.ts';
import { type OUTCOME, TURNSTILE } from '../schedule/turnstile-memory.ts';
import type { SchedulePlan } from '../shared/plan.ts';
import type { SharedMemory } from '../shared/shared-memory.ts';

/** How the last schedule ended. `stuck`: nobody could move, and no cycle tells why. */
export type ScheduleOutcome = 'open' | 'done' | 'deadlock' | 'stuck' | 'limit';

export interface ScheduleResult {
  readonly schedules: number;
  /** How many of them ended in a deadlock, or stuck. */
  readonly found: number;
  /** Of the last one. */
  readonly outcome: ScheduleOutcome;
  readonly points: number;
  /** Of all schedules. */
  readonly pointsOfAll: number;
  /** Of the last one; null: more than the log has room for. */
  readonly decisions: readonly LoggedDecision[] | null;
  /** How many of these were made before its deadlock was confirmed. */
  readonly decisive: number;
}

const OUTCOMES: readonly ScheduleOutcome[] = ['open', 'done', 'deadlock', 'stuck', 'limit'];

export function readSchedule(memory: SharedMemory, schedule: SchedulePlan): ScheduleResult {
  const { base, word } = memory.region(TURNSTILE);
  const outcome = memory.i32[base + word.outcome];
  const decisions = new DecisionLog(memory, schedule.decisionsMax).read();
  const foundAt = memory.i32[base + word.foundAt];
  return {
    schedules: memory.i32[base + word.schedules],
    found: memory.i32[base + word.found],
    outcome: OUTCOMES[outcome] ?? 'open',
    points: memory.i32[base + word.points],
    pointsOfAll: memory.i32[base + word.pointsOfAll] >>> 0,
    decisions,
    decisive: foundAt === 0 ? (decisions?.length ?? 0) : foundAt - 1,
  };
}

// The order of the names is that of the numbers.
OUTCOMES satisfies readonly (keyof typeof OUTCOME)[];
