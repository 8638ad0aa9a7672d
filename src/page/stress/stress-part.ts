import type { OrderDependency } from '../../run/order-dependencies.ts';
import type { ThreadLine } from '../../run/thread-lines.ts';
import type { LockFigures } from '../lock-figures.ts';
import type { Part } from '../part.ts';
import type { TimedEvents } from '../trace/timed-events.ts';

/** One run of each of several designs or scenarios, with all that was found. */
export interface StressPart extends Part {
  readonly kind: 'stress';
  readonly runs: readonly StressRun[];
}

export interface StressRun {
  /** Of the design, or of the scenario. */
  readonly name: string;
  readonly workload: string | null;
  /** Workers. */
  readonly threads: number;
  /** With services; 0: not told. */
  readonly threadsInAll: number;
  readonly expected: string | null;
  readonly verdict: string;
  readonly asExpected: boolean;
  readonly inconclusive: boolean;
  readonly ending: string;
  readonly operations: number;
  readonly refusals: number | null;
  readonly seconds: number;
  readonly deadlocks: number;
  readonly firstDeadlockAfter: number | null;
  readonly reclaimedPages: number | null;
  /** Of all acquisitions of real locks; null: not told. */
  readonly contention: Contention | null;
  readonly locks: readonly LockFigures[];
  readonly findings: readonly FoundFinding[];
  readonly findingsLost: number;
  readonly cuts: readonly Cut[];
  /** The lock order of the run, with the edges that close cycles; empty: not told, or not checked. */
  readonly dependencies: readonly OrderDependency[];
  /** What each thread did with its time; empty: not told. */
  readonly threadLines: readonly ThreadLine[];
  /** null: the run kept no times. */
  readonly events: TimedEvents | null;
}

export interface Contention {
  readonly acquisitions: number;
  readonly contentions: number;
  readonly waitNsP99: number;
}

export interface FoundFinding {
  readonly type: string;
  readonly level: string;
  readonly summary: string;
  readonly count: number;
  /** In full, as the terminal prints it. */
  readonly text: string;
  /** Why the run does not bear it out; null: nothing speaks against it. */
  readonly rejection: string | null;
  readonly cycle: readonly CycleEdge[];
  readonly threads: readonly FoundThread[];
  readonly locks: readonly FoundLock[];
}

/** `from` was held by the thread that acquired `to`; names of classes, or of locks. */
export interface CycleEdge {
  readonly from: string;
  readonly to: string;
  readonly thread: string;
  readonly operation: string;
  /** Innermost frame where `to` was acquired; null: not known. */
  readonly site: string | null;
  readonly heldSite: string | null;
}

export interface FoundLock {
  readonly class: string;
  readonly name: string;
}

export interface FoundThread {
  readonly thread: string;
  readonly holds: readonly FoundLock[];
  readonly wants: string | null;
}

/** A dependency without which some cycles are gone. */
export interface Cut {
  readonly from: string;
  readonly to: string;
  readonly cycles: number;
  readonly cyclesInAll: number;
  readonly places: readonly string[];
  readonly suggestion: string;
}
