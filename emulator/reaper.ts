import type { Attachments } from './attachment.ts';
import type { DmaBufs } from './dma-buf.ts';
import type { Exporter } from './exporter.ts';
import type { GemObjects } from './gem-object.ts';
import type { ObjectSlots } from './object-slots.ts';
import type { StackCore } from './stack-core.ts';

/** Dead objects that one call looks at: freeing keeps up with dying, and no call takes long. */
const OBJECTS_PER_CALL = 4;

/**
 * Frees dead objects where nothing is held: at the end of operations and of kswapd's rounds (the
 * kernel's delayed workers). A last reference is often dropped under locks that freeing needs.
 *
 * Freeing goes in steps that each may be refused; what is done is not done again, and the object
 * goes back among the dead for whoever comes next.
 */
export class Reaper {
  readonly #core: StackCore;
  readonly #objects: GemObjects;
  readonly #slots: ObjectSlots;
  readonly #attachments: Attachments;
  readonly #dmaBufs: DmaBufs;
  readonly #exporter: Exporter;

  constructor(
    core: StackCore,
    parts: {
      readonly objects: GemObjects;
      readonly slots: ObjectSlots;
      readonly attachments: Attachments;
      readonly dmaBufs: DmaBufs;
      readonly exporter: Exporter;
    },
  ) {
    this.#core = core;
    this.#objects = parts.objects;
    this.#slots = parts.slots;
    this.#attachments = parts.attachments;
    this.#dmaBufs = parts.dmaBufs;
    this.#exporter = parts.exporter;
  }

  /** Nothing may be held. */
  settle(): void {
    this.#attachments.retryDeferred();
    for (let count = 0; count < OBJECTS_PER_CALL; count++) {
      const object = this.#objects.exhume();
      if (object < 0) return;
      this.#core.convention.check('free an object');
      if (
        this.#objects.isImported(object) ? this.#freeImported(object) : this.#freeNative(object)
      ) {
        continue;
      }
      this.#objects.bury(object);
      return;
    }
  }

  #freeNative(object: number): boolean {
    this.#slots.disown(object);
    if (!this.#dropPages(object)) return false;
    this.#exporter.forget(object);
    this.#slots.vacate(object);
    return true;
  }

  #freeImported(object: number): boolean {
    const attachment = object - this.#core.plan.objects;
    const buffer = this.#objects.bufferOf(object);
    if (!this.#dropPages(object)) return false;
    if (this.#attachments.isMapped(attachment)) return false;
    if (this.#dmaBufs.isAttached(attachment)) {
      if (this.#dmaBufs.detach(buffer, attachment) === 'deadlock') return false;
    }
    this.#slots.vacate(object);
    this.#objects.put(buffer);
    return true;
  }

  #dropPages(object: number): boolean {
    if (this.#objects.isResident(object)) this.#core.guards.evict(object, 'request');
    return !this.#objects.isResident(object);
  }
}
