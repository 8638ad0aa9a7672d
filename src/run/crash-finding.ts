import type { RunPlan } from '../shared/plan.ts';
import type { Finding, ThreadState } from '../validate/finding.ts';
import type { Crash } from './crash.ts';

/** A lost thread as a finding: who it was, what it did and what it still holds. */
export function crashFinding(
  plan: RunPlan,
  crash: Crash,
  states: readonly ThreadState[],
  afterOperations: number,
): Finding {
  const { name, role } = plan.threads[crash.threadIndex];
  const state = states[crash.threadIndex];
  const operation = state?.operation ?? 'idle';
  const held = state?.holds.map((lock) => lock.name) ?? [];
  const holds = held.length === 0 ? [] : [`locks it still holds: ${held.join(', ')}`];
  const mend = crash.mend === undefined ? [] : [`to mend it: ${crash.mend}`];
  return {
    type: 'thread-crash',
    level: 'confirmed',
    key: `thread-crash ${role} ${crash.kind} ${crash.message}`,
    summary: `${name} (${role}) crashed in ${operation}: ${crash.kind}: ${crash.message}`,
    locks: state?.holds.map((lock) => ({ class: lock.class, name: lock.name })) ?? [],
    threads: state === undefined ? [] : [state],
    cycle: [],
    details: [...crash.frames, ...holds, ...mend],
    afterOperations,
  };
}
