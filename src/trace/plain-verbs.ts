import { assert } from '../base/assert.ts';
import type { SlotRequest } from '../shared/lock-registry.ts';
import { type TraceOp, NONE } from './trace-op.ts';
import type { TraceState } from './trace-state.ts';
import type { TraceTask } from './trace-task.ts';

/** Performs an op; findings go to the task's journal. */
export type Performer = (state: TraceState, op: TraceOp) => void;

/** `lock` and `base_lock`: waited for, and mostly got. */
export const lockVerb: Performer = (state, op) => {
  const task = state.task(op);
  if (!acquire(state, task, op, { nest: op.nest, tried: false })) return;
  if (op.answer === 'interrupted') task.drop(op.lock);
};

/** `trylock` and `base_trylock`: refused, it never happened. */
export const trylockVerb: Performer = (state, op) => {
  if (op.answer === 'refused') return;
  acquire(state, state.task(op), op, { nest: op.nest, tried: true });
};

export const unlockVerb: Performer = (state, op) => {
  state.task(op).drop(op.lock);
};

export const initVerb: Performer = (state, op) => {
  renew(state, op, 'initialised');
};

export const freeVerb: Performer = (state, op) => {
  renew(state, op, 'freed');
};

export const setSubclassVerb: Performer = (state, op) => {
  state.lock(op.lock).subclass = op.subclass;
};

/** About the validator itself: whatever was annotated, a lock goes by the name of its class. */
export const classNameVerb: Performer = (state, op) => {
  const { registry } = state.task(op).thread.evidence;
  const { name, wwClass } = state.lock(op.lock);
  assert(registry.classOfLock(op.lock).name === wwClass, `the class of ${name} changed its name`);
};

/**
 * Takes the lock onto the task's stack. `nest`: the entity that is said to serialise the locks of its
 * class. That counts only when it was taken before the first of them (lockdep's check_deadlock). False:
 * it is not even held, which is reported, and the lock is not taken.
 */
export function acquire(
  state: TraceState,
  task: TraceTask,
  op: TraceOp,
  how: { readonly nest: number; readonly tried: boolean },
): boolean {
  const lock = task.lock(op.lock);
  const request: SlotRequest = {
    subclass: op.subclass === NONE ? state.lock(op.lock).subclass : op.subclass,
    shared: op.shared,
    recursive: op.recursive,
    tried: how.tried,
  };
  const slot = lock.slotFor(request);
  if (how.nest === NONE) {
    task.take(op.lock, slot);
    return true;
  }
  if (!task.holds(how.nest)) {
    task.thread.validator.nestLockNotHeld(op.lock, how.nest);
    return false;
  }
  const nestClass = state.classIndexOf(how.nest);
  const serialised = task.tookBefore(how.nest, slot);
  task.take(op.lock, serialised ? lock.slotFor({ ...request, nestClass }) : slot);
  return true;
}

function renew(state: TraceState, op: TraceOp, how: 'initialised' | 'freed'): void {
  const lock = state.lock(op.lock);
  if (lock.foreign || state.tasks.some((task) => task.holds(op.lock))) {
    state.task(op).thread.validator.heldFreed(op.lock, how);
    return;
  }
  lock.owner = null;
  lock.subclass = 0;
}
