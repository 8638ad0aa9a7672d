import type { GemObjects } from './gem-object.ts';
import type { MapSteps } from './locking-design.ts';
import { ATTACHMENT, DEFERRED } from './memory-map.ts';
import { BitSet, wordsOfBits } from './bit-set.ts';
import type { Outcome } from './outcome.ts';
import type { PageFrames } from './page-frames.ts';
import type { PagePins } from './page-pins.ts';
import type { PagePool } from './page-pool.ts';
import type { SgTables } from './sg-table.ts';
import type { StackCore } from './stack-core.ts';

/**
 * Mapping of attachments by static importers: the first user pins the exporter's pages and builds
 * the sg table, later ones share it, the last one drops it (the cache of 2018, counted instead of
 * kept for the attachment's life, so that memory pressure can get at the exporter's pages).
 *
 * `map` and `unmap` of one attachment exclude each other by the design's guard.
 *
 * An unmap that the design refused is *deferred*: its user stays counted, so table and pin stay
 * valid. The next fill of the importing object takes a deferred user over, or `retryDeferred`
 * unmaps it.
 */
export class Attachments implements MapSteps {
  readonly #core: StackCore;
  readonly #i32: Int32Array;
  readonly #objects: GemObjects;
  readonly #pool: PagePool;
  readonly #pins: PagePins;
  readonly #frames: PageFrames;
  readonly #tables: SgTables;
  readonly #deferred: BitSet;
  readonly #base: number;
  readonly #stride: number;
  readonly #word: { readonly users: number; readonly table: number; readonly deferred: number };

  constructor(
    core: StackCore,
    parts: {
      readonly objects: GemObjects;
      readonly pool: PagePool;
      readonly pins: PagePins;
      readonly frames: PageFrames;
      readonly tables: SgTables;
    },
  ) {
    const { memory } = core.thread;
    const region = memory.region(ATTACHMENT);
    const words = wordsOfBits(core.plan.importedSlots);
    this.#core = core;
    this.#i32 = core.i32;
    this.#objects = parts.objects;
    this.#pool = parts.pool;
    this.#pins = parts.pins;
    this.#frames = parts.frames;
    this.#tables = parts.tables;
    this.#deferred = new BitSet(core.i32, memory.region(DEFERRED), 0, words);
    this.#base = region.base;
    this.#stride = region.stride;
    this.#word = region.word;
  }

  map(attachment: number): Outcome {
    this.#core.convention.check('map an attachment');
    const users = this.#at(attachment) + this.#word.users;
    if (Atomics.load(this.#i32, users) > 0) {
      Atomics.add(this.#i32, users, 1);
      return 'done';
    }
    const exporter = this.#objects.bufferOf(this.importerOf(attachment));
    const outcome = this.#pins.pin(exporter, 'importer');
    if (outcome !== 'done') return outcome;
    const table = this.#buildTable(attachment, exporter);
    if (table === 0) {
      this.#pins.unpin(exporter);
      return this.#pool.refusal;
    }
    this.#i32[this.#at(attachment) + this.#word.table] = table;
    // Pairs with the load above and in unmap: the table is complete.
    const before = Atomics.add(this.#i32, users, 1);
    if (before !== 0) this.#reportOverlap(attachment, 'mapped', before);
    return 'done';
  }

  unmap(attachment: number): void {
    const at = this.#at(attachment);
    const before = Atomics.sub(this.#i32, at + this.#word.users, 1);
    if (before > 1) return;
    if (before < 1) {
      Atomics.add(this.#i32, at + this.#word.users, 1);
      this.#reportOverlap(attachment, 'unmapped', before);
      return;
    }
    const table = this.#i32[at + this.#word.table];
    this.#i32[at + this.#word.table] = 0;
    this.#tables.free(attachment, table);
    this.#pins.unpin(this.#objects.bufferOf(this.importerOf(attachment)));
  }

  importerOf(attachment: number): number {
    return this.#core.plan.objects + attachment;
  }

  isMapped(attachment: number): boolean {
    return Atomics.load(this.#i32, this.#at(attachment) + this.#word.users) > 0;
  }

  /** Leaves a user counted whose unmap was refused; the caller may go on as if it had unmapped. */
  defer(attachment: number): void {
    // Pairs with takeDeferred in whichever thread fills or reaps next.
    Atomics.add(this.#i32, this.#at(attachment) + this.#word.deferred, 1);
    this.#deferred.add(attachment);
  }

  /** A deferred user, now the caller's; false when there is none. */
  takeDeferred(attachment: number): boolean {
    const at = this.#at(attachment) + this.#word.deferred;
    let count = Atomics.load(this.#i32, at);
    while (count > 0) {
      const found = Atomics.compareExchange(this.#i32, at, count, count - 1);
      if (found === count) return true;
      count = found;
    }
    return false;
  }

  /** With nothing held: unmaps one deferred user, if there is any. */
  retryDeferred(): void {
    const attachment = this.#deferred.take();
    if (attachment < 0 || !this.takeDeferred(attachment)) return;
    if (this.#core.guards.unmapAttachment(attachment) !== 'done') this.defer(attachment);
    else if (Atomics.load(this.#i32, this.#at(attachment) + this.#word.deferred) > 0) {
      this.#deferred.add(attachment);
    }
  }

  #buildTable(attachment: number, exporter: number): number {
    this.#core.convention.mightAllocate();
    const pages = this.#objects.pagesOf(exporter);
    const table = this.#tables.allocate(attachment, pages);
    if (table === 0) return 0;
    for (let page = 0; page < pages; page++) {
      this.#tables.set(attachment, table, page, this.#frames.frame(exporter, page));
    }
    return table;
  }

  #at(attachment: number): number {
    return this.#base + attachment * this.#stride;
  }

  #reportOverlap(attachment: number, what: string, users: number): void {
    const name = this.#objects.name(this.importerOf(attachment));
    this.#core.evidence.corruption(
      'attachment mapped without exclusion',
      `the attachment of ${name} was ${what} by two threads at once (users ${users})`,
    );
  }
}
