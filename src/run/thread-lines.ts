import type { ThreadCpu, ThreadShares } from '../measure/thread-shares.ts';
import type { LockKind, RunPlan } from '../shared/plan.ts';

/** What one thread of a run did with its time. */
export interface ThreadLine {
  readonly name: string;
  /** A service works for the others, until the last of them has left. */
  readonly service: boolean;
  readonly operations: number;
  readonly refusals: number;
  /** null: at this level nothing clocks the waits. */
  readonly share: ThreadTimeShares | null;
  /** null: the system does not tell, or the thread did not come back. */
  readonly cpu: ThreadCpu | null;
}

/**
 * Shares of a thread's time in the run, 0 to 1; the rest it ran, or rested where there was nothing to
 * do. A wait that was under way when the run ended is not counted.
 */
export interface ThreadTimeShares {
  /** For locks. */
  readonly waiting: number;
  /** For the lock that a transaction has backed off from. */
  readonly backingOff: number;
  /** For completions and fences, as is their purpose. */
  readonly parked: number;
  /** Of `waiting` and `backingOff`, by class; classes that it never waited for are left out. */
  readonly waitingByClass: Readonly<Record<string, number>>;
}

const EVENTS: readonly LockKind[] = ['completion', 'fence'];

/** `seconds`: how long the run took. */
export function threadLines(
  plan: RunPlan,
  threads: readonly ThreadShares[],
  seconds: number,
): readonly ThreadLine[] {
  const clocks = plan.level === 'stats' || plan.level === 'full';
  return threads.map(({ name, service, operations, refusals, waitNs, cpu }) => ({
    name,
    service,
    operations,
    refusals,
    share: clocks ? sharesOf(plan, waitNs, Math.max(1, seconds * 1e9)) : null,
    cpu,
  }));
}

function sharesOf(plan: RunPlan, waitNs: readonly number[], wholeNs: number): ThreadTimeShares {
  const lines = plan.locks.classes.map(({ name, kind }, i) => ({
    name,
    kind,
    share: (waitNs[i] as number) / wholeNs,
  }));
  const sumOf = (belongs: (kind: LockKind) => boolean) =>
    lines.reduce((sum, { kind, share }) => sum + (belongs(kind) ? share : 0), 0);
  // Contexts count the waits of the slow path, which their ww-mutexes count as well.
  const backingOff = sumOf((kind) => kind === 'pseudo');
  const waited = lines.filter(({ kind, share }) => isRealLock(kind) && share > 0);
  return {
    // What was summed in another order may differ in its last digit, and no share is negative.
    waiting: Math.max(0, sumOf(isRealLock) - backingOff),
    backingOff,
    parked: sumOf((kind) => EVENTS.includes(kind)),
    waitingByClass: Object.fromEntries(waited.map(({ name, share }) => [name, share])),
  };
}

function isRealLock(kind: LockKind): boolean {
  return !EVENTS.includes(kind) && kind !== 'pseudo';
}
