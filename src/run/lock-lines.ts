import {
  type ContentionPoint,
  type LockStats,
  acquisitionsByThread,
  readLockStats,
} from '../measure/lock-stats.ts';
import type { LockKind, RunPlan } from '../shared/plan.ts';
import type { SharedMemory } from '../shared/shared-memory.ts';
import { Evidence } from '../validate/evidence.ts';

/** Contention points kept per class, as many as lock_stat prints. */
const POINTS_MAX = 4;

/** Where a thread waited, where the holder had taken the lock, and how often the two met. */
export interface NamedPoint {
  readonly waiter: string;
  readonly holder: string;
  readonly count: number;
}

/** A class's line of lock_stat with its top contention points by name. */
export interface LockLine extends Omit<LockStats, 'points'> {
  readonly kind: LockKind;
  readonly points: readonly NamedPoint[];
  /** By the thread's name, for fairness; services too. */
  readonly acquisitionsByThread: Readonly<Record<string, number>>;
}

/** Reads all counters of a run whose threads have ended. Rows mean nothing without its memory. */
export function readLockLines(memory: SharedMemory, plan: RunPlan): LockLine[] {
  const { chains } = new Evidence(memory, plan);
  const siteOf = (row: number) => chains.siteOf(chains.chainOfRow(row))[0] ?? 'unknown';
  const byThread = acquisitionsByThread(memory, plan);
  return readLockStats(memory, plan).map((stats, classIndex) => ({
    ...stats,
    kind: plan.locks.classes[classIndex].kind,
    points: namePoints(stats.points, siteOf),
    acquisitionsByThread: Object.fromEntries(
      plan.threads.map(({ name }, thread) => [name, byThread[thread][classIndex]]),
    ),
  }));
}

/** One place reached by several chains is one place. Most frequent first. */
function namePoints(
  points: readonly ContentionPoint[],
  siteOf: (row: number) => string,
): NamedPoint[] {
  const merged = new Map<string, NamedPoint>();
  for (const { waiterRow, holderRow, count } of points) {
    const waiter = siteOf(waiterRow);
    const holder = siteOf(holderRow);
    const key = `${waiter}\n${holder}`;
    merged.set(key, { waiter, holder, count: count + (merged.get(key)?.count ?? 0) });
  }
  return [...merged.values()].sort((a, b) => b.count - a.count).slice(0, POINTS_MAX);
}
