import { registrySizes } from '../shared/lock-registry.ts';
import { instrumentRegions } from '../shared/memory-map.ts';
import { createSharedMemory } from '../shared/shared-memory.ts';
import type { RunPlan } from '../shared/plan.ts';
import { UsageError } from '../base/errors.ts';
import {
  type WwContext,
  type WwLock,
  type WwViolation,
  newContext,
  wwApiFinding,
} from '../validate/rules/ww-api.ts';
import { ChainSites } from './chain-sites.ts';
import type { OpPlace } from './op-place.ts';
import type { Entity, Roster } from './roster.ts';
import { type TraceOp, NONE } from './trace-op.ts';
import { TraceTask } from './trace-task.ts';

/** A lock of the trace, beyond what the stacks of held locks know of it. */
export interface LockState extends WwLock {
  readonly index: number;
  /** Held by somebody outside the trace, and on no task's stack. */
  foreign: boolean;
  /** Subclass of acquisitions that name none. */
  subclass: number;
}

export interface ContextState {
  rules: WwContext;
  /** Entity that stands on the stack of held locks for it; of a copy, the original's. */
  standsFor: number;
}

/** What the ops of a case act upon: an empty validator, the tasks, the locks and the contexts. */
export class TraceState {
  readonly here: OpPlace;
  readonly sites = new ChainSites();
  readonly tasks: readonly TraceTask[];
  readonly reclaim: number;
  readonly #roster: Roster;
  readonly #locks: LockState[] = [];
  readonly #contexts: ContextState[] = [];

  constructor(roster: Roster, plan: RunPlan, here: OpPlace) {
    this.here = here;
    this.#roster = roster;
    this.reclaim = roster.reclaim;
    const memory = allocate(plan);
    const arena = { memory, plan, sites: this.sites, here };
    this.tasks = plan.threads.map((_, index) => new TraceTask(arena, index + 1));
  }

  task({ task }: TraceOp): TraceTask {
    return this.tasks[task] as TraceTask;
  }

  lock(index: number): LockState {
    const known = this.#locks[index];
    if (known !== undefined) return known;
    const { name, wwClass } = this.#named(index);
    const state = { name, wwClass, index, owner: null, foreign: false, subclass: 0 };
    this.#locks[index] = state;
    return state;
  }

  context(index: number): ContextState {
    const known = this.#contexts[index];
    if (known !== undefined) return known;
    const { name, wwClass } = this.#named(index);
    const state = { rules: newContext(name, wwClass), standsFor: index };
    this.#contexts[index] = state;
    return state;
  }

  classIndexOf(index: number): number {
    return (this.#roster.entities[index] as Entity).classIndex;
  }

  /** Reports misuse of the ww API; true when there was some. */
  report(task: TraceTask, violation: WwViolation | null, op: TraceOp): boolean {
    if (violation === null) return false;
    const { evidence, id, journal } = task.thread;
    const locks = [op.lock, op.ctx].filter((index) => index !== NONE);
    journal.write(wwApiFinding(evidence, id, violation, locks, this.here.site));
    return true;
  }

  #named(index: number): { readonly name: string; readonly wwClass: string } {
    const { name, classIndex } = this.#roster.entities[index] as Entity;
    return { name, wwClass: this.#roster.classes[classIndex]?.declaredAs ?? name };
  }
}

/** @throws {UsageError} when the case asks for more than there is memory for */
function allocate(plan: RunPlan) {
  try {
    return createSharedMemory(instrumentRegions(plan, registrySizes(plan.locks)));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const { classes, locks } = plan.locks;
    const what = `${plan.threads.length} tasks, ${locks.length} locks, ${classes.length} classes`;
    throw new UsageError(
      `there is not enough memory for ${what}`,
      'split the trace, or put locks that obey the same rules into one class',
    );
  }
}
