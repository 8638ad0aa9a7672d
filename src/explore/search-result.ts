import type { Finding } from '../validate/finding.ts';
import type { Divergence } from './divergence.ts';
import type { ExploreEngine, Recording } from './recording.ts';

/** What one strategy has done. */
export interface StrategyTally {
  readonly name: string;
  schedules: number;
  steps: number;
  seconds: number;
  /** Schedules that ended in a deadlock. */
  found: number;
  /** Schedules that differ in some decision; null: they were not told apart. */
  distinct: number | null;
}

/** Why a search ended. `complete`: there is no other schedule. */
export type SearchEnding = 'deadlock' | 'complete' | 'schedules' | 'time' | 'interrupted';

/**
 * Whether the same decisions lead to the same run: some schedules are run once more at once. Where they
 * go another way, something in the program is drawn that no seed fixes, such as the time of day.
 */
export interface DeterminismCheck {
  /** Schedules that were run once more. */
  readonly checked: number;
  /** Where the first went another way; null: none did. */
  readonly divergence: Divergence | null;
}

/** What came of looking for a deadlock in the schedules of a program. */
export interface SearchResult {
  readonly engine: ExploreEngine;
  readonly ending: SearchEnding;
  readonly schedules: number;
  /** Steps of threads from point to point, of all schedules. */
  readonly steps: number;
  readonly seconds: number;
  readonly tallies: readonly StrategyTally[];
  /** The schedule that deadlocks, as real threads ran it. */
  readonly recording: Recording | null;
  /** Deadlocks that the first run was seen to be able to come to. */
  readonly predicted: readonly Finding[];
  /** What the order validator has to say of the runs. */
  readonly orderFindings: readonly Finding[];
  readonly determinism: DeterminismCheck;
  /** States that the model has been in; null: threads ran. */
  readonly states: number | null;
}
