import type { GemObjects } from './gem-object.ts';
import { HANDLE } from './memory-map.ts';
import type { StackCore } from './stack-core.ts';
import { clientOfThread, slotCount } from './stack-plan.ts';

/**
 * What a client has open and mapped, by slot, each with the generation that it meant: a slot that
 * was freed and used again is another object, and answers `gone` (use after free is seen).
 *
 * Native objects are open to everybody by name, as flink names are. A mapping of a native object is
 * one of its place in the device file, so it shows whichever object lives in the slot.
 */
export class HandleTable {
  readonly client: number;
  readonly #i32: Int32Array;
  readonly #objects: GemObjects;
  readonly #opened: number;
  readonly #mapped: number;
  readonly #stride: number;

  constructor(core: StackCore, objects: GemObjects) {
    const region = core.thread.memory.region(HANDLE);
    this.client = clientOfThread(core.plan, core.thread.id - 1);
    const first = region.at(this.client * slotCount(core.plan));
    this.#i32 = core.i32;
    this.#objects = objects;
    this.#opened = first + region.word.opened;
    this.#mapped = first + region.word.mapped;
    this.#stride = region.stride;
  }

  /** A reference for an operation of this client; false: there is no such object for it. */
  get(object: number): boolean {
    const objects = this.#objects;
    if (!objects.isSlot(object) || !objects.get(object)) return false;
    // Looked at under the reference: from here on neither can change.
    if (!objects.isImported(object) && objects.isAlive(object)) return true;
    if (this.isOpen(object)) return true;
    objects.put(object);
    return false;
  }

  /** Under prime.lock, or with a reference. Pairs with the stores in open and close. */
  isOpen(object: number): boolean {
    const generation = Atomics.load(this.#i32, this.#opened + object * this.#stride);
    return generation !== 0 && generation === this.#objects.generationOf(object);
  }

  /** Under prime.lock. */
  open(object: number): void {
    const generation = this.#objects.generationOf(object);
    Atomics.store(this.#i32, this.#opened + object * this.#stride, generation);
  }

  /** Under prime.lock. */
  close(object: number): void {
    Atomics.store(this.#i32, this.#opened + object * this.#stride, 0);
  }

  /** Under mmap_lock, for reading at least. */
  isMapped(object: number): boolean {
    const generation = this.#i32[this.#mapped + object * this.#stride];
    if (!this.#objects.isImported(object)) return generation !== 0;
    return generation === this.#objects.generationOf(object);
  }

  /** Under mmap_lock, for writing. */
  setMapped(object: number, mapped: boolean): void {
    const generation = mapped ? this.#objects.generationOf(object) : 0;
    this.#i32[this.#mapped + object * this.#stride] = generation;
  }
}
