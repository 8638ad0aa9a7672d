import type { Integrity } from '../src/run/stage.ts';
import type { SharedMemory } from '../src/shared/shared-memory.ts';
import { auditContent } from './audit-content.ts';
import { AuditLog } from './audit-log.ts';
import { type LockedRun, auditLocks } from './audit-locks.ts';
import { auditObjects } from './audit-objects.ts';
import { auditPages } from './audit-pages.ts';
import { AuditView } from './audit-view.ts';
import { totalOf } from './counters.ts';
import type { StackPlan } from './stack-plan.ts';

/** What there was of a run, for the names in findings. */
export interface AuditedRun extends LockedRun {
  readonly stack: StackPlan;
}

/**
 * The final audit, after the threads have ended: every byte, every page, every count, every lock.
 *
 * @param complete false for a run that was cut: threads ended in the middle of something, so that
 *   counts cannot balance; then only the bytes are judged that nobody was working on
 */
export function auditStack(memory: SharedMemory, run: AuditedRun, complete: boolean): Integrity {
  const view = new AuditView(memory, run.stack);
  const log = new AuditLog();
  auditContent(view, log, complete);
  if (complete) {
    auditPages(view, log);
    auditObjects(view, log);
    auditLocks(memory, run, log);
  }
  return log.result({
    checked: totalOf(memory, 'checked'),
    corrupted: totalOf(memory, 'corrupted'),
  });
}
