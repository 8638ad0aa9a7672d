import type { GemObjects } from './gem-object.ts';
import type { Outcome } from './outcome.ts';
import type { StackCore } from './stack-core.ts';

/** Pinning pages: without any lock while somebody else has them pinned, else through the design. */
export class PagePins {
  readonly #core: StackCore;
  readonly #objects: GemObjects;

  constructor(core: StackCore, objects: GemObjects) {
    this.#core = core;
    this.#objects = objects;
  }

  /** `done`: the pages stay until `unpin`. The caller has a reference. */
  pin(object: number, via: 'caller' | 'importer'): Outcome {
    this.#objects.markReferenced(object);
    if (this.#objects.pinIfPinned(object)) return 'done';
    return this.#core.guards.getPages(object, via);
  }

  /** Lock-free, so that an operation that gives way can always unpin. */
  unpin(object: number): void {
    this.#objects.unpin(object);
  }
}
