import { CHAIN, CONTROL, SITE, sizedRegions } from '../shared/memory-map.ts';
import type { LockRegistry } from '../shared/lock-registry.ts';
import type { SharedMemory } from '../shared/shared-memory.ts';

/**
 * The chains of held locks as an automaton in shared memory. A chain is a stack of acquisitions; its
 * *row* lists, for each slot, the row of the chain that acquiring it leads to. A seen acquisition is
 * therefore one load, `i32[row + slot]`, with nothing to hash and nothing to collide; lockdep's chain
 * cache hashes instead. 0 means unseen, and a stale 0 only sends the reader to the slow path, where the
 * graph latch orders everything: plain reads suffice.
 *
 * The first chains are the roots, one per operation, so that equal locks in different operations keep
 * their own sites.
 */
export class ChainTable {
  readonly #memory: SharedMemory;
  readonly #i32: Int32Array;
  readonly #control: number;
  readonly #chain;
  readonly #transition;
  readonly #site;
  readonly #words;
  readonly #roots: number;

  constructor(memory: SharedMemory, registry: LockRegistry, operations: number) {
    this.#memory = memory;
    this.#i32 = memory.i32;
    const control = memory.region(CONTROL);
    this.#control = control.base;
    this.#words = control.word;
    this.#chain = memory.region(CHAIN);
    this.#site = memory.region(SITE);
    this.#transition = memory.region(sizedRegions(registry.sizes).transition);
    this.#roots = operations;
  }

  rootRow(operation: number): number {
    return this.#transition.at(1 + operation);
  }

  /** Row that an acquisition leads to; 0: unseen. */
  next(row: number, slot: number): number {
    return this.#i32[row + slot] as number;
  }

  chainOfRow(row: number): number {
    return (row - this.#transition.base) / this.#transition.stride;
  }

  /** Adds the chain row + slot; the caller holds the graph latch. @throws {CapacityError} */
  add(row: number, slot: number, site: string, thread: number, operation: number): number {
    const i32 = this.#i32;
    const index = this.#control + this.#words.chains;
    const chain = 1 + this.#roots + (i32[index] as number);
    const parent = this.chainOfRow(row);
    const at = this.#chain.claim(chain);
    const { word } = this.#chain;
    i32[at + word.parent] = parent;
    i32[at + word.slot] = slot;
    i32[at + word.site] = this.#internSite(site);
    i32[at + word.thread] = thread;
    i32[at + word.operation] = operation;
    i32[index] = (i32[index] as number) + 1;
    const next = this.#transition.at(chain);
    // Pairs with the plain read of `next`: x86 and the latch order the record before it.
    Atomics.store(i32, row + slot, next);
    return next;
  }

  isRoot(chain: number): boolean {
    return chain <= this.#roots;
  }

  parentOf(chain: number): number {
    return this.#i32[this.#chain.at(chain) + this.#chain.word.parent] as number;
  }

  slotOf(chain: number): number {
    return this.#i32[this.#chain.at(chain) + this.#chain.word.slot] as number;
  }

  threadOf(chain: number): number {
    return this.#i32[this.#chain.at(chain) + this.#chain.word.thread] as number;
  }

  operationOf(chain: number): number {
    return this.#i32[this.#chain.at(chain) + this.#chain.word.operation] as number;
  }

  /** Frames of the chain's newest acquisition as first seen; empty for a root. */
  siteOf(chain: number): readonly string[] {
    const site = this.#i32[this.#chain.at(chain) + this.#chain.word.site] as number;
    if (site === 0) return [];
    const text = this.#siteText(site - 1);
    return text === '' ? [] : text.split('\n');
  }

  #siteText(site: number): string {
    const at = this.#site.at(site);
    const bytes = this.#i32[at + this.#site.word.bytes] as number;
    const start = (at + this.#site.word.text) * 4;
    return new TextDecoder().decode(this.#memory.u8.slice(start, start + bytes));
  }

  /** Site number + 1; sites are few, and this runs once per new chain. 0 when the table is full. */
  #internSite(text: string): number {
    const i32 = this.#i32;
    const count = i32[this.#control + this.#words.sites] as number;
    for (let site = 0; site < count; site++) if (this.#siteText(site) === text) return site + 1;
    if (count >= this.#site.records) return 0;
    const at = this.#site.at(count);
    const room = (this.#site.stride - 1) * 4;
    const bytes = new TextEncoder().encode(text).subarray(0, room);
    this.#memory.u8.set(bytes, (at + this.#site.word.text) * 4);
    i32[at + this.#site.word.bytes] = bytes.length;
    i32[this.#control + this.#words.sites] = count + 1;
    return count + 1;
  }
}
