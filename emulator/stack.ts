import type { ThreadContext } from '../src/thread/thread-context.ts';
import { buildClientSide } from './client-side.ts';
import { bindDesign } from './design-binding.ts';
import { Engine, type EngineParts } from './engine.ts';
import { Kswapd } from './kswapd.ts';
import type { LockingDesign } from './locking-design.ts';
import { buildMemorySide } from './memory-side.ts';
import type { Reaper } from './reaper.ts';
import { StackCore } from './stack-core.ts';
import type { StackOperations } from './stack-operations.ts';
import type { StackPlan } from './stack-plan.ts';
import { buildSubmissionSide } from './submission-side.ts';
import type { SwapDevice } from './swap-device.ts';

/**
 * The emulated stack as one thread sees it: code of its own over memory that all threads share.
 *
 * Workers use `operations`; kswapd calls `kswapd.round()`; an engine thread calls
 * `openEngine(index)` once, then `round()` on it, and `drain()` at the end. Each calls `leave()`
 * last.
 */
export class Stack {
  readonly operations: StackOperations;
  readonly kswapd: Kswapd;
  readonly #core: StackCore;
  readonly #engine: EngineParts;
  readonly #reaper: Reaper;

  constructor(thread: ThreadContext, plan: StackPlan, design: LockingDesign, device: SwapDevice) {
    const core = new StackCore(thread, plan);
    const memory = buildMemorySide(core, device);
    const submissions = buildSubmissionSide(core, memory);
    core.setGuards(bindDesign(core, design, { ...memory, ...submissions }));
    const { operations, reaper } = buildClientSide(core, memory, submissions);
    this.operations = operations;
    this.kswapd = new Kswapd(core, memory.pool, memory.shrinker, reaper);
    this.#core = core;
    this.#engine = { ...memory, ...submissions };
    this.#reaper = reaper;
  }

  /** The engine that this thread is to be, once a thread. */
  openEngine(index: number): Engine {
    return new Engine(this.#core, this.#engine, index);
  }

  /** Last call of the thread, with nothing held: frees what has died. */
  leave(): void {
    this.#reaper.settle();
  }
}
