import { UsageError } from '../base/errors.ts';
import type { Performer } from './plain-verbs.ts';
import type { TraceOp } from './trace-op.ts';
import type { TraceTask } from './trace-task.ts';

/** Reclaim of a file system is entered only by allocations that may, outside `nofs` scopes. */
function enters(task: TraceTask, op: TraceOp): boolean {
  return op.entersReclaim && task.nofsScopes === 0;
}

export const reclaimVerb: Performer = (state, op) => {
  const task = state.task(op);
  const { reclaim } = state;
  if (enters(task, op)) task.take(reclaim, task.lock(reclaim).slotFor({}));
};

export const endReclaimVerb: Performer = (state, op) => {
  const task = state.task(op);
  if (enters(task, op)) task.drop(state.reclaim);
};

export const mightAllocVerb: Performer = (state, op) => {
  const task = state.task(op);
  const { reclaim } = state;
  if (enters(task, op)) task.mightTake(reclaim, task.lock(reclaim).slotFor({}));
};

export const nofsVerb: Performer = (state, op) => {
  state.task(op).nofsScopes++;
};

export const endNofsVerb: Performer = (state, op) => {
  const task = state.task(op);
  if (task.nofsScopes === 0) {
    throw new UsageError(
      'a scope is restored that was never saved',
      'write a "memalloc_nofs_save" before it',
    );
  }
  task.nofsScopes--;
};
