import { contextBegun, contextDone, contextEnded } from '../validate/rules/ww-api.ts';
import type { Performer } from './plain-verbs.ts';

/** To the order validator an acquire context is a lock, held from its begin to its end. */
export const beginVerb: Performer = (state, op) => {
  const task = state.task(op);
  const context = state.context(op.ctx);
  if (state.report(task, contextBegun(context.rules), op)) return;
  context.standsFor = op.ctx;
  task.take(op.ctx, task.lock(op.ctx).slotFor({}));
};

export const doneVerb: Performer = (state, op) => {
  state.report(state.task(op), contextDone(state.context(op.ctx).rules), op);
};

/** Ended twice, it is a bad unlock before it is anything else. */
export const endVerb: Performer = (state, op) => {
  const task = state.task(op);
  const { rules, standsFor } = state.context(op.ctx);
  const begun = rules.life !== 'raw';
  if (begun && !task.drop(standsFor)) return;
  state.report(task, contextEnded(rules), op);
};

/**
 * A copy of all that a context consists of. The stack of held locks does not know it: where it nests
 * locks, it stands for the original.
 */
export const copyVerb: Performer = (state, op) => {
  const copy = state.context(op.ctx);
  const original = state.context(op.source);
  copy.rules = { ...original.rules, name: copy.rules.name };
  copy.standsFor = original.standsFor;
};

/** Age decides what a lock answers, and the answer stands in the trace. */
export const stampVerb: Performer = () => undefined;

export const setClassVerb: Performer = (state, op) => {
  state.context(op.ctx).rules.wwClass = op.className;
};

export const setAcquiredVerb: Performer = (state, op) => {
  state.context(op.ctx).rules.acquired = op.value;
};
