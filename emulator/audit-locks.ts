import { OWNER_MASK, WRITER } from '../src/shared/lock-word.ts';
import { LOCK } from '../src/shared/memory-map.ts';
import type { LockClassPlan, LockKind, LockPlan, ThreadPlan } from '../src/shared/plan.ts';
import type { SharedMemory } from '../src/shared/shared-memory.ts';
import type { Finding, HeldLockState } from '../src/validate/finding.ts';
import type { AuditLog } from './audit-log.ts';

/** What of a run's plan names its locks and threads. */
export interface LockedRun {
  readonly threads: readonly ThreadPlan[];
  readonly locks: LockPlan;
}

/** Kinds whose state word is 0 when nobody holds the lock. */
const HELD_KINDS: ReadonlySet<LockKind> = new Set(['mutex', 'ww-mutex', 'rw-semaphore']);
/** Locks that a finding's sentence names; its list has all. */
const NAMED_MAX = 6;

/**
 * No lock is held once every thread has left: one finding per thread that left with any. (A lock
 * that does not lock never leaves 0.)
 */
export function auditLocks(memory: SharedMemory, run: LockedRun, log: AuditLog): void {
  const region = memory.region(LOCK);
  const heldBy = new Map<number, HeldLockState[]>();
  run.locks.locks.forEach(({ classIndex, name }, lock) => {
    const lockClass = run.locks.classes[classIndex];
    if (!HELD_KINDS.has(lockClass.kind)) return;
    const state = memory.i32[region.at(lock) + region.word.state];
    if (state === 0) {
      log.passed();
      return;
    }
    const owner = ownerOf(lockClass, state);
    heldBy.set(owner, [...(heldBy.get(owner) ?? []), heldState(lockClass, name, owner)]);
  });
  for (const [owner, holds] of heldBy) log.failed(heldAtExit(run.threads[owner - 1], holds));
}

/** Thread id; 0 for readers, which are counted and not named. */
function ownerOf({ kind }: LockClassPlan, state: number): number {
  return kind === 'rw-semaphore' && (state & WRITER) === 0 ? 0 : state & OWNER_MASK;
}

function heldState(lockClass: LockClassPlan, name: string, owner: number): HeldLockState {
  const mode = owner === 0 ? 'shared' : 'exclusive';
  const acquisition = { class: lockClass.name, subclass: 0, mode, tried: false } as const;
  return { class: lockClass.name, name, acquisition, site: [] };
}

function heldAtExit(owner: ThreadPlan | undefined, holds: readonly HeldLockState[]): Finding {
  const thread = owner?.name ?? 'somebody';
  const named = holds.slice(0, NAMED_MAX).map(({ name }) => name);
  const more = holds.length > NAMED_MAX ? ` and ${holds.length - NAMED_MAX} more` : '';
  return {
    type: 'held-at-exit',
    level: 'confirmed',
    key: `held-at-exit audit ${thread}`,
    summary: `final audit: ${thread} has left and still holds ${named.join(', ')}${more}`,
    locks: holds.map((held) => ({ class: held.class, name: held.name })),
    threads: [{ thread, role: owner?.role ?? 'unknown', operation: 'idle', holds }],
    cycle: [],
    details: [],
    afterOperations: 0,
  };
}
