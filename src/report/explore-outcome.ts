import type { Exploration } from '../explore/explore-session.ts';
import type { ExploredProgram } from '../explore/program.ts';

/** What `lockyard explore` has to tell, before it is words or JSON. */
export interface ExploreOutcome {
  /** For example `lockyard 0.1.0`. */
  readonly tool: string;
  readonly versions: { readonly lockyard: string; readonly node: string; readonly v8: string };
  readonly cores: number;
  /** The command that explores the same again. */
  readonly rerun: string;
  readonly settings: {
    readonly engine: 'model' | 'threads';
    readonly strategy: string;
    readonly seed: number;
    /** At most; null: what suits the engine. */
    readonly schedules: number | null;
    readonly durationMs: number;
  };
  readonly name: string;
  /** The mended variant of a scenario. */
  readonly fixed: boolean;
  readonly program: ExploredProgram;
  /** null: nothing is expected, and a deadlock is one too many. */
  readonly expected: 'deadlock' | 'clean' | null;
  readonly asExpected: boolean;
  /** A limit was reached before anything was certain. */
  readonly inconclusive: boolean;
  readonly exploration: Exploration;
  /** null: there is nothing to replay. */
  readonly replay: { readonly path: string; readonly command: string } | null;
  readonly exitStatus: number;
}
