import type { LockThread } from '../lock/lock-thread.ts';
import {
  CHAIN,
  CONTROL,
  HELD_ENTRY_WORDS,
  HELD_LOCKS_MAX,
  sizedRegions,
} from '../shared/memory-map.ts';
import { OrderGraph } from '../validate/order-graph.ts';

/** A task's stack of held locks, with the place where each was taken. */
export interface HeldStack {
  readonly thread: LockThread;
  /** Oldest first; places as of OpPlace. */
  readonly heldAt: readonly number[];
}

/** Who showed a dependency first, where the inner lock was taken, and where the outer one had been. */
export interface DependencySites {
  readonly thread: string;
  readonly at: number | undefined;
  readonly heldAt: number | undefined;
}

/**
 * Remembers for each chain of held locks the op that first showed it: the site of a lock in a trace is
 * a place in the trace, not a stack.
 *
 * The table of chains has a fixed size, however long the trace. When it is nearly full, all chains are
 * forgotten but those that tasks stand on; the order graph stays, and so does what is known of its
 * edges. A chain that comes again is judged again, to the same end. There is one process and nobody
 * else in this memory, so that no latch is needed.
 */
export class ChainSites {
  readonly #stacks: HeldStack[] = [];
  #at: (number | undefined)[] = [];
  /** By from * nodes + to, of edges whose chain is forgotten. */
  readonly #settled = new Map<number, DependencySites>();

  /** All stacks of one memory, from the start. */
  add(stack: HeldStack): void {
    this.#stacks.push(stack);
    stack.thread.validator.tellSites(NOWHERE);
  }

  learnt({ evidence }: LockThread, row: number, at: number): void {
    this.#at[evidence.chains.chainOfRow(row)] ??= at;
  }

  /** After a release from the middle of a stack: those above stand on new chains. */
  relearnt({ thread, heldAt }: HeldStack): void {
    thread.held.entries().forEach(({ row }, position) => {
      this.learnt(thread, row, heldAt[position] as number);
    });
  }

  /** Before anything that may learn chains: at most one for each held lock. */
  makeRoom({ memory, plan }: LockThread): void {
    const control = memory.region(CONTROL);
    const used = memory.i32[control.base + control.word.chains] as number;
    if (used + HELD_LOCKS_MAX > (plan.chains as number)) this.#forget();
  }

  dependency({ evidence }: LockThread, from: number, to: number): DependencySites {
    const { memory, registry, chains } = evidence;
    const settled = this.#settled.get(from * registry.nodes.length + to);
    if (settled !== undefined) return settled;
    const chain = new OrderGraph(memory, registry).chainOf(from, to);
    let held = chains.parentOf(chain);
    while (!chains.isRoot(held) && registry.slots[chains.slotOf(held)]?.node !== from) {
      held = chains.parentOf(held);
    }
    const thread = evidence.threadName(chains.threadOf(chain));
    return { thread, at: this.#at[chain], heldAt: this.#at[held] };
  }

  #forget(): void {
    const [first] = this.#stacks;
    if (first === undefined) return;
    this.#settle(first.thread);
    const slots = this.#stacks.map(({ thread }) => slotsOf(thread));
    clearChains(first.thread);
    this.#at = [];
    this.#stacks.forEach((stack, index) => {
      standOn(stack.thread, slots[index] as readonly number[]);
      this.relearnt(stack);
    });
  }

  #settle(thread: LockThread): void {
    const { memory, registry } = thread.evidence;
    const graph = new OrderGraph(memory, registry);
    const nodes = registry.nodes.length;
    for (let from = 0; from < nodes; from++) {
      for (let to = 0; to < nodes; to++) {
        const key = from * nodes + to;
        if (graph.chainOf(from, to) === 0 || this.#settled.has(key)) continue;
        this.#settled.set(key, this.dependency(thread, from, to));
      }
    }
  }
}

/** What this process does says nothing of the trace. */
const NOWHERE = { site: () => '' };

function slotsOf({ held, evidence }: LockThread): readonly number[] {
  const { chains } = evidence;
  return held.entries().map(({ row }) => chains.slotOf(chains.chainOfRow(row)));
}

function clearChains({ memory, evidence }: LockThread): void {
  const control = memory.region(CONTROL);
  const chain = memory.region(CHAIN);
  const transition = memory.region(sizedRegions(evidence.registry.sizes).transition);
  for (const { base, stride, records } of [chain, transition]) {
    memory.i32.fill(0, base, base + stride * records);
  }
  memory.i32[control.base + control.word.chains] = 0;
}

/** Puts a stack of held locks on chains of the emptied table. */
function standOn({ held, evidence, i32, id }: LockThread, slots: readonly number[]): void {
  const { chains } = evidence;
  let row = chains.rootRow(0);
  slots.forEach((slot, position) => {
    const known = chains.next(row, slot);
    row = known !== 0 ? known : chains.add(row, slot, '', id, 0);
    i32[held.root + HELD_ENTRY_WORDS * (position + 1) + 1] = row;
  });
}
