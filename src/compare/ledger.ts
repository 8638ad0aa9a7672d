import type { InstrumentationLevel } from '../shared/plan.ts';
import type { Finding } from '../validate/finding.ts';
import type { LockLine } from '../run/lock-lines.ts';
import type { ThreadCpu } from '../measure/thread-shares.ts';
import type { ReclaimTotals } from '../run/stage.ts';
import type { Verdict } from '../run/verdict.ts';

/**
 * The ledger of a comparison: JSON Lines. The first line is the header, then one line per finished
 * trial, at the end a line that says so. Whatever happens, what was measured is on disk.
 */
export const LEDGER = { format: 'lockyard-bench', version: 2 } as const;

/** What is compared: one design under one workload with so many workers. */
export interface Cell {
  readonly design: string;
  readonly workload: string;
  readonly threads: number;
}

/** What a comparison consists of: the same plan gives the same trials in the same order. */
export interface BenchPlan {
  readonly designs: readonly string[];
  readonly workloads: readonly string[];
  readonly threads: readonly number[];
  /** Blocks: each cell has one trial in each. */
  readonly trials: number;
  /** Computing time of each thread of a process before it counts. */
  readonly warmUpMs: number;
  /** Measured time of a trial, which is the sum of many short turns. */
  readonly durationMs: number;
  readonly seed: number;
  /** The design that the others are compared with. */
  readonly baseline: string;
  readonly level: InstrumentationLevel;
  /** Designs that are another one of them with something changed: whose variant each is. */
  readonly variants: Readonly<Record<string, string>>;
}

export interface Host {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly node: string;
  readonly os: string;
  /** Load average of the last minute when the comparison began. */
  readonly load: number;
}

export interface LedgerHeader {
  readonly format: typeof LEDGER.format;
  readonly version: number;
  readonly tool: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly host: Host;
  readonly plan: BenchPlan;
}

/** Times of the operations of one type that were done, in nanoseconds. */
export interface LatencySummary {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
  readonly mean: number;
  readonly count: number;
  /** The histogram behind it: upper bound in nanoseconds and count of what is not empty. */
  readonly buckets: readonly (readonly [upperNs: number, count: number])[];
}

/** Of the workers' time: parts of 1. */
export interface TimeShares {
  /** Neither waiting nor asleep: running, or ready to run without a core. */
  readonly running: number;
  /** For real locks. */
  readonly waiting: number;
  /** For the lock that told a transaction to back off, with nothing else held. */
  readonly backingOff: number;
  /** For fences and completions. */
  readonly parked: number;
  /** What `waiting` consists of, by class, back-offs included. */
  readonly waitingByClass: Readonly<Record<string, number>>;
}

export interface Fairness {
  /** Jain's index over the workers: 1 when all did, or held, the same. */
  readonly jainOperations: number;
  readonly jainHold: number;
  /** Operations of the worker that did least, as a share of the average worker's. */
  readonly leastShare: number;
}

/** CPU time and context switches of the whole process while it measured. */
export interface CpuUse {
  readonly userMs: number;
  readonly systemMs: number;
  readonly voluntarySwitches: number;
  readonly involuntarySwitches: number;
  /** Of the time of all cores: what was neither idle nor this process. */
  readonly othersShare: number;
}

/** One thread's part in a trial. */
export interface ThreadPart {
  readonly name: string;
  readonly service: boolean;
  readonly operations: number;
  readonly refusals: number;
  /** With a real lock held; an estimate from the holds that were clocked. */
  readonly holdMs: number;
  /** null: the system does not tell. */
  readonly cpu: ThreadCpu | null;
}

/** What one trial measured: the sum over its turns. */
export interface Measurement {
  readonly seconds: number;
  readonly operations: number;
  readonly refusals: number;
  readonly opsPerSecond: number;
  /**
   * Operations per second of each turn, where one without any counts as half an operation: who takes
   * turns, has them in the same rounds.
   */
  readonly turns: readonly number[];
  readonly latencyNs: Readonly<Record<string, LatencySummary>>;
  readonly locks: readonly Omit<LockLine, 'waitBuckets'>[];
  readonly fairness: Fairness;
  readonly share: TimeShares;
  readonly cpu: CpuUse;
  /** In the order of the plan, services too. */
  readonly threads: readonly ThreadPart[];
  readonly reclaim: ReclaimTotals;
  readonly verdict: Verdict;
  readonly findings: readonly (Pick<Finding, 'type' | 'level' | 'summary'> & {
    readonly count: number;
  })[];
}

/** A trial as the plan has it. */
export interface PlannedTrial {
  readonly cell: Cell;
  /**
   * `floor`: one of two copies of the baseline, which take turns with the designs of the block. The
   * baseline's own trial of the block is both copies together.
   */
  readonly phase: 'floor' | 'compare';
  readonly block: number;
  /** Its place in the course, from 0. */
  readonly trial: number;
  /** Which of the two of a pair of the floor; 0 elsewhere. */
  readonly copy: 0 | 1;
  readonly seed: number;
}

export interface Trial extends PlannedTrial, Measurement {
  /** ISO 8601. */
  readonly startedAt: string;
}
