import type { Attachments } from './attachment.ts';
import type { Outcome } from './outcome.ts';
import type { StackCore } from './stack-core.ts';

/** Pages of imported objects: they are the exporter's, seen through the attachment's sg table. */
export class Importer {
  readonly #core: StackCore;
  readonly #attachments: Attachments;

  constructor(core: StackCore, attachments: Attachments) {
    this.#core = core;
    this.#attachments = attachments;
  }

  fill(object: number): Outcome {
    const attachment = object - this.#core.plan.objects;
    if (this.#attachments.takeDeferred(attachment)) return 'done';
    return this.#core.guards.mapAttachment(attachment);
  }

  /** A refused unmap is tried again later: there is nobody to tell. */
  discard(object: number): void {
    const attachment = object - this.#core.plan.objects;
    const outcome = this.#core.guards.unmapAttachment(attachment);
    if (outcome !== 'done') this.#attachments.defer(attachment);
  }

  release(object: number): Outcome {
    return this.#core.guards.unmapAttachment(object - this.#core.plan.objects);
  }
}
