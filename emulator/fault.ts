import type { RwSemaphoreLock } from '../src/lock/lock-contracts.ts';
import type { BufferAccess } from './buffer-access.ts';
import type { GemObjects } from './gem-object.ts';
import type { HandleTable } from './handle-table.ts';
import type { Outcome } from './outcome.ts';
import type { PagePins } from './page-pins.ts';
import type { StackCore } from './stack-core.ts';
import { STACK_LOCK } from './stack-locks.ts';
import type { Access } from './stack-operations.ts';

/** The client's address space: mmap, munmap and page faults, under its `mmap_lock`. */
export class AddressSpace {
  readonly #core: StackCore;
  readonly #objects: GemObjects;
  readonly #handles: HandleTable;
  readonly #pins: PagePins;
  readonly #access: BufferAccess;
  readonly #lock: RwSemaphoreLock;

  constructor(
    core: StackCore,
    parts: {
      readonly objects: GemObjects;
      readonly handles: HandleTable;
      readonly pins: PagePins;
      readonly access: BufferAccess;
    },
  ) {
    this.#core = core;
    this.#objects = parts.objects;
    this.#handles = parts.handles;
    this.#pins = parts.pins;
    this.#access = parts.access;
    this.#lock = core.thread.locks.rwSemaphores(STACK_LOCK.mmap)[parts.handles.client];
  }

  /** With a reference on the object, as all of these. */
  mmap(object: number): Outcome {
    return this.#setMapped(object, true);
  }

  munmap(object: number): Outcome {
    return this.#setMapped(object, false);
  }

  /** One page, drawn at random, touched under mmap_lock: pinned, read or written, unpinned. */
  fault(object: number, access: Access): Outcome {
    if (this.#lock.acquireRead() !== 'acquired') return 'deadlock';
    const outcome = this.#handles.isMapped(object) ? this.#touchOne(object, access) : 'gone';
    this.#lock.releaseRead();
    return outcome;
  }

  #touchOne(object: number, access: Access): Outcome {
    const outcome = this.#pins.pin(object, 'caller');
    if (outcome !== 'done') return outcome;
    const pages = this.#objects.pagesOf(object);
    const page = pages === 1 ? 0 : this.#core.thread.random.below(pages, 'faulting page');
    this.#access.touch(object, page, access);
    this.#pins.unpin(object);
    return 'done';
  }

  #setMapped(object: number, mapped: boolean): Outcome {
    if (this.#lock.acquireWrite() !== 'acquired') return 'deadlock';
    this.#handles.setMapped(object, mapped);
    this.#lock.releaseWrite();
    return 'done';
  }
}
