import { assert } from '../base/assert.ts';
import type { Finding, FindingType } from '../validate/finding.ts';

/** Why a case is reported, in the words of trace files. */
export type Reason =
  | 'recursion'
  | 'circular'
  | 'bad_unlock_balance'
  | 'held_lock_reinit'
  | 'nest_lock_not_held'
  | 'ww_api';

const REASONS: Readonly<Partial<Record<FindingType, Reason>>> = {
  recursion: 'recursion',
  circular: 'circular',
  'bad-unlock': 'bad_unlock_balance',
  'held-freed': 'held_lock_reinit',
  'nest-lock': 'nest_lock_not_held',
  'ww-api': 'ww_api',
};

export function reasonOf({ type }: Finding): Reason {
  const reason = REASONS[type];
  assert(reason !== undefined, `a trace led to a finding of the type ${type}`);
  return reason;
}
