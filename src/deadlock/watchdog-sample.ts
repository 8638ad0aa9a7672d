import type { LockName, ThreadState } from '../validate/finding.ts';

/** One thread as the coordinator saw it in passing; nothing of this is exact. */
export interface WatchedThread {
  readonly name: string;
  readonly service: boolean;
  /** The lock it waits for without a time limit; null: it runs, or its wait ends by itself. */
  readonly waitsFor: LockName | null;
  /** Differs between any two waits of the thread. */
  readonly waitSeq: number;
  /** That lock is free, or its event has come: somebody should have woken the thread. */
  readonly free: boolean;
}

/** What the watchdog looks at, taken every few tens of milliseconds. Sums are over the workers. */
export interface WatchSample {
  readonly atMs: number;
  readonly operations: number;
  readonly refusals: number;
  readonly liveWorkers: number;
  readonly threads: readonly WatchedThread[];
  readonly reclaim: {
    /** Objects and pages that reclaim looked at, freed or not. */
    readonly attempts: number;
    readonly pages: number;
    /** Workers that are inside direct reclaim now. */
    readonly workers: number;
  };
  /** All threads' states, read only when there is something to report. */
  readonly states: () => readonly ThreadState[];
}
