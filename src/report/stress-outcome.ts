import type { JudgedRun } from '../run/judged-run.ts';
import type { InstrumentationLevel, OnDeadlock } from '../shared/plan.ts';

/** All that `lockyard stress` has to tell, before it is words or JSON. */
export interface StressOutcome {
  /** For example `lockyard 0.1.0`. */
  readonly tool: string;
  readonly versions: { readonly lockyard: string; readonly node: string; readonly v8: string };
  readonly cores: number;
  /** The command that runs it again. */
  readonly rerun: string;
  readonly settings: {
    readonly workload: string;
    readonly workers: number;
    readonly level: InstrumentationLevel;
    readonly seed: number;
    readonly onDeadlock: OnDeadlock;
    /** How long the first design ran before, uncounted, in milliseconds; 0: it did not. */
    readonly warmUpMs: number;
    /** Everything else that sizes the stack, as given to it. */
    readonly stack: Readonly<Record<string, unknown>>;
  };
  readonly runs: readonly JudgedRun[];
  /** Designs that an interruption kept from running. */
  readonly skipped: readonly string[];
  readonly exitStatus: number;
}
