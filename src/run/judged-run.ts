import type { RunResult } from './run-result.ts';
import type { Judgement } from './verdict.ts';

/** One design's run with the verdict on it. */
export interface JudgedRun {
  readonly design: string;
  readonly workload: string;
  /** Workers, services not counted. */
  readonly workers: number;
  readonly judgement: Judgement;
  readonly result: RunResult;
}
