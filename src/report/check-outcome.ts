import type { EdgeToCut } from '../run/cut-edges.ts';
import type { CaseVerdict } from '../trace/case-trial.ts';

/** All that `lockyard check` has to tell, before it is words or JSON. */
export interface CheckOutcome {
  /** For example `lockyard 0.1.0`. */
  readonly tool: string;
  readonly versions: Readonly<Record<string, string>>;
  /** The command that judges the same again. */
  readonly rerun: string;
  readonly cases: readonly CaseVerdict[];
  /** Of cases whose finding is a cycle: the edge that closes it. */
  readonly cuts: ReadonlyMap<CaseVerdict, EdgeToCut>;
  /** Files that were not judged to their end. */
  readonly skipped: readonly string[];
  readonly exitStatus: number;
}
