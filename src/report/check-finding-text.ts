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
  if (finding === null) return null;
  const context = { tool, level: 'order', design: name, workload: file } as const;
  const [, title = '', , , ...body] = findingText(finding, 1, context).split('\n');
  const where = `${tool}, case ${name} (${file})`;
  const width = Math.max(title.length, where.length);
  const line = at === null || at.line === null ? '' : `, line ${at.line}`;
  const seen = at === null ? [] : [`reported at ops[${at.op}]${line}`];
  return ['='.repeat(width), title, where, '-'.repeat(width), ...body.slice(0, -1), ...seen].join(
    '\n',
  );
}
