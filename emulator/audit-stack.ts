import type { Integrity } from '../src/run/stage.ts';
import type { SharedMemory } from '../src/shared/shared-memory.ts';
import { auditContent } from './audit-content.ts';
import { AuditLog } from './audit-log.ts';
import { auditObjects } from './audit-objects.ts';
import { auditPages } from './audit-pages.ts';
import { AuditView } from './audit-view.ts';
import { totalOf } from './counters.ts';
import type { StackPlan } from './stack-plan.ts';

/**
 * The final audit, after the threads have ended: every byte, every page, every count.
 *
 * @param complete false for a run that was cut: threads ended in the middle of something, so that
 *   counts cannot balance; then only the bytes are judged that nobody was working on
 */
export function auditStack(memory: SharedMemory, plan: StackPlan, complete: boolean): Integrity {
  const view = new AuditView(memory, plan);
  const log = new AuditLog();
  auditContent(view, log, complete);
  if (complete) {
    auditPages(view, log);
    auditObjects(view, log);
  }
  return log.result({
    checked: totalOf(memory, 'checked'),
    corrupted: totalOf(memory, 'corrupted'),
  });
}
