import type { Scenario, Verb } from '../scenario.ts';
import { accessOf, conflictsOf } from './access.ts';
import { PassingLocks } from './passing-locks.ts';
import type { StepGraph, StepNode } from './step-graph.ts';

/**
 * Where a thread may be interrupted. `selective`: only before what others may notice or be stopped
 * by; it reaches the same deadlocks in far fewer schedules. `all`: before every step but
 * bookkeeping.
 */
export type Points = 'selective' | 'all';

/** `nothing`: changes no state. `follows`: taken together with the step before it. */
export const ROLE = { nothing: 0, follows: 1, point: 2 } as const;

/** These change nothing that anybody sees: what they are about is decided in the step graph. */
const BOOKKEEPING: ReadonlySet<Verb> = new Set([
  'alloc',
  'nofs',
  'endnofs',
  'begin_signalling',
  'end_signalling',
  'exit',
]);
/** These are never stopped, and wake or let in others at most. */
const GIVING: ReadonlySet<Verb> = new Set([
  'unlock',
  'unread',
  'unwrite',
  'downgrade',
  'complete',
  'fence_signal',
  'cond_signal',
  'spawn',
  'ww_end',
]);

/**
 * The role of each node. A giving step that no other thread's access conflicts with might as well
 * have come right after the step before it, in every schedule: it follows. So does all of a section
 * between whose acquisition and release its thread is never interrupted: nobody ever sees the lock
 * taken.
 */
export function rolesOf(scenario: Scenario, graph: StepGraph, points: Points): Uint8Array {
  if (points === 'all') {
    return Uint8Array.from(graph.nodes, ({ step }) => roleOfAny(step?.op.verb));
  }
  const passing = new PassingLocks(scenario, graph, BOOKKEEPING);
  const accesses = new AccessesByThread(scenario, graph, passing);
  return Uint8Array.from(graph.nodes, (node) => selectiveRole(node, passing, accesses));
}

function roleOfAny(verb: Verb | undefined): number {
  return verb !== undefined && BOOKKEEPING.has(verb) ? ROLE.nothing : ROLE.point;
}

function selectiveRole(
  { thread, step }: StepNode,
  passing: PassingLocks,
  accesses: AccessesByThread,
): number {
  if (step === null) return ROLE.point;
  const { op } = step;
  if (BOOKKEEPING.has(op.verb) || op.verb === 'work') return ROLE.nothing;
  if ('lock' in op && passing.has(op.lock)) return ROLE.nothing;
  if (!GIVING.has(op.verb)) return ROLE.point;
  if (!('lock' in op)) return ROLE.follows;
  const conflicts = conflictsOf(accessOf(op.verb));
  return accesses.someOther(thread, op.lock, conflicts) ? ROLE.point : ROLE.follows;
}

/** What each thread ever does to each lock. */
class AccessesByThread {
  readonly #locks: number;
  readonly #threads: number;
  readonly #masks: Uint16Array;

  constructor({ locks, threads }: Scenario, { nodes }: StepGraph, passing: PassingLocks) {
    this.#locks = locks.length;
    this.#threads = threads.length;
    this.#masks = new Uint16Array(locks.length * threads.length);
    for (const { thread, step } of nodes) {
      if (step === null || !('lock' in step.op) || passing.has(step.op.lock)) continue;
      this.#masks[thread * this.#locks + step.op.lock] |= accessOf(step.op.verb);
    }
  }

  someOther(thread: number, lock: number, accesses: number): boolean {
    for (let other = 0; other < this.#threads; other++) {
      if (other === thread) continue;
      if ((this.#masks[other * this.#locks + lock] & accesses) !== 0) return true;
    }
    return false;
  }
}
