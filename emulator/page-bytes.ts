import type { Region } from '../src/shared/layout.ts';

/** Size of a page; the sg tables, the swap slots and the pool all deal in pages. */
export const PAGE_BYTES = 4096;
export const PAGE_WORDS = PAGE_BYTES / 4;
/** One word in each 64-byte line carries the pattern that operations check. */
const LINE_WORDS = 16;

/** Words at the start of a page that holds a buffer's content. */
export const PAGE_HEADER = {
  /** The content's identity (`contentOf`). */
  identity: 0,
  /** Page number inside the buffer. */
  page: 1,
  /** Writes made to this page; see `BufferAccess` for what it must equal. */
  version: 2,
  /** Thread id of the last writer, and of the one before. */
  writer: 3,
  previousWriter: 4,
} as const;

/** What a freed page is filled with (the kernel's slab poison). */
const POISON = 0x6b6b6b6b;
const POISONED_PAGE = new Int32Array(PAGE_WORDS).fill(POISON);
const GOLDEN_GAMMA = 0x9e3779b9;

/**
 * Identity of what one page of a buffer holds: constant from the buffer's creation (or from its
 * last purge) on, so that any reader at any time knows what it must see, whoever else reads or
 * writes.
 */
export function contentOf(buffer: number, content: number, page: number): number {
  let z = Math.imul(buffer + 1, 0x21f0aaad) ^ Math.imul(content, 0x735a2d97);
  z ^= Math.imul(page + 1, GOLDEN_GAMMA);
  z = Math.imul(z ^ (z >>> 15), 0x2c1b3c6d);
  return z ^ (z >>> 12);
}

/** The bytes of the pages of the pool; every access to them goes through here. */
export class PageBytes {
  readonly #i32: Int32Array;
  readonly #base: number;
  readonly #stride: number;

  constructor(i32: Int32Array, pages: Pick<Region, 'base' | 'stride'>) {
    this.#i32 = i32;
    this.#base = pages.base;
    this.#stride = pages.stride;
  }

  /** Index of the page's first word. */
  at(page: number): number {
    return this.#base + page * this.#stride;
  }

  /** Byte offset in the run's memory. */
  byteOffset(page: number): number {
    return this.at(page) * 4;
  }

  /** Writes the whole content of a page that nobody else can see yet. */
  create(page: number, identity: number, number: number, version: number): void {
    const at = this.at(page);
    this.#i32.fill(identity, at, at + PAGE_WORDS);
    this.writeLines(page, identity);
    this.#i32[at + PAGE_HEADER.page] = number;
    this.#i32[at + PAGE_HEADER.version] = version;
    this.#i32[at + PAGE_HEADER.writer] = 0;
    this.#i32[at + PAGE_HEADER.previousWriter] = 0;
  }

  /** Rewrites the pattern: the same words as ever, so that concurrent readers see no difference. */
  writeLines(page: number, identity: number): void {
    const at = this.at(page);
    for (let word = LINE_WORDS; word < PAGE_WORDS; word += LINE_WORDS) {
      this.#i32[at + word] = identity ^ Math.imul(word, GOLDEN_GAMMA);
    }
  }

  /** First word that is not as it must be (header and one word a line), or -1. */
  firstWrong(page: number, identity: number, number: number): number {
    const at = this.at(page);
    const i32 = this.#i32;
    if (i32[at] !== identity) return PAGE_HEADER.identity;
    if (i32[at + PAGE_HEADER.page] !== number) return PAGE_HEADER.page;
    for (let word = LINE_WORDS; word < PAGE_WORDS; word += LINE_WORDS) {
      if (i32[at + word] !== (identity ^ Math.imul(word, GOLDEN_GAMMA))) return word;
    }
    return -1;
  }

  /** As `firstWrong`, for every word of the page; the version and the writers are left out. */
  firstWrongOfAll(page: number, identity: number, number: number): number {
    const wrong = this.firstWrong(page, identity, number);
    if (wrong >= 0) return wrong;
    const at = this.at(page);
    for (let word = PAGE_HEADER.previousWriter + 1; word < PAGE_WORDS; word++) {
      if (word % LINE_WORDS !== 0 && this.#i32[at + word] !== identity) return word;
    }
    return -1;
  }

  /**
   * A GPU copy of one page: each word of the pattern is carried over by what it holds, not by what
   * it should hold, so that a wrong source makes a wrong destination.
   *
   * @param delta source identity XOR destination identity
   */
  copyLines(from: number, to: number, delta: number): void {
    const source = this.at(from);
    const destination = this.at(to);
    const i32 = this.#i32;
    for (let word = LINE_WORDS; word < PAGE_WORDS; word += LINE_WORDS) {
      i32[destination + word] = i32[source + word] ^ delta;
    }
  }

  /** Thread id that last wrote to the page; 0: nobody since it was filled. */
  writer(page: number): number {
    return this.#i32[this.at(page) + PAGE_HEADER.writer];
  }

  previousWriter(page: number): number {
    return this.#i32[this.at(page) + PAGE_HEADER.previousWriter];
  }

  poison(page: number): void {
    // Half the cost of `fill`, which goes word by word on shared memory.
    this.#i32.set(POISONED_PAGE, this.at(page));
  }

  /** First word of a free page that somebody wrote to (one a line and the header), or -1. */
  firstUnpoisoned(page: number, step: 1 | typeof LINE_WORDS = LINE_WORDS): number {
    const at = this.at(page);
    for (let word = 0; word < PAGE_WORDS; word += step) {
      if (this.#i32[at + word] !== POISON) return word;
    }
    return this.#i32[at + PAGE_HEADER.version] === POISON ? -1 : PAGE_HEADER.version;
  }
}
