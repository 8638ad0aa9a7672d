import { assert } from '../src/base/assert.ts';
import type { ThreadContext } from '../src/thread/thread-context.ts';
import { Convention } from './locking-convention.ts';
import { Counters } from './counters.ts';
import { Evidence } from './evidence.ts';
import type { Guards } from './locking-design.ts';
import type { StackPlan } from './stack-plan.ts';

/** What every part of one thread's stack has in common. */
export class StackCore {
  readonly thread: ThreadContext;
  readonly plan: StackPlan;
  readonly i32: Int32Array;
  readonly counters: Counters;
  readonly evidence: Evidence;
  readonly convention: Convention;
  #guards: Guards | null = null;

  constructor(thread: ThreadContext, plan: StackPlan) {
    this.thread = thread;
    this.plan = plan;
    this.i32 = thread.i32;
    this.counters = new Counters(thread.memory, thread.id);
    this.evidence = new Evidence(thread, this.counters);
    this.convention = new Convention(thread, this.evidence);
  }

  /** The design's guards; made after the steps that they call. */
  get guards(): Guards {
    assert(this.#guards !== null, 'the design has not been asked for its guards yet');
    return this.#guards;
  }

  setGuards(guards: Guards): void {
    this.#guards = guards;
  }
}
