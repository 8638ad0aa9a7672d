import { UsageError } from '../base/errors.ts';
import { readThreadStates } from '../deadlock/thread-states.ts';
import { assessFindings } from '../run/assess/assess-findings.ts';
import { ControlPanel } from '../run/control-panel.ts';
import { type LockLine, readLockLines } from '../run/lock-lines.ts';
import { mergeFindings } from '../run/merge-findings.ts';
import { registrySizes } from '../shared/lock-registry.ts';
import { THREAD, instrumentRegions } from '../shared/memory-map.ts';
import type { RunPlan } from '../shared/plan.ts';
import { createCompiledMemory } from '../shared/compiled-memory.ts';
import type { SharedMemory } from '../shared/shared-memory.ts';
import { Evidence } from '../validate/evidence.ts';
import type { Finding, ThreadState } from '../validate/finding.ts';
import { type JournalEntry, lostFindings, readJournal } from '../validate/journal.ts';
import { primeOrders } from '../validate/prime-orders.ts';
import { promiseEvents } from './arena-events.ts';
import type { ArenaHandle } from './arena-handle.ts';
import type { ArenaOptions, ThreadName } from './arena-options.ts';
import { requireKnown } from './declared-names.ts';
import { lostThread } from './lost-thread.ts';
import { planArena } from './plan-arena.ts';
import { EXIT_CLASS } from './plan-arena-locks.ts';
import { ROLL, Roll } from './roll.ts';

/**
 * Creates locks for worker threads of your own: hand `arena.handle` to each, where `enterArena` opens
 * it. Nothing here ever blocks.
 *
 * @throws {UsageError} where a declaration makes no sense; `mend` says how to put it right
 */
export function createArena<const O extends ArenaOptions>(options: O): Arena<O> {
  return new Arena(options);
}

/** The main side of an arena: looks on, at any time, without stopping anybody. */
export class Arena<O extends ArenaOptions = ArenaOptions> {
  /** For `workerData` or a message to each worker. */
  readonly handle: ArenaHandle<O>;
  readonly #memory: SharedMemory;
  readonly #plan: RunPlan;
  readonly #control: ControlPanel;
  readonly #roll: Roll;
  /** What no thread could write any more. */
  readonly #lost: Finding[] = [];

  constructor(options: O) {
    this.#plan = planArena(options);
    this.#memory = allocate(this.#plan);
    this.handle = { memory: this.#memory.handle, options: structuredClone(options) };
    promiseEvents(this.#memory, this.#plan, options);
    primeOrders(new Evidence(this.#memory, this.#plan));
    this.#control = new ControlPanel(this.#memory);
    this.#roll = new Roll(this.#memory, this.#names);
  }

  /** What was found so far, each once, with how often: what comes again is counted as threads leave. */
  findings(): JournalEntry[] {
    return mergeFindings(readJournal(this.#memory), this.#lost);
  }

  /**
   * The findings held against what the threads have recorded (`events`): what some other order of the
   * same events reaches becomes `predicted`, what this run speaks against is told why. Once all threads
   * have left; takes up to some seconds for millions of events. Without a record, as `findings`.
   */
  assess(): readonly JournalEntry[] {
    return assessFindings(this.#memory, this.#plan, this.findings());
  }

  /** Findings that there was no room for. */
  get findingsLost(): number {
    return lostFindings(this.#memory);
  }

  /** Deadlocks confirmed so far. */
  get deadlocks(): number {
    return this.#control.deadlocks;
  }

  /** Under `stop`: a deadlock was found, and everything stays as it is. */
  get frozen(): boolean {
    return this.#control.frozen;
  }

  /** A line of lock_stat for each class, in nanoseconds. While threads run it is a glimpse. */
  stats(): LockLine[] {
    const lines = readLockLines(this.#memory, this.#plan);
    return lines.filter((line) => line.class !== EXIT_CLASS);
  }

  /** What every thread does, holds and wants now; exact for threads that wait. */
  threads(): ThreadState[] {
    return readThreadStates(this.#memory, this.#plan);
  }

  /**
   * Says that the worker of a thread is gone: `worker.on('exit', () => arena.workerExited(name))`. A
   * worker that ends by itself has left before, whatever it threw; one that was terminated, or ran out
   * of memory, has not. What it held then stays locked, since nobody knows what state it guards: that
   * is a finding, and who comes to wait for it is answered `deadlock`.
   */
  workerExited(thread: ThreadName<O>): Finding | null {
    const names = this.#names;
    requireKnown('thread', thread, names);
    const index = names.indexOf(thread);
    if (!this.#roll.isPresent(index)) return null;
    const region = this.#memory.region(THREAD);
    const at = region.at(index + 1);
    // As LockThread.depart, in its place. Pairs with Blockers.hasDeparted: who waits from here on sees
    // that it will not move, and who waits already is seen below.
    Atomics.store(this.#memory.i32, at + region.word.departed, 1);
    const finding = lostThread(new Evidence(this.#memory, this.#plan), this.threads(), index);
    // Pairs with Blockers.waitOf: the dead wait for nothing.
    Atomics.store(this.#memory.i32, at + region.word.waiting, 0);
    if (finding === null) this.#roll.leave(index);
    else {
      this.#roll.lose(index);
      this.#lost.push(finding);
    }
    return finding;
  }

  get #names(): readonly string[] {
    return this.#plan.threads.map(({ name }) => name);
  }
}

function allocate(plan: RunPlan): SharedMemory {
  const regions = instrumentRegions(plan, registrySizes(plan.locks));
  try {
    const roll = { spec: ROLL, records: plan.threads.length };
    return createCompiledMemory([...regions, roll]);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError(
      'the arena needs more memory than there is',
      'declare fewer lock classes, or fewer `chains`',
    );
  }
}
