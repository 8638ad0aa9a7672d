import type { Comparison } from '../compare/comparison.ts';
import type { BenchPlan, Host } from '../compare/ledger.ts';
import type { StoredRatio } from '../compare/stored-comparison.ts';
import type { Expectation } from '../run/verdict.ts';

/** All that `lockyard bench` has to tell, before it is words or JSON. */
export interface BenchOutcome {
  /** For example `lockyard 0.1.0`. */
  readonly tool: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly host: Host;
  readonly plan: BenchPlan;
  /** The command that runs it again. */
  readonly rerun: string;
  /** Where all trials are. */
  readonly ledger: string;
  /** Trials measured, of how many. */
  readonly measured: number;
  readonly planned: number;
  readonly competitors: readonly {
    readonly name: string;
    readonly summary: string;
    readonly expects: Expectation;
  }[];
  readonly comparison: Comparison;
  /** Against a stored run; null: none was asked for. */
  readonly stored: { readonly file: string; readonly ratios: readonly StoredRatio[] } | null;
  readonly exitStatus: number;
}
