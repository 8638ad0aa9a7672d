import type { BufferAccess } from './buffer-access.ts';
import type { GemObjects } from './gem-object.ts';
import type { Outcome } from './outcome.ts';
import type { PagePins } from './page-pins.ts';
import type { Reservations } from './reservation.ts';
import type { StackCore } from './stack-core.ts';
import type { Access } from './stack-operations.ts';

/** Most pages that one access touches. */
const PAGES_MAX = 8;

/**
 * dma_buf_begin_cpu_access to dma_buf_end_cpu_access: waits for the jobs on the buffer with nothing
 * held, then touches a run of pages. As the interface says, it keeps nobody else out.
 */
export class CpuAccess {
  readonly #core: StackCore;
  readonly #objects: GemObjects;
  readonly #reservations: Reservations;
  readonly #pins: PagePins;
  readonly #access: BufferAccess;

  constructor(
    core: StackCore,
    parts: {
      readonly objects: GemObjects;
      readonly reservations: Reservations;
      readonly pins: PagePins;
      readonly access: BufferAccess;
    },
  ) {
    this.#core = core;
    this.#objects = parts.objects;
    this.#reservations = parts.reservations;
    this.#pins = parts.pins;
    this.#access = parts.access;
  }

  perform(object: number, access: Access): Outcome {
    const fences = this.#reservations.wait(this.#objects.bufferOf(object));
    if (fences !== 'done') return fences;
    const outcome = this.#pins.pin(object, 'caller');
    if (outcome !== 'done') return outcome;
    const pages = this.#objects.pagesOf(object);
    const count = Math.min(pages, PAGES_MAX);
    const spare = pages - count;
    const first = spare === 0 ? 0 : this.#core.thread.random.below(spare + 1, 'first page');
    for (let page = first; page < first + count; page++) this.#access.touch(object, page, access);
    this.#pins.unpin(object);
    return 'done';
  }
}
