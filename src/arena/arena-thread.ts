import { UsageError } from '../base/errors.ts';
import type { Acquisition } from '../lock/acquisition.ts';
import type { Completion } from '../lock/lock-contracts.ts';
import type { RunPlan } from '../shared/plan.ts';
import { type SharedMemory, attachSharedMemory } from '../shared/shared-memory.ts';
import { ThreadContext } from '../thread/thread-context.ts';
import { eachHeldLock } from '../validate/held-locks.ts';
import { type ArenaHandle, requireHandle } from './arena-handle.ts';
import { ArenaLocks } from './arena-locks.ts';
import type { ArenaOptions, OperationName, ThreadName } from './arena-options.ts';
import { requireKnown } from './declared-names.ts';
import { leaveAtExit } from './leave-at-exit.ts';
import { planArena } from './plan-arena.ts';
import { EXIT_CLASS } from './plan-arena-locks.ts';
import { Roll } from './roll.ts';

/**
 * Makes the calling worker one of the arena's threads: the one of this name, or else the next that is
 * free. It leaves when it says so, or when the worker ends.
 *
 * @throws {UsageError} for a name that was not declared, or that another worker goes by
 */
export function enterArena<O extends ArenaOptions>(
  handle: ArenaHandle<O>,
  name?: ThreadName<O>,
): ArenaThread<O> {
  requireHandle(handle);
  const memory = attachSharedMemory(handle.memory);
  const plan = planArena(handle.options);
  const names = plan.threads.map((thread) => thread.name);
  const roll = new Roll(memory, names);
  if (name === undefined) return openThread(memory, plan, handle.options, roll, roll.enterAny());
  requireKnown('thread', name, names);
  const index = names.indexOf(name);
  roll.enter(index);
  return openThread(memory, plan, handle.options, roll, index);
}

function openThread<O extends ArenaOptions>(
  memory: SharedMemory,
  plan: RunPlan,
  options: O,
  roll: Roll,
  index: number,
): ArenaThread<O> {
  const thread = new ThreadContext(memory, plan, index);
  return new ArenaThread(options, thread, () => roll.leave(index));
}

/** A worker as a thread of the arena: what it locks with, and what it says of itself. */
export class ArenaThread<O extends ArenaOptions = ArenaOptions> extends ArenaLocks<O> {
  readonly name: string;
  readonly #thread: ThreadContext;
  /** One for each thread, by index. */
  readonly #exits: readonly Completion[];
  readonly #gone: () => void;
  readonly #stopListening: () => void;
  #state: 'idle' | 'busy' | 'left' = 'idle';

  /** `gone`: gives its name up. */
  constructor(options: O, thread: ThreadContext, gone: () => void) {
    super(options, thread.locks);
    this.name = thread.name;
    this.#thread = thread;
    this.#gone = gone;
    this.#exits = thread.locks.completions(EXIT_CLASS);
    this.#exits[thread.id - 1]?.renew();
    thread.arrive();
    thread.events?.begin();
    this.#stopListening = leaveAtExit(() => this.leave());
  }

  /**
   * Does `work` as the operation of this name, for reports and for counting. Nothing may be held
   * before and after it: what still is when it ends, or throws, is a `held-at-exit` finding and is let
   * go of. Operations do not nest, and nothing in them is awaited, since locks belong to threads.
   *
   * @throws {UsageError} where that is not so; else what `work` throws
   */
  operation<T>(name: OperationName<O>, work: () => T): T {
    const number = this.#numberOf(name);
    this.#mayBegin(name);
    this.#state = 'busy';
    this.#thread.beginOperation(number);
    let outcome: 'done' | 'refused' = 'refused';
    try {
      const result = work();
      if (result instanceof Promise) {
        throw new UsageError(`"${name}" returns a promise`, 'lock and release without `await`');
      }
      outcome = 'done';
      return result;
    } finally {
      this.#thread.endOperation(outcome);
      this.#state = 'idle';
    }
  }

  /** Waits until another thread has left: `acquired`, or `deadlock` where it never can. */
  join(thread: ThreadName<O>): Acquisition {
    const names = this.#thread.plan.threads.map(({ name }) => name);
    requireKnown('thread', thread, names);
    return (this.#exits[names.indexOf(thread)] as Completion).wait();
  }

  /**
   * This thread has done what it had to do: nothing may be locked by it from here on, and its name is
   * free. What it still holds is a `held-at-exit` finding and is let go of.
   */
  leave(): void {
    if (this.#state === 'left') return;
    this.#state = 'left';
    this.#stopListening();
    if (this.#holdsAny()) this.#thread.endOperation('refused');
    this.#exits[this.#thread.id - 1]?.complete();
    this.#thread.events?.end();
    this.#thread.depart();
    this.#thread.flush();
    this.#gone();
  }

  #mayBegin(name: string): void {
    const refuse = (when: string, mend: string) => {
      throw new UsageError(`${this.name} begins "${name}" ${when}`, mend);
    };
    if (this.#state === 'left') refuse('after it has left', 'enter again');
    if (this.#state === 'busy') refuse('inside another operation', 'end that one first');
    if (this.#holdsAny()) refuse('while it holds a lock', 'acquire within the operation');
  }

  #numberOf(name: string): number {
    const { operations } = this.#thread.plan;
    requireKnown('operation', name, operations.slice(1));
    return operations.indexOf(name);
  }

  #holdsAny(): boolean {
    let any = false;
    eachHeldLock(this.#thread.memory, this.#thread.id, () => {
      any = true;
    });
    return any;
  }
}
