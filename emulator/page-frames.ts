import { BACKING } from './memory-map.ts';
import type { GemObjects } from './gem-object.ts';
import type { SgTables } from './sg-table.ts';
import type { StackCore } from './stack-core.ts';

/** Which frame lies behind page n of an object: its own table's, or, imported, its sg table's. */
export class PageFrames {
  readonly #i32: Int32Array;
  readonly #objects: GemObjects;
  readonly #tables: SgTables;
  readonly #natives: number;
  readonly #perObject: number;
  readonly #frameWord: number;
  readonly #stride: number;

  constructor(core: StackCore, objects: GemObjects, tables: SgTables) {
    const region = core.thread.memory.region(BACKING);
    this.#i32 = core.i32;
    this.#objects = objects;
    this.#tables = tables;
    this.#natives = core.plan.objects;
    this.#perObject = core.plan.pagesPerObject;
    this.#frameWord = region.base + region.word.frame;
    this.#stride = region.stride;
  }

  /** 0: no such page in sight. The caller has the object pinned. */
  frame(object: number, page: number): number {
    if (this.#objects.isImported(object)) return this.#tables.entry(object - this.#natives, page);
    return this.#i32[this.#frameWord + (object * this.#perObject + page) * this.#stride];
  }
}
