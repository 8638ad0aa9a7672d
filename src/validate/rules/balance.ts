import type { Evidence } from '../evidence.ts';
import type { Finding } from '../finding.ts';
import { stateFinding } from './state-finding.ts';

/** Unlock of what this thread does not hold (lockdep: bad unlock balance). */
export function badUnlock(evidence: Evidence, thread: number, lock: number, site: string): Finding {
  const state = evidence.threadState(thread);
  const name = evidence.lockName(lock);
  return stateFinding(evidence, state, {
    type: 'bad-unlock',
    key: `bad-unlock ${name.class} ${site.split('\n')[0] ?? ''}`,
    summary: `${state.thread} releases ${name.name} in ${state.operation} but does not hold it`,
    locks: [name],
    details: site.split('\n'),
  });
}

/** An operation ended with locks still held. */
export function heldAtExit(evidence: Evidence, thread: number): Finding {
  const state = evidence.threadState(thread);
  const names = state.holds.map(({ name }) => name).join(', ');
  return stateFinding(evidence, state, {
    type: 'held-at-exit',
    key: `held-at-exit ${state.operation} ${state.holds.map((lock) => lock.class).join(' ')}`,
    summary: `${state.thread} ends ${state.operation} while it still holds ${names}`,
    locks: state.holds.map((lock) => ({ class: lock.class, name: lock.name })),
    details: [],
  });
}
