import { planCourse } from './course-plan.ts';
import type { BenchPlan, PlannedTrial, Trial } from './ledger.ts';

/** How far a course is. */
export interface CourseProgress {
  readonly done: number;
  readonly total: number;
  /** By the trials so far of this sitting; null before the first. */
  readonly remainingMs: number | null;
  readonly next: PlannedTrial;
}

export interface CourseParts {
  /** Measures one trial; null: it was interrupted, and does not count. */
  measure(trial: PlannedTrial): Promise<Trial | null>;
  /** On disk before the next trial begins. */
  record(trial: Trial): void;
  progress(progress: CourseProgress): void;
  nowMs(): number;
}

/**
 * Runs what is left of a course after the trials that are `done`, in the plan's order. Answers all
 * trials, the new ones too, and whether none is missing.
 */
export async function runCourse(
  plan: BenchPlan,
  done: readonly Trial[],
  parts: CourseParts,
): Promise<{ readonly trials: readonly Trial[]; readonly complete: boolean }> {
  const course = planCourse(plan);
  const measured = new Set(done.map(({ trial }) => trial));
  const rest = course.filter(({ trial }) => !measured.has(trial));
  const trials = [...done];
  const startedMs = parts.nowMs();
  for (const [index, next] of rest.entries()) {
    const spentMs = parts.nowMs() - startedMs;
    const remainingMs = index === 0 ? null : (spentMs / index) * (rest.length - index);
    parts.progress({ done: trials.length, total: course.length, remainingMs, next });
    const trial = await parts.measure(next);
    if (trial === null) return { trials, complete: false };
    parts.record(trial);
    trials.push(trial);
  }
  return { trials, complete: true };
}
