import type { Evidence } from '../evidence.ts';
import type { Finding } from '../finding.ts';
import { stateFinding } from './state-finding.ts';

/** A caller is to hold a lock and does not (lockdep_assert_held). */
export function notHeld(evidence: Evidence, thread: number, lock: number, site: string): Finding {
  const state = evidence.threadState(thread);
  const name = evidence.lockName(lock);
  return stateFinding(evidence, state, {
    type: 'not-held',
    key: `not-held ${name.class} ${site.split('\n')[0] ?? ''}`,
    summary: `${state.thread} must hold ${name.name} in ${state.operation} and does not`,
    locks: [name],
    details: site.split('\n'),
  });
}
