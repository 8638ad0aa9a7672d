import type { Evidence } from '../evidence.ts';
import type { Finding } from '../finding.ts';
import { stateFinding } from './state-finding.ts';

/**
 * An acquisition is annotated as nested under a lock that this thread does not hold (lockdep: nested
 * lock was not taken): nothing serialises the instances, and the annotation only hides it.
 */
export function nestLockNotHeld(
  evidence: Evidence,
  thread: number,
  lock: number,
  nestLock: number,
  site: string,
): Finding {
  const state = evidence.threadState(thread);
  const name = evidence.lockName(lock);
  const nest = evidence.lockName(nestLock);
  return stateFinding(evidence, state, {
    type: 'nest-lock',
    key: `nest-lock ${name.class} ${nest.class} ${site.split('\n')[0] ?? ''}`,
    summary:
      `${state.thread} acquires ${name.name} in ${state.operation} as nested under ${nest.name}, ` +
      'which it does not hold',
    locks: [name, nest],
    details: site.split('\n'),
  });
}
