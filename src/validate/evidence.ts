import { HELD_ENTRY_WORDS, THREAD } from '../shared/memory-map.ts';
import { LockRegistry } from '../shared/lock-registry.ts';
import type { RunPlan } from '../shared/plan.ts';
import type { SharedMemory } from '../shared/shared-memory.ts';
import { ChainTable } from './chain-table.ts';
import type {
  AcquisitionName,
  CycleStep,
  HeldLockState,
  LockName,
  ThreadState,
} from './finding.ts';
import { eachHeldLock } from './held-locks.ts';

/** Turns the numbers of the shared memory into the names that a finding carries. Both sides use it. */
export class Evidence {
  readonly memory: SharedMemory;
  readonly plan: RunPlan;
  readonly registry: LockRegistry;
  readonly chains: ChainTable;
  readonly #thread;

  constructor(memory: SharedMemory, plan: RunPlan) {
    this.memory = memory;
    this.plan = plan;
    this.registry = new LockRegistry(plan.locks);
    this.chains = new ChainTable(memory, this.registry, plan.operations.length);
    this.#thread = memory.region(THREAD);
  }

  lockName(lock: number): LockName {
    const { name } = this.plan.locks.locks[lock] as { name: string };
    return { class: this.registry.classOfLock(lock).name, name };
  }

  acquisitionName(slot: number): AcquisitionName {
    const meaning = this.registry.slots[slot];
    if (meaning === undefined) return { class: '?', subclass: 0, mode: 'exclusive', tried: false };
    return {
      class: (this.plan.locks.classes[meaning.classIndex] as { name: string }).name,
      subclass: meaning.subclass,
      mode: meaning.shared ? 'shared' : 'exclusive',
      tried: meaning.tried,
    };
  }

  /** A lock as acquired by the chain of `row`. */
  held(lock: number, row: number): HeldLockState {
    const chain = this.chains.chainOfRow(row);
    return {
      ...this.lockName(lock),
      acquisition: this.acquisitionName(this.chains.slotOf(chain)),
      site: this.chains.siteOf(chain),
    };
  }

  /** What a thread (1-based id) does, holds and wants; exact while it is blocked or the caller. */
  threadState(thread: number): ThreadState {
    const { i32 } = this.memory;
    const at = this.#thread.at(thread);
    const { word } = this.#thread;
    const plan = this.plan.threads[thread - 1];
    const holds: HeldLockState[] = [];
    eachHeldLock(this.memory, thread, (lock, row) => holds.push(this.held(lock, row)));
    // Pairs with the store in WaitRecord.begin: the wait's other words were written before it.
    const waiting = Atomics.load(i32, at + word.waiting);
    return {
      thread: plan?.name ?? `thread ${thread}`,
      role: plan?.role ?? 'unknown',
      operation: this.operationName(i32[at + word.operation] as number),
      holds,
      ...(waiting === 0 ? {} : { wants: this.held(waiting - 1, i32[at + word.waitRow] as number) }),
    };
  }

  threadName(thread: number): string {
    if (thread === 0) return 'nobody yet';
    return this.plan.threads[thread - 1]?.name ?? `thread ${thread}`;
  }

  operationName(operation: number): string {
    return this.plan.operations[operation] ?? 'idle';
  }

  /** The dependency from -> to (nodes) as chain `chain` showed it. */
  dependency(from: number, to: number, chain: number): CycleStep {
    return {
      from: this.registry.nodeName(from),
      to: this.registry.nodeName(to),
      thread: this.threadName(this.chains.threadOf(chain)),
      operation: this.operationName(this.chains.operationOf(chain)),
      site: this.chains.siteOf(chain),
      heldSite: this.#siteOfNodeBelow(chain, from),
    };
  }

  /** Operations completed by all threads so far. */
  operationsDone(): number {
    let sum = 0;
    for (let thread = 1; thread <= this.plan.threads.length; thread++) {
      sum += (this.memory.i32[this.#thread.at(thread) + this.#thread.word.operations] ?? 0) >>> 0;
    }
    return sum;
  }

  setOperation(thread: number, operation: number): void {
    const at = this.#thread.at(thread);
    this.memory.i32[at + this.#thread.word.operation] = operation;
    const root = at + this.#thread.word.held;
    this.memory.i32[root + HELD_ENTRY_WORDS - 1] = this.chains.rootRow(operation);
  }

  #siteOfNodeBelow(chain: number, node: number): readonly string[] {
    for (
      let at = this.chains.parentOf(chain);
      !this.chains.isRoot(at);
      at = this.chains.parentOf(at)
    ) {
      if (this.registry.slots[this.chains.slotOf(at)]?.node === node) return this.chains.siteOf(at);
    }
    return [];
  }
}
