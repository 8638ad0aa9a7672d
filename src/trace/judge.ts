import { UsageError } from '../base/errors.ts';
import { CONTROL } from '../shared/memory-map.ts';
import type { Finding } from '../validate/finding.ts';
import { readJournal } from '../validate/journal.ts';
import {
  beginVerb,
  copyVerb,
  doneVerb,
  endVerb,
  setAcquiredVerb,
  setClassVerb,
  stampVerb,
} from './context-verbs.ts';
import { placeFinding } from './place-finding.ts';
import {
  type Performer,
  classNameVerb,
  freeVerb,
  initVerb,
  lockVerb,
  setSubclassVerb,
  trylockVerb,
  unlockVerb,
} from './plain-verbs.ts';
import {
  endNofsVerb,
  endReclaimVerb,
  mightAllocVerb,
  nofsVerb,
  reclaimVerb,
} from './reclaim-verbs.ts';
import type { TraceOp } from './trace-op.ts';
import type { TraceState } from './trace-state.ts';
import type { Verb } from './vocabulary.ts';
import {
  foreignLockVerb,
  foreignUnlockVerb,
  setOwnerVerb,
  untouchedVerb,
  wwLockSlowVerb,
  wwLockVerb,
  wwTrylockVerb,
  wwUnlockVerb,
} from './ww-verbs.ts';

const PERFORMERS: Readonly<Record<Verb, Performer>> = {
  lock: lockVerb,
  trylock: trylockVerb,
  unlock: unlockVerb,
  init: initVerb,
  free: freeVerb,
  set_subclass: setSubclassVerb,
  assert_class_name_unchanged: classNameVerb,
  ww_ctx_init: beginVerb,
  ww_ctx_done: doneVerb,
  ww_ctx_fini: endVerb,
  ww_lock: wwLockVerb,
  ww_lock_slow: wwLockSlowVerb,
  ww_trylock: wwTrylockVerb,
  ww_unlock: wwUnlockVerb,
  base_lock: lockVerb,
  base_lock_interruptible: lockVerb,
  base_lock_killable: lockVerb,
  base_trylock: trylockVerb,
  base_unlock: unlockVerb,
  assert_ctx_untouched: untouchedVerb,
  foreign_lock: foreignLockVerb,
  foreign_unlock: foreignUnlockVerb,
  ctx_copy: copyVerb,
  ctx_stamp: stampVerb,
  ctx_set_class: setClassVerb,
  ctx_set_acquired: setAcquiredVerb,
  set_owner_ctx: setOwnerVerb,
  fs_reclaim_acquire: reclaimVerb,
  fs_reclaim_release: endReclaimVerb,
  might_alloc: mightAllocVerb,
  memalloc_nofs_save: nofsVerb,
  memalloc_nofs_restore: endNofsVerb,
};

/** Judges a case op by op, until the first report. */
export class Judge {
  readonly #state: TraceState;
  readonly #i32: Int32Array;
  /** Index of the journal's length: not 0 once something was found. */
  readonly #found: number;

  constructor(state: TraceState) {
    this.#state = state;
    const { memory } = (state.tasks[0] as TraceState['tasks'][number]).thread;
    const control = memory.region(CONTROL);
    this.#i32 = memory.i32;
    this.#found = control.base + control.word.journalBytes;
  }

  /** The report that this op leads to, or null. @throws {UsageError} for an op that cannot be */
  step(op: TraceOp): Finding | null {
    const state = this.#state;
    try {
      PERFORMERS[op.verb](state, op);
    } catch (error) {
      throw error instanceof UsageError ? state.here.located(error) : error;
    }
    const task = state.task(op);
    task.performed();
    if (this.#i32[this.#found] === 0) return null;
    const [first] = readJournal(task.thread.memory);
    return first === undefined ? null : placeFinding(first.finding, task, state.sites, state.here);
  }
}
