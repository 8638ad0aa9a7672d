import type { RecordedDecision } from '../explore/recording.ts';

/** A decision in two lines: who could run, and what whoever was chosen does. */
export function stepText(decision: RecordedDecision, step: number, of: number): string {
  const { enabled, run, op, lock, site } = decision;
  const others = enabled.filter((thread) => thread !== run);
  const what = lock === null ? op : `${op} ${lock}`;
  const at = site === '' ? '' : `\n    at ${site}`;
  const rather = others.length === 0 ? '' : `, and not ${others.join(', ')}`;
  return `${step}/${of}  ${run}${rather}: ${what}${at} `;
}
