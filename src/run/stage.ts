import type { RegionRequest } from '../shared/layout.ts';
import type { LockPlan, ThreadPlan } from '../shared/plan.ts';
import type { SharedMemory } from '../shared/shared-memory.ts';
import type { Finding } from '../validate/finding.ts';

/** Result of the final audit of a run's bytes and counts. */
export interface Integrity {
  /** Verifications made: buffers, pages and counters, live and at the end. */
  readonly checked: number;
  readonly corrupted: number;
  readonly findings: readonly Finding[];
}

export interface ReclaimTotals {
  readonly pages: number;
  readonly skippedBusy: number;
  readonly direct: number;
  readonly kswapd: number;
}

/** Everything of a run that the instrument does not know: what the threads do, on what memory. */
export interface Stage {
  /** Unique in a report, e.g. the design's name. */
  readonly name: string;
  readonly threads: readonly ThreadPlan[];
  readonly locks: LockPlan;
  readonly operations: readonly string[];
  readonly regions: readonly RegionRequest[];
  /** Module whose `createActor` each thread runs, and its plan (plain data). */
  readonly body: string;
  readonly bodyPlan: unknown;
  /** Fills the stage's regions before the threads start. Never blocks. */
  initialise(memory: SharedMemory): void;
  /** After the threads have ended; `complete` is false when the run was cut short. Never blocks. */
  audit(memory: SharedMemory, complete: boolean): Integrity;
  reclaim(memory: SharedMemory): ReclaimTotals;
  /** After the run, whatever became of it: gives back what lies outside the memory (files). */
  close?(): void;
}
