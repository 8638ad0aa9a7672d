import type { InstrumentationLevel } from '../shared/plan.ts';
import type { Finding } from '../validate/finding.ts';
import type { LockLine } from '../run/lock-lines.ts';
import type { ReclaimTotals } from '../run/stage.ts';
import type { Verdict } from '../run/verdict.ts';

/**
 * The ledger of a comparison: JSON Lines. The first line is the header, then one line per finished
 * trial, at the end a line that says so. Whatever happens, what was measured is on disk.
 */
export const LEDGER = { format: 'lockyard-bench', version: 1 } as const;

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
  readonly warmUpMs: number;
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
  /** Of the time of all cores: what other processes took meanwhile. */
  readonly othersShare: number;
}

/** What one trial measured, in a process of its own. */
export interface Measurement {
  readonly seconds: number;
  readonly operations: number;
  readonly refusals: number;
  readonly opsPerSecond: number;
  readonly latencyNs: Readonly<Record<string, LatencySummary>>;
  readonly locks: readonly Omit<LockLine, 'waitBuckets'>[];
  readonly fairness: Fairness;
  readonly share: TimeShares;
  readonly cpu: CpuUse;
  readonly reclaim: ReclaimTotals;
  readonly verdict: Verdict;
  readonly findings: readonly (Pick<Finding, 'type' | 'level' | 'summary'> & {
    readonly count: number;
  })[];
}

/** A trial as the plan has it. */
export interface PlannedTrial {
  readonly cell: Cell;
  /** `floor`: the baseline against itself. */
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
