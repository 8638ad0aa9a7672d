import { type Sitting, planSittings } from './course-plan.ts';
import type { BenchPlan, Trial } from './ledger.ts';

/** How far a course is. */
export interface CourseProgress {
  /** Of all of it: part of 1. */
  readonly share: number;
  readonly blocks: number;
  /** By what was done so far in this sitting; null before there is enough of it. */
  readonly remainingMs: number | null;
  readonly next: Sitting;
}

export interface CourseParts {
  /**
   * Measures what takes turns in one process, and tells how far it is: part of 1. null: it was
   * interrupted, and does not count.
   */
  measure(sitting: Sitting, told: (share: number) => void): Promise<readonly Trial[] | null>;
  /** On disk before the next ones begin. */
  record(trials: readonly Trial[]): void;
  progress(progress: CourseProgress): void;
  nowMs(): number;
}

/**
 * Runs what is left of a course after the trials that are `done`, in the plan's order. Where only some
 * of those that take turns are done, all are measured again, and those that were missing are recorded.
 * Answers whether none is missing at the end.
 */
export async function runCourse(
  plan: BenchPlan,
  done: readonly Trial[],
  parts: CourseParts,
): Promise<{ readonly complete: boolean }> {
  const course = planSittings(plan);
  const measured = new Set(done.map(({ trial }) => trial));
  const rest = course.filter(({ trials }) => !trials.every(({ trial }) => measured.has(trial)));
  const startedMs = parts.nowMs();
  const tell = (index: number, share: number) => {
    const left = rest.length - index - share;
    const spent = index + share;
    parts.progress({
      share: 1 - left / course.length,
      blocks: plan.trials,
      remainingMs: spent === 0 ? null : ((parts.nowMs() - startedMs) / spent) * left,
      next: rest[index] as Sitting,
    });
  };
  for (const [index, next] of rest.entries()) {
    tell(index, 0);
    const trials = await parts.measure(next, (share) => tell(index, share));
    if (trials === null) return { complete: false };
    parts.record(trials.filter(({ trial }) => !measured.has(trial)));
  }
  return { complete: true };
}
