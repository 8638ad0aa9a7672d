import type { RunResult } from '../run/run-result.ts';
import type { Finding, FindingType } from '../validate/finding.ts';

/** What the order validator finds, whatever the schedule. */
const TYPES: readonly FindingType[] = [
  'circular',
  'recursion',
  'promise',
  'nest-lock',
  'bad-unlock',
  'held-freed',
  'ww-api',
];

/** Findings of the order validator in a run; what only ends in the wake of a deadlock is none. */
export function orderFindingsOf({ findings }: Pick<RunResult, 'findings'>): Finding[] {
  return findings.map(({ finding }) => finding).filter(({ type }) => TYPES.includes(type));
}
