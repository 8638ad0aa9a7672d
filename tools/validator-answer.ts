import type { Finding, RejectionReason } from '../src/validate/finding.ts';
import type { ValidatorRow } from './validator-table.ts';

/** What a finding's JSON has of it. */
export type ToldFinding = Pick<Finding, 'type' | 'level' | 'rejection'>;

/** What lockyard says of a scenario. */
export interface Answer {
  /** The strongest finding that nothing speaks against; null: there is none. */
  readonly standing: ToldFinding | null;
  /** Why the others are only possible, each reason once. */
  readonly ruledOut: readonly RejectionReason[];
}

const WEAKEST_FIRST: readonly Finding['level'][] = ['possible', 'predicted', 'confirmed'];

export function answerOf(findings: readonly ToldFinding[]): Answer {
  const standing = findings
    .filter(({ rejection }) => rejection === undefined)
    .reduce((strongest: ToldFinding | null, finding) => stronger(strongest, finding), null);
  const reasons = findings.flatMap(({ rejection }) => rejection?.reason ?? []);
  return { standing, ruledOut: [...new Set(reasons)].sort() };
}

function stronger(one: ToldFinding | null, other: ToldFinding): ToldFinding {
  if (one === null) return other;
  return WEAKEST_FIRST.indexOf(one.level) >= WEAKEST_FIRST.indexOf(other.level) ? one : other;
}

/** Bad ones are to be found; of good ones nothing may stand, and what falls falls for its reason. */
export function isRight({ truth, ruledOutBy = [] }: ValidatorRow, answer: Answer): boolean {
  const { standing, ruledOut } = answer;
  if (truth !== '-') return standing !== null;
  return standing === null && ruledOut.every((reason) => ruledOutBy.includes(reason));
}

/** Of a bad one what was found, of a good one why nothing stands. */
export function answerText({ standing, ruledOut }: Answer): string {
  if (standing !== null) return `${standing.level} ${standing.type}`;
  return ruledOut.length === 0 ? 'silent' : ruledOut.join(', ');
}
