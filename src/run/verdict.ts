import type { Finding, FindingType } from '../validate/finding.ts';
import type { RunResult } from './run-result.ts';

/** What a design says of itself. */
export type Expectation = 'clean' | 'deadlocks' | 'corruption';

/** What a run showed, worst first: corruption, crash, stall, deadlock, inversion, clean. */
export type Verdict = 'corruption' | 'crash' | 'stall' | 'deadlock' | 'inversion' | 'clean';

const WORST_FIRST: readonly Verdict[] = ['corruption', 'crash', 'stall', 'deadlock', 'inversion'];

/** What each kind of finding makes of a run. */
const VERDICT_OF: Readonly<Record<FindingType, Verdict>> = {
  corruption: 'corruption',
  'thread-crash': 'crash',
  stall: 'stall',
  'lost-wake-up': 'stall',
  livelock: 'stall',
  reclaim: 'stall',
  deadlock: 'deadlock',
  circular: 'inversion',
  recursion: 'inversion',
  'bad-unlock': 'inversion',
  'held-freed': 'inversion',
  'nest-lock': 'inversion',
  'not-held': 'inversion',
  'order-key': 'inversion',
  'held-at-exit': 'inversion',
  'ww-api': 'inversion',
  promise: 'inversion',
  convention: 'inversion',
  // Memory ran out although everybody behaved: told, but no fault of the locking.
  'out-of-memory': 'clean',
};

/** What can deadlock, or would have with bad luck. */
const DEADLOCKING: readonly FindingType[] = ['circular', 'recursion', 'deadlock'];

export interface Judgement {
  readonly expected: Expectation;
  readonly verdict: Verdict;
  readonly asExpected: boolean;
  /** The run was cut short before what was expected could show: says nothing either way. */
  readonly inconclusive: boolean;
}

export function judge(expected: Expectation, result: RunResult): Judgement {
  const verdict = verdictOf(result);
  return {
    expected,
    verdict,
    asExpected: meets(expected, verdict, result),
    inconclusive: result.ending === 'interrupted' && verdict === 'clean',
  };
}

/** Findings that the run does not bear out are told, but make no verdict. */
export function verdictOf(result: Pick<RunResult, 'findings' | 'integrity'>): Verdict {
  const found = new Set(standing(result).map(verdictOfFinding));
  if (result.integrity.corrupted > 0) found.add('corruption');
  return WORST_FIRST.find((verdict) => found.has(verdict)) ?? 'clean';
}

function standing({ findings }: Pick<RunResult, 'findings'>): Finding[] {
  return findings.map(({ finding }) => finding).filter(({ rejection }) => rejection === undefined);
}

/** Possible and predicted deadlocks are inversions, whatever the type; only what happened is one. */
function verdictOfFinding({ type, level }: Finding): Verdict {
  return type === 'deadlock' && level !== 'confirmed' ? 'inversion' : VERDICT_OF[type];
}

function meets(
  expected: Expectation,
  verdict: Verdict,
  result: Pick<RunResult, 'findings'>,
): boolean {
  switch (expected) {
    case 'clean':
      return verdict === 'clean';
    case 'deadlocks':
      // A broken promise or a bad unlock alone is no deadlock, though its verdict is `inversion`.
      return (
        verdict === 'deadlock' ||
        (verdict === 'inversion' && standing(result).some(({ type }) => DEADLOCKING.includes(type)))
      );
    case 'corruption':
      return verdict === 'corruption';
  }
}
