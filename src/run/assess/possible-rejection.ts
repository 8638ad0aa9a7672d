import { isWeaker, type Refusal } from '../../predict/rejection.ts';
import type { Evidence } from '../../validate/evidence.ts';
import type { Finding, Rejection, RejectionReason } from '../../validate/finding.ts';
import { canonicalCycle } from '../../validate/rules/circular.ts';
import { isAgainstKeys } from './order-key-findings.ts';
import type { RunSurvey, SurveyedEdge, SurveyedPattern } from './run-survey.ts';

/**
 * What speaks in this run against a possible deadlock; null: nothing does. A cycle of classes is
 * rejected when locks of these classes made cycles, and none of them can come about; one of a single
 * class also when its locks were always taken in one direction. A record that is not whole rejects
 * nothing, nor do locks that made no cycle: others may.
 */
export function rejectionOf(
  evidence: Evidence,
  survey: RunSurvey,
  finding: Finding,
): Rejection | null {
  if (!survey.complete || finding.level !== 'possible') return null;
  if (finding.type === 'circular') return rejectionOfAll(evidence, alike(survey, finding));
  if (finding.type !== 'recursion') return null;
  return (
    rejectionOfAll(evidence, alike(survey, finding)) ?? oneDirection(evidence, survey, finding)
  );
}

/** Patterns over the same classes in the same order. */
function alike({ patterns }: RunSurvey, { type, cycle }: Finding): readonly SurveyedPattern[] {
  const nodes = cycle.map(({ from }) => from);
  if (type === 'recursion') {
    return patterns.filter((pattern) => pattern.nodes.every((node) => node === nodes[0]));
  }
  const name = canonicalCycle(nodes);
  return patterns.filter((pattern) => canonicalCycle(pattern.nodes) === name);
}

function rejectionOfAll(
  evidence: Evidence,
  patterns: readonly SurveyedPattern[],
): Rejection | null {
  let weakest: Refusal | null = null;
  for (const { pattern } of patterns) {
    if (pattern.verdict.kind === 'predicted') return null;
    if (weakest === null || isWeaker(pattern.verdict, weakest)) weakest = pattern.verdict;
  }
  if (weakest === null) return null;
  const object = weakest.object < 0 ? '' : evidence.lockName(weakest.object).name;
  return { reason: weakest.reason, text: TEXT[weakest.reason](object) };
}

const TEXT: Readonly<Record<RejectionReason, (object: string) => string>> = {
  'gate-lock': (lock) => `all sides hold ${lock} meanwhile, so only one of them is there at a time`,
  'same-thread': () => 'one thread makes all of it, and it cannot be in two places at once',
  'ordered-by-join': () => 'one side has ended before the other begins: spawn or join sees to it',
  'ordered-by-completion': (event) =>
    `one side waits for ${event || 'an event'} that the other signals when it is through`,
  'released-between': (lock) =>
    lock === ''
      ? 'the threads of this run never hold what the others want at the same time'
      : `${lock} was given up in between: its holders in this run never meet`,
  'readers-only': (lock) =>
    `${lock || 'a lock of it'} has readers only, who do not keep each other out`,
  'instance-order': () => 'its locks are taken in one order',
  'gives-up': () => 'somebody on the way tries or waits for a limited time, and gives up',
};

/** Locks of one class that are held together, but always the same one first. */
function oneDirection(evidence: Evidence, survey: RunSurvey, finding: Finding): Rejection | null {
  const lockClass = finding.locks[0]?.class;
  const within = survey.edges.filter(
    ({ edge }) =>
      edge.from !== edge.to &&
      evidence.lockName(edge.from).class === lockClass &&
      evidence.lockName(edge.to).class === lockClass,
  );
  const first = within[0];
  if (first === undefined || hasPattern(survey, lockClass)) return null;
  // The code goes by no order of theirs, only these locks happened not to meet.
  if (within.some((surveyed) => isAgainstKeys(evidence, surveyed))) return null;
  return { reason: 'instance-order', text: directionText(evidence, first, within.length) };
}

function hasPattern({ patterns }: RunSurvey, lockClass: string | undefined): boolean {
  return patterns.some(({ nodes }) => nodes.every((node) => node.split('/')[0] === lockClass));
}

function directionText(evidence: Evidence, { edge }: SurveyedEdge, pairs: number): string {
  const from = evidence.lockName(edge.from).name;
  const to = evidence.lockName(edge.to).name;
  const others = pairs === 1 ? '' : `, and so it is with all ${pairs} pairs`;
  return `its locks are taken in one order: ${from} before ${to}, never the other way round${others}`;
}
