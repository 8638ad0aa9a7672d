import type { Steps } from './step.ts';
import type { Load } from './transform/load-modules.ts';

export interface SetupTools {
  /** Exports of an explored module. */
  readonly load: Load;
  /** Runs a call into the explored sources to its end, before the threads start. */
  atOnce<T>(started: T): T;
}

/** A small concurrent program over real sources, and what must hold in all its schedules. */
export interface Exploration<W> {
  /** Sources whose operations become steps, from the root of the repository. */
  readonly modules: readonly string[];
  /** Module-level constants to override by name: spin budgets, table sizes. */
  readonly constants?: Readonly<Record<string, number>>;
  /** Of those, sources whose plain reads race on purpose: each is a step of its own, too. */
  readonly racing?: readonly string[];
  /** Makes memory and locks for one schedule. Must do the same each time. */
  setup(tools: SetupTools): W;
  readonly threads: readonly ((world: W) => Steps)[];
  /** Looked at after every step; words of complaint when it does not hold. */
  invariant?(world: W): string | undefined;
  /** Looked at when all threads are done: throws, or names the ending to have it counted. */
  ending?(world: W): string;
  /** Name of a shared word in a told schedule. */
  wordName?(world: W, address: number): string;
}

export type Search =
  | {
      readonly kind: 'exhaustive';
      /** Switches away from a thread that could have gone on. Infinity: all schedules. */
      readonly preemptions: number;
      readonly limits?: Limits;
    }
  | {
      readonly kind: 'random';
      readonly schedules: number;
      readonly seed: number;
      readonly limits?: Limits;
    };

export interface Limits {
  /** Steps of one schedule; beyond it the schedule counts as a livelock. */
  readonly stepsMax?: number;
  /** Schedules of an exhaustive search; beyond it the search is not complete. */
  readonly schedulesMax?: number;
  /** Same readings after which a thread counts as spinning and lets others go first. */
  readonly spinsMax?: number;
  /** Steps after which a thread has to let others go first. */
  readonly patience?: number;
}

export type Verdict = 'clean' | 'assertion' | 'stuck' | 'livelock';

export interface ExplorationReport {
  readonly verdict: Verdict;
  /** Every schedule within the bound was covered (exhaustive search only). */
  readonly complete: boolean;
  readonly schedules: number;
  readonly steps: number;
  /** Distinct states seen (exhaustive search only). */
  readonly states: number;
  /** How often a spinning or impatient thread was made to let others go first. */
  readonly deferrals: number;
  /** How many schedules ended in each way; an exhaustive search ends equal states only once. */
  readonly endings: Readonly<Record<string, number>>;
  /** What went wrong; empty when clean. */
  readonly message: string;
  /** The failing schedule, one operation a line; empty when clean. */
  readonly story: readonly string[];
}
