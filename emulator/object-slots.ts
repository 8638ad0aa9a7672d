import { BitSet, wordsOfBits } from './bit-set.ts';
import type { BackingStore } from './backing-store.ts';
import type { GemObjects } from './gem-object.ts';
import { ADVICE_STATE, FREE_IMPORTS, OBJECT, OBJECT_STATE } from './memory-map.ts';
import type { StackCore } from './stack-core.ts';
import { deviceOfSlot, pagesOfSlot, slotsPerImporter } from './stack-plan.ts';

/** Who lives in which object slot: making objects and freeing their slots. */
export class ObjectSlots {
  readonly #core: StackCore;
  readonly #i32: Int32Array;
  readonly #objects: GemObjects;
  readonly #backing: BackingStore;
  /** Free imported slots of each importing device. */
  readonly #free: readonly BitSet[];
  readonly #share: number;
  readonly #word;

  constructor(core: StackCore, objects: GemObjects, backing: BackingStore) {
    const { plan, thread } = core;
    const region = thread.memory.region(FREE_IMPORTS);
    this.#core = core;
    this.#i32 = core.i32;
    this.#objects = objects;
    this.#backing = backing;
    this.#share = slotsPerImporter(plan);
    const words = wordsOfBits(this.#share);
    this.#free = Array.from(
      { length: plan.devices - plan.firstImporter },
      (_, importer) => new BitSet(core.i32, region, importer * words, words),
    );
    this.#word = thread.memory.region(OBJECT).word;
  }

  /** A native object in an empty slot; false while the slot is not empty. */
  makeNative(object: number): boolean {
    const { empty, making, alive } = OBJECT_STATE;
    const at = this.#objects.at(object);
    // Pairs with the store of `empty` in `vacate`: what the slot's last object left is seen.
    const state = at + this.#word.state;
    if (Atomics.compareExchange(this.#i32, state, empty, making) !== empty) return false;
    this.#reset(at, object, pagesOfSlot(this.#core.plan, object));
    this.#backing.renew(object);
    Atomics.store(this.#i32, at + this.#word.refs, 1);
    Atomics.store(this.#i32, state, alive);
    return true;
  }

  /** An imported object of `buffer` on the device, with one reference; -1: no slot is free. */
  makeImported(buffer: number, device: number, client: number): number {
    const importer = device - this.#core.plan.firstImporter;
    const index = this.#free[importer]?.take() ?? -1;
    if (index < 0) return -1;
    const object = this.#core.plan.objects + importer * this.#share + index;
    const at = this.#objects.at(object);
    this.#reset(at, buffer, this.#objects.pagesOf(buffer));
    this.#i32[at + this.#word.client] = client;
    Atomics.store(this.#i32, at + this.#word.refs, 1);
    Atomics.store(this.#i32, at + this.#word.state, OBJECT_STATE.alive);
    return object;
  }

  /** A native object's name is gone; false when it was closed before. */
  close(object: number): boolean {
    const { alive, closed } = OBJECT_STATE;
    const at = this.#objects.at(object) + this.#word.state;
    return Atomics.compareExchange(this.#i32, at, alive, closed) === alive;
  }

  /** The slot of a freed object may be used again. */
  vacate(object: number): void {
    Atomics.store(this.#i32, this.#objects.at(object) + this.#word.state, OBJECT_STATE.empty);
    if (!this.#objects.isImported(object)) return;
    const importer = deviceOfSlot(this.#core.plan, object) - this.#core.plan.firstImporter;
    const index = object - this.#core.plan.objects - importer * this.#share;
    if (this.#free[importer].add(index)) return;
    this.#core.evidence.corruption(
      'slot freed twice',
      `the slot of ${this.#objects.name(object)} was free already`,
    );
  }

  /** Advice that lets the pages of a dead object go without being swapped out. */
  disown(object: number): void {
    Atomics.store(this.#i32, this.#objects.at(object) + this.#word.advice, ADVICE_STATE.dontNeed);
  }

  #reset(at: number, buffer: number, pages: number): void {
    const { i32 } = this.#core;
    i32[at + this.#word.generation]++;
    i32[at + this.#word.buffer] = buffer;
    i32[at + this.#word.pages] = pages;
    i32[at + this.#word.advice] = ADVICE_STATE.willNeed;
    i32[at + this.#word.referenced] = 0;
  }
}
