import { UsageError } from '../base/errors.ts';
import {
  acquisitionBegun,
  backedOff,
  leftWithoutOwner,
  lockAcquired,
  lockReleased,
  slowPathTaken,
} from '../validate/rules/ww-api.ts';
import { type Performer, acquire } from './plain-verbs.ts';
import { type TraceOp, NONE } from './trace-op.ts';
import type { TraceState } from './trace-state.ts';
import type { TraceTask } from './trace-task.ts';

/**
 * Ww-mutexes. Of an acquisition the order is judged first and the API after it, as the kernel does it;
 * a lock that answers EALREADY or refuses was never asked for.
 */
export const wwLockVerb: Performer = (state, op) => {
  const task = state.task(op);
  if (op.ctx === NONE) {
    if (acquire(state, task, op, { nest: NONE, tried: false })) interrupted(task, op);
    return;
  }
  if (op.answer !== 'already') acquireUnder(state, task, op, false);
};

export const wwLockSlowVerb: Performer = (state, op) => {
  const task = state.task(op);
  const lock = state.lock(op.lock);
  const misuse = slowPathTaken(state.context(op.ctx).rules, lock);
  if (!state.report(task, misuse, op)) acquireUnder(state, task, op, false);
};

export const wwTrylockVerb: Performer = (state, op) => {
  if (op.answer === 'refused') return;
  const task = state.task(op);
  if (op.ctx === NONE) acquire(state, task, op, { nest: NONE, tried: true });
  else acquireUnder(state, task, op, true);
};

export const wwUnlockVerb: Performer = (state, op) => {
  const task = state.task(op);
  const misuse = lockReleased(state.lock(op.lock));
  if (!state.report(task, misuse, op)) task.drop(op.lock);
};

/** Somebody else holds it: it stands on nobody's stack here. */
export const foreignLockVerb: Performer = (state, op) => {
  const lock = state.lock(op.lock);
  lock.foreign = true;
  lock.owner = state.context(op.ctx).rules;
};

export const foreignUnlockVerb: Performer = (state, op) => {
  const lock = state.lock(op.lock);
  if (!lock.foreign) {
    throw new UsageError(
      `${lock.name} is not held by anybody else`,
      'write a "foreign_lock" before it',
    );
  }
  lock.foreign = false;
  lock.owner = null;
};

export const untouchedVerb: Performer = (state, op) => {
  state.report(state.task(op), leftWithoutOwner(state.lock(op.lock)), op);
};

export const setOwnerVerb: Performer = (state, op) => {
  state.lock(op.lock).owner = op.ctx === NONE ? null : state.context(op.ctx).rules;
};

function acquireUnder(state: TraceState, task: TraceTask, op: TraceOp, tried: boolean): void {
  const lock = state.lock(op.lock);
  const { rules, standsFor } = state.context(op.ctx);
  if (state.report(task, acquisitionBegun(rules, lock), op)) return;
  if (!acquire(state, task, op, { nest: standsFor, tried })) return;
  if (op.answer === 'back-off') {
    task.drop(op.lock);
    state.report(task, backedOff(rules, lock), op);
  } else if (!interrupted(task, op)) {
    state.report(task, lockAcquired(rules, lock), op);
  }
}

/** Waited for in vain: it was judged, and is not held. */
function interrupted(task: TraceTask, op: TraceOp): boolean {
  if (op.answer !== 'interrupted') return false;
  task.drop(op.lock);
  return true;
}
