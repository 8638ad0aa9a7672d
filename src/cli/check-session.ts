import { type CaseVerdict, judgeCase } from '../trace/case-trial.ts';
import { type TrialWatch, judgeLines } from '../trace/judge-lines.ts';
import type { CheckProgress } from './check-progress.ts';
import { openTrace } from './check-input.ts';

export interface CheckResult {
  readonly cases: readonly CaseVerdict[];
  /** Files that were interrupted, or not begun. */
  readonly skipped: readonly string[];
}

/** Cases of a file between two looks at the clock and at Ctrl-C. */
const CASES_AT_ONCE = 16;

/** Judges each file in turn. @throws {UsageError} for the first mistake in any of them */
export async function checkFiles(
  files: readonly string[],
  interrupt: AbortSignal,
  progress: CheckProgress,
): Promise<CheckResult> {
  const cases: CaseVerdict[] = [];
  for (const [index, file] of files.entries()) {
    const whole = await checkFile(file, interrupt, progress, cases);
    if (!whole) return { cases, skipped: files.slice(index) };
  }
  return { cases, skipped: [] };
}

/** Adds to `cases`. False: interrupted before the end of the file. */
async function checkFile(
  file: string,
  interrupt: AbortSignal,
  progress: CheckProgress,
  cases: CaseVerdict[],
): Promise<boolean> {
  const input = await openTrace(file);
  if (input.kind === 'lines') {
    const watch: TrialWatch = {
      progress: (lines) => progress.passed(file, lines),
      get stopped() {
        return interrupt.aborted;
      },
    };
    const verdict = await judgeLines(file, input.source, watch);
    if (verdict !== null) cases.push(verdict);
    return verdict !== null;
  }
  for (const [index, { header, ops }] of input.cases.entries()) {
    if (interrupt.aborted) return false;
    cases.push(judgeCase(header, ops));
    if (index % CASES_AT_ONCE === 0) {
      progress.passed(`${file}  ${index + 1}/${input.cases.length} cases`, null);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  return true;
}
