import type { CaseVerdict } from '../trace/case-trial.ts';
import type { CheckOutcome } from './check-outcome.ts';
import { findingText } from './finding-text.ts';

/**
 * The finding of a case in full. Where the kernel prints its release, the case is named; last comes
 * the op that was reported, since a case has no second finding to count. Null: there is none.
 */
export function checkFindingText(
  { finding, file, name, at }: CaseVerdict,
  { tool }: Pick<CheckOutcome, 'tool'>,
): string | null {
  if (finding === null || at === null) return null;
  const where = `${tool}, case ${name} (${file})`;
  const line = at.line === null ? '' : `, line ${at.line}`;
  const ending = `reported at ops[${at.op}]${line}`;
  return findingText(finding, 1, { where, level: 'order', ending });
}
