import type { RejectionReason } from '../validate/finding.ts';

/** Why a pattern cannot come about. */
export interface Refusal {
  readonly reason: RejectionReason;
  /** Gate lock, completion, lock whose history refuses it; -1: none. */
  readonly object: number;
}

/**
 * Precedence. Of one occurrence the first reason that applies is told: from what one look at the
 * code shows to what only this run's order of events shows. Of several occurrences the last: a cycle
 * is as safe as the weakest of what keeps it from closing.
 */
const WEAKNESS: Readonly<Record<RejectionReason, number>> = {
  'gives-up': 0,
  'readers-only': 1,
  'same-thread': 2,
  'gate-lock': 3,
  'ordered-by-join': 4,
  'ordered-by-completion': 5,
  'released-between': 6,
  // Not found here: the order keys of the locks decide it, of which a trace knows nothing.
  'instance-order': 7,
};

/** Whether `a` is told rather than `b` when occurrences differ. */
export function isWeaker(a: Refusal, b: Refusal): boolean {
  return WEAKNESS[a.reason] > WEAKNESS[b.reason];
}
