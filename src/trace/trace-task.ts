import { LockThread } from '../lock/lock-thread.ts';
import { HELD_ENTRY_WORDS, THREAD } from '../shared/memory-map.ts';
import type { RunPlan } from '../shared/plan.ts';
import type { SharedMemory } from '../shared/shared-memory.ts';
import type { ChainSites, HeldStack } from './chain-sites.ts';
import type { OpPlace } from './op-place.ts';
import { TraceLock } from './trace-lock.ts';

/** What all tasks of a case share. */
export interface TraceArena {
  readonly memory: SharedMemory;
  readonly plan: RunPlan;
  readonly sites: ChainSites;
  readonly here: OpPlace;
}

/**
 * A task of a trace: a thread of the plan that has no worker. Several stand side by side in one
 * process, since none ever waits.
 */
export class TraceTask implements HeldStack {
  readonly thread: LockThread;
  readonly heldAt: number[] = [];
  /** Scopes in which allocations stay out of the file system's reclaim. */
  nofsScopes = 0;
  readonly #arena: TraceArena;
  readonly #locks: TraceLock[] = [];
  /** Index of its count of operations. */
  readonly #count: number;

  /** `id`: from 1, as of all threads. */
  constructor(arena: TraceArena, id: number) {
    this.#arena = arena;
    this.thread = new LockThread(arena.memory, arena.plan, id);
    const region = arena.memory.region(THREAD);
    this.#count = region.at(id) + region.word.operations;
    arena.sites.add(this);
  }

  /** Counts an op that it has performed. */
  performed(): void {
    const { i32 } = this.thread;
    i32[this.#count] = (i32[this.#count] as number) + 1;
  }

  lock(index: number): TraceLock {
    const known = this.#locks[index];
    if (known !== undefined) return known;
    const { sites, here } = this.#arena;
    const { thread } = this;
    const lock = new TraceLock(thread, index, (row) => sites.learnt(thread, row, here.at));
    this.#locks[index] = lock;
    return lock;
  }

  holds(lock: number): boolean {
    return this.thread.held.find(lock) !== 0;
  }

  /** The lock is held, and was taken before any of the node that `slot` acquires. */
  tookBefore(lock: number, slot: number): boolean {
    const { held, evidence } = this.thread;
    const { chains, registry } = evidence;
    const node = registry.slots[slot]?.node;
    const first = held.entries().find((entry) => {
      const meaning = registry.slots[chains.slotOf(chains.chainOfRow(entry.row))];
      return entry.lock === lock || meaning?.node === node;
    });
    return first?.lock === lock;
  }

  take(lock: number, slot: number): void {
    this.#arena.sites.makeRoom(this.thread);
    this.lock(lock).take(slot);
    this.heldAt.push(this.#arena.here.at);
  }

  /** The order is judged, no more. */
  mightTake(lock: number, slot: number): void {
    this.#arena.sites.makeRoom(this.thread);
    this.lock(lock).mightTake(slot);
  }

  /** False: it was not held, which is reported. */
  drop(lock: number): boolean {
    const { held } = this.thread;
    const entry = held.find(lock);
    const position = (entry - held.root) / HELD_ENTRY_WORDS - 1;
    this.#arena.sites.makeRoom(this.thread);
    if (!this.lock(lock).drop()) return false;
    this.heldAt.splice(position, 1);
    if (position < this.heldAt.length) this.#arena.sites.relearnt(this);
    return true;
  }
}
