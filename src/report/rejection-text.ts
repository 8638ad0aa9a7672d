import type { Finding, FindingType, Rejection, RejectionReason } from '../validate/finding.ts';
import { wrapped } from './wrapped.ts';

/** What a rejection rests on: as long as this holds, there is no deadlock. */
const RESTS_ON: Readonly<Record<RejectionReason, string>> = {
  'gate-lock': 'every path that takes these locks takes the common one first',
  'same-thread': 'no second thread does a part of it',
  'ordered-by-join': 'the threads are started and joined in this order',
  'ordered-by-completion': 'the one side waits for the signal of the other before it begins',
  'released-between':
    'what has to happen first goes on to give the locks up in between; another input may not',
  'readers-only': 'nobody takes the lock for writing, nor stands in its queue to do so',
  'instance-order':
    'all keep to one order of the locks of this class; order keys would say that it is meant',
  'gives-up': 'the attempts stay tried or timed, and whoever is refused lets go of the rest',
};

const TITLES: Readonly<Partial<Record<FindingType, string>>> = {
  circular: 'NOTE: possible circular locking dependency, not borne out by this run',
  recursion: 'NOTE: possible recursive locking, not borne out by this run',
};

export function rejectedTitle({ type }: Finding): string {
  return TITLES[type] ?? 'NOTE: possible, but not borne out by this run';
}

/** Why the run speaks against a finding, and what that rests on. */
export function rejectionLines({ reason, text }: Rejection): string[] {
  return [
    ...wrapped(`This run does not bear it out (${reason}): ${text}.`),
    ...wrapped(`That holds as long as ${RESTS_ON[reason]}.`),
  ];
}
