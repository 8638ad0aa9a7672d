import type { ScheduleView } from './schedule-view.ts';

/**
 * Who goes next. All that a strategy remembers lies in the words it is given, so that on real threads
 * whoever runs can draw the next without asking anybody, and no draw needs more than the words and the
 * view: the same seed and the same program give the same schedules in either engine.
 */
export interface Strategy {
  readonly name: string;
  /** One word for each of `--strategy`'s parameters, for reports: `pct2`. */
  readonly summary: string;
  /** Words of memory that it needs for so many threads. */
  wordsFor(threads: number): number;
  /** Opens the strategy over its words: both sides, and each thread, have an object of their own. */
  open(words: Int32Array, threads: number): OpenStrategy;
}

export interface OpenStrategy {
  /** A schedule begins; all of its draws follow from the two numbers. */
  begin(seed: number, schedule: number): void;
  /** One of the enabled threads, by its id. */
  choose(view: ScheduleView): number;
  /** The schedule has ended; false: there is no other one left (only those that search exhaustively). */
  end(): boolean;
}
