/** Runs that were read from a document, before they are words: as far as it tells of them. */
export interface ToldRuns {
  readonly file: string;
  /** The command that runs them again. */
  readonly command: string;
  readonly runs: readonly ToldRun[];
}

export interface ToldRun {
  /** Of the design, or of the scenario. */
  readonly name: string;
  readonly workload: string | null;
  readonly threads: number;
  readonly expected: string | null;
  readonly verdict: string;
  readonly asExpected: boolean;
  readonly inconclusive: boolean;
  readonly ending: string;
  readonly operations: number;
  readonly seconds: number;
  readonly deadlocks: number;
  readonly reclaimedPages: number | null;
  readonly contention: {
    readonly acquisitions: number;
    readonly contentions: number;
    readonly waitNsP99: number;
  } | null;
  readonly findings: readonly ToldFinding[];
}

export interface ToldFinding {
  readonly type: string;
  readonly level: string;
  readonly summary: string;
  readonly count: number;
  /** Why the run does not bear it out; null: nothing speaks against it. */
  readonly rejection: string | null;
}

/** Operations per second; 0: no time passed. */
export function rateOfRun({ operations, seconds }: ToldRun): number {
  return seconds === 0 ? 0 : operations / seconds;
}
