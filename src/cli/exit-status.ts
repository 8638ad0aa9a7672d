import { UsageError } from '../base/errors.ts';
import type { JudgedRun } from '../run/judged-run.ts';

/** Exit statuses of all commands; each word is explained in the command line's help. */
export const EXIT = { asExpected: 0, finding: 1, usage: 2, inconclusive: 3, internal: 70 } as const;

/** A finding that was not expected, or one that stayed away, outweighs a run that was cut short. */
export function exitStatusOf(runs: readonly JudgedRun[], skipped: readonly string[]): number {
  const told = runs.filter(({ judgement }) => !judgement.inconclusive);
  if (told.some(({ judgement }) => !judgement.asExpected)) return EXIT.finding;
  return told.length < runs.length || skipped.length > 0 ? EXIT.inconclusive : EXIT.asExpected;
}

export function exitStatusOfError(error: unknown): number {
  return error instanceof UsageError ? EXIT.usage : EXIT.internal;
}
