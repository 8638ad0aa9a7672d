import type { Evidence } from '../validate/evidence.ts';
import type { Finding, ThreadState } from '../validate/finding.ts';
import { exitOf } from './plan-arena-locks.ts';

/** A worker that ended in the middle of something; null: it held nothing and waited for nothing. */
export function lostThread(
  evidence: Evidence,
  states: readonly ThreadState[],
  index: number,
): Finding | null {
  const lost = states[index] as ThreadState;
  const { thread, operation, holds, wants } = lost;
  if (holds.length === 0 && wants === undefined) return null;
  const held = holds.map(({ name }) => name);
  const never = [...held, exitOf(thread)];
  const behind = states.filter((state) => never.includes(state.wants?.name ?? ''));
  const doing = [
    ...(held.length === 0 ? [] : [`held ${held.join(', ')}`]),
    ...(wants === undefined ? [] : [`waited for ${wants.name}`]),
  ];
  return {
    type: 'thread-crash',
    level: 'confirmed',
    key: `thread-crash ${thread}`,
    summary: `the worker of ${thread} was ended in ${operation} while it ${doing.join(' and ')}`,
    locks: holds.map((lock) => ({ class: lock.class, name: lock.name })),
    threads: [lost, ...behind],
    cycle: [],
    details: behind.map((state) => `${state.thread} waits for ${state.wants?.name} for ever`),
    afterOperations: evidence.operationsDone(),
  };
}
