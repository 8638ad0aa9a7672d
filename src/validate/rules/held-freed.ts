import type { Evidence } from '../evidence.ts';
import type { Finding } from '../finding.ts';
import { stateFinding } from './state-finding.ts';

/** A lock is initialised anew or freed while it is held (lockdep: held lock freed). */
export function heldFreed(
  evidence: Evidence,
  thread: number,
  lock: number,
  how: 'initialised' | 'freed',
  site: string,
): Finding {
  const state = evidence.threadState(thread);
  const name = evidence.lockName(lock);
  const held = state.holds.some((hold) => hold.name === name.name);
  const holder = held ? 'it holds it itself' : 'another thread holds it';
  return stateFinding(evidence, state, {
    type: 'held-freed',
    key: `held-freed ${how} ${name.class} ${site.split('\n')[0] ?? ''}`,
    summary: `${name.name} is ${how} by ${state.thread} in ${state.operation} while ${holder}`,
    locks: [name],
    details: site.split('\n'),
  });
}
