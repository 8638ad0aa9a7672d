import { ATTACHMENT } from './memory-map.ts';
import type { PagePool } from './page-pool.ts';
import type { StackCore } from './stack-core.ts';
import { slotCount } from './stack-plan.ts';

/** Word of the table's page where the frames begin. */
const FIRST_ENTRY = 16;
const MARK = 0x5347;

/**
 * The sg tables of the attachments. A table is a page of the pool: allocating it may reclaim, and a
 * table used after it was dropped reads as poison. Its entries are frames, so that an entry whose
 * page was freed since is seen as stale.
 */
export class SgTables {
  readonly #i32: Int32Array;
  readonly #pool: PagePool;
  readonly #ownerBase: number;
  readonly #tableWord: number;
  readonly #stride: number;

  constructor(core: StackCore, pool: PagePool) {
    const region = core.thread.memory.region(ATTACHMENT);
    this.#i32 = core.i32;
    this.#pool = pool;
    this.#ownerBase = slotCount(core.plan) + 1;
    this.#tableWord = region.base + region.word.table;
    this.#stride = region.stride;
  }

  /** A new table of `entries` frames, all 0 so far; its frame, or 0 (see the pool's refusal). */
  allocate(attachment: number, entries: number): number {
    const frame = this.#pool.allocate(this.#ownerBase + attachment);
    if (frame === 0) return 0;
    const page = this.#pool.pageFor(frame, this.#ownerBase + attachment);
    const at = this.#pool.bytes.at(page);
    this.#i32[at] = MARK + attachment;
    this.#i32[at + 1] = entries;
    return frame;
  }

  set(attachment: number, table: number, entry: number, frame: number): void {
    const page = this.#pool.pageFor(table, this.#ownerBase + attachment);
    if (page >= 0) this.#i32[this.#pool.bytes.at(page) + FIRST_ENTRY + entry] = frame;
  }

  /** Frame of the n-th page behind the attachment; 0 when there is no such table (any more). */
  entry(attachment: number, entry: number): number {
    const table = this.#i32[this.#tableWord + attachment * this.#stride];
    const page = this.#pool.pageFor(table, this.#ownerBase + attachment);
    if (page < 0) return 0;
    const at = this.#pool.bytes.at(page);
    if (this.#i32[at] !== MARK + attachment || entry >= this.#i32[at + 1]) return 0;
    return this.#i32[at + FIRST_ENTRY + entry];
  }

  free(attachment: number, table: number): void {
    this.#pool.free(table, this.#ownerBase + attachment);
  }
}

/** Whether a page of memory holds the table of an attachment; for the audit. */
export function isTablePage(i32: Int32Array, dataBase: number, attachment: number): boolean {
  return i32[dataBase] === MARK + attachment && i32[dataBase + 1] > 0;
}

/** Entries of a table page; for the audit. */
export function tableEntry(i32: Int32Array, dataBase: number, entry: number): number {
  return i32[dataBase + FIRST_ENTRY + entry];
}
