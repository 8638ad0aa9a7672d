import { exitEventOf, startEventOf } from '../pseudo-classes.ts';
import type { Scenario } from '../scenario.ts';
import type { LockFaces } from './lock-faces.ts';
import type { Step } from './program.ts';

/** An event that a thread may signal, and up to where. */
export interface Signal {
  /** Index in the lock plan. */
  readonly event: number;
  /** Last step that signals it; the length of the program: its end does. */
  readonly last: number;
  /** Set for the start of a thread, which is told when it will not come. */
  readonly starts?: number;
}

/** All that a thread may signal in a round, in the order in which it gives it up. */
export function signalPlan(
  steps: readonly Step[],
  { threads }: Pick<Scenario, 'threads'>,
  thread: number,
  faces: LockFaces,
): readonly Signal[] {
  const promises = new Map<number, Signal>();
  steps.forEach(({ op }, last) => {
    if (op.verb === 'complete' || op.verb === 'fence_signal' || op.verb === 'cond_signal') {
      promises.set(op.lock, { event: op.lock, last });
    } else if (op.verb === 'spawn') {
      const event = faces.eventNamed(startEventOf(threads[op.thread]?.name ?? ''));
      if (event !== undefined) promises.set(event, { event, last, starts: op.thread });
    }
  });
  const exit = faces.eventNamed(exitEventOf(threads[thread]?.name ?? ''));
  if (exit !== undefined) promises.set(exit, { event: exit, last: steps.length });
  return [...promises.values()].sort((a, b) => a.last - b.last);
}
