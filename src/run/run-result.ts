import type { Contention } from './contention.ts';
import type { EdgeToCut } from './cut-edges.ts';
import type { LockLine } from './lock-lines.ts';
import type { RunPlan } from '../shared/plan.ts';
import type { ThreadState } from '../validate/finding.ts';
import type { JournalEntry } from '../validate/journal.ts';
import type { OrderDependency } from './order-dependencies.ts';
import type { RunMeasurements } from './run-measurements.ts';
import type { ScheduleResult } from './schedule-result.ts';
import type { Integrity, ReclaimTotals } from './stage.ts';
import type { ThreadLine } from './thread-lines.ts';
import type { TimedEvents } from './timed-events.ts';

/**
 * Why a run ended. `duration`, `operations`: as planned. `frozen`: a deadlock under `stop`.
 * `crash`: a thread was lost. `stall`: the watchdog. `interrupted`: by its user, before its time.
 */
export type RunEnding = 'duration' | 'operations' | 'frozen' | 'crash' | 'stall' | 'interrupted';

/** Everything that is known of a run, whatever became of it. Words and verdicts come later. */
export interface RunResult {
  /** Name of the stage. */
  readonly name: string;
  readonly plan: RunPlan;
  readonly ending: RunEnding;
  /** From the opening of the start barrier until the last worker had left or was ended. */
  readonly seconds: number;
  /** Completed by all workers. */
  readonly operations: number;
  readonly refusals: number;
  /** Confirmed ones. */
  readonly deadlocks: number;
  /** Operations done when the first was confirmed; null without one. */
  readonly firstDeadlockAfter: number | null;
  /** Distinct findings with their counts, in the order of their first sight. */
  readonly findings: readonly JournalEntry[];
  /** Dependencies without which no cycle of these findings is left. */
  readonly cuts: readonly EdgeToCut[];
  /** Lock order of the run, with the edges that close cycles in it. */
  readonly dependencies: readonly OrderDependency[];
  /** Findings that the journal had no room for. */
  readonly findingsLost: number;
  /** All threads at the moment the run froze, stalled or lost a thread; empty otherwise. */
  readonly threads: readonly ThreadState[];
  /** What each thread did with its time, in the order of the plan. */
  readonly threadLines: readonly ThreadLine[];
  /** Per class. */
  readonly locks: readonly LockLine[];
  /** Over all classes of real locks. */
  readonly contention: Contention;
  readonly integrity: Integrity;
  readonly reclaim: ReclaimTotals;
  /** Absent where the plan did not ask for it. */
  readonly measured?: RunMeasurements;
  /** Absent where the plan did not ask for it. */
  readonly events?: TimedEvents;
  /** What was explored; absent where the threads ran freely. */
  readonly schedule?: ScheduleResult;
}
