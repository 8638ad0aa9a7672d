import type { SharedMemory } from '../src/shared/shared-memory.ts';
import { BitSet, wordsOfBits } from './bit-set.ts';
import type { Evidence } from './evidence.ts';
import { DEAD, OBJECT, OBJECT_STATE } from './memory-map.ts';
import { objectName } from './device.ts';
import { type StackPlan, slotCount } from './stack-plan.ts';

/**
 * The table of GEM objects: life (state, generation, references) and pins. All lock-free.
 *
 * `refs`: 0 dead or empty; n > 0 alive. `get` moves n to n + 1 but never 0 to 1, `put` n to n - 1;
 * the put that reaches 0 hands the object to the reaper, since who drops a last reference may hold
 * locks that freeing needs.
 *
 * `pins` (i915's pages_pin_count): n > 0: the pages stay. `pinIfPinned` moves n to n + 1 but never
 * 0 to 1; that happens in the steps claim and publish only, under the design's guard, as does the
 * look at 0 in unpublish. `unpin` moves n to n - 1, anywhere.
 */
export class GemObjects {
  readonly count: number;
  readonly #i32: Int32Array;
  readonly #plan: StackPlan;
  readonly #evidence: Evidence;
  readonly #dead: BitSet;
  readonly #base: number;
  readonly #stride: number;
  readonly #refs: number;
  readonly #pins: number;
  readonly #state: number;
  readonly #generation: number;
  readonly #resident: number;
  readonly #referenced: number;
  readonly #buffer: number;
  readonly #pages: number;

  constructor(memory: SharedMemory, plan: StackPlan, evidence: Evidence) {
    const region = memory.region(OBJECT);
    this.count = slotCount(plan);
    this.#i32 = memory.i32;
    this.#plan = plan;
    this.#evidence = evidence;
    this.#dead = new BitSet(memory.i32, memory.region(DEAD), 0, wordsOfBits(this.count));
    this.#base = region.base;
    this.#stride = region.stride;
    this.#refs = region.base + region.word.refs;
    this.#pins = region.base + region.word.pins;
    this.#state = region.base + region.word.state;
    this.#generation = region.base + region.word.generation;
    this.#resident = region.base + region.word.resident;
    this.#referenced = region.base + region.word.referenced;
    this.#buffer = region.base + region.word.buffer;
    this.#pages = region.base + region.word.pages;
  }

  /** Index of the object's record, for the words that a page step writes. */
  at(object: number): number {
    return this.#base + object * this.#stride;
  }

  isSlot(object: number): boolean {
    return object >= 0 && object < this.count;
  }

  isImported(object: number): boolean {
    return object >= this.#plan.objects;
  }

  bufferOf(object: number): number {
    return this.#i32[this.#buffer + object * this.#stride];
  }

  pagesOf(object: number): number {
    return this.#i32[this.#pages + object * this.#stride];
  }

  stateOf(object: number): number {
    return Atomics.load(this.#i32, this.#state + object * this.#stride);
  }

  generationOf(object: number): number {
    return Atomics.load(this.#i32, this.#generation + object * this.#stride);
  }

  isResident(object: number): boolean {
    return Atomics.load(this.#i32, this.#resident + object * this.#stride) === 1;
  }

  isPinned(object: number): boolean {
    return Atomics.load(this.#i32, this.#pins + object * this.#stride) !== 0;
  }

  /** A reference, unless the object is dead (kref_get_unless_zero). */
  get(object: number): boolean {
    return incrementIfNotZero(this.#i32, this.#refs + object * this.#stride);
  }

  put(object: number): void {
    // Pairs with the compare-exchange in `get`: after 1 became 0 nobody gets a reference any more.
    const before = Atomics.sub(this.#i32, this.#refs + object * this.#stride, 1);
    if (before === 1) this.bury(object);
    if (before <= 0) {
      Atomics.add(this.#i32, this.#refs + object * this.#stride, 1);
      this.#evidence.corruption(
        'reference put twice',
        `a reference to ${this.name(object)} was put that nobody had (count ${before})`,
      );
    }
  }

  /** Hands a dead object to whoever reaps next. */
  bury(object: number): void {
    this.#dead.add(object);
  }

  /** A dead object to free, now this thread's alone; -1: none. */
  exhume(): number {
    return this.#dead.take();
  }

  /** The lock-free pin: pairs with the look at `pins` in unpublish. */
  pinIfPinned(object: number): boolean {
    return incrementIfNotZero(this.#i32, this.#pins + object * this.#stride);
  }

  unpin(object: number): void {
    const before = Atomics.sub(this.#i32, this.#pins + object * this.#stride, 1);
    if (before > 0) return;
    Atomics.add(this.#i32, this.#pins + object * this.#stride, 1);
    this.#evidence.corruption(
      'unpinned too often',
      `${this.name(object)} was unpinned while nothing pinned it (count ${before})`,
    );
  }

  /** Tells the reclaimer that the object is in use; a store only where it changes something. */
  markReferenced(object: number): void {
    const at = this.#referenced + object * this.#stride;
    if (this.#i32[at] === 0) Atomics.store(this.#i32, at, 1);
  }

  /** True when it was marked since the last call. */
  takeReferenced(object: number): boolean {
    return Atomics.exchange(this.#i32, this.#referenced + object * this.#stride, 0) === 1;
  }

  isAlive(object: number): boolean {
    return this.stateOf(object) === OBJECT_STATE.alive;
  }

  name(object: number): string {
    return objectName(this.#plan, object);
  }
}

function incrementIfNotZero(i32: Int32Array, at: number): boolean {
  let value = Atomics.load(i32, at);
  while (value > 0) {
    const found = Atomics.compareExchange(i32, at, value, value + 1);
    if (found === value) return true;
    value = found;
  }
  return false;
}
