import type { Region } from '../src/shared/layout.ts';

/**
 * A set of small numbers in shared memory, free of locks: free pages, free swap slots, dead
 * objects. A bit is 1 while its number is in the set. Each word changes by compare-exchange or `or`
 * only; what is taken is nobody else's, whatever happened between the load and the exchange (no
 * ABA: a bit's value says all there is to know). `add` pairs with `take`: what was written before
 * `add` is seen by who takes the number.
 */
export class BitSet {
  readonly #i32: Int32Array;
  readonly #base: number;
  readonly #words: number;
  /** Where this thread looks first; spreads threads over the words. */
  #hint: number;

  /** @param region packed one-word records, of which the set uses `words` from `first` on */
  constructor(i32: Int32Array, region: Region, first: number, words: number, hint = 0) {
    this.#i32 = i32;
    this.#base = region.base + first;
    this.#words = words;
    this.#hint = words === 0 ? 0 : hint % words;
  }

  /**
   * Some number of the set, out of it. -1: one round over the words found none; with others adding
   * and taking meanwhile, that is no proof of an empty set.
   */
  take(): number {
    const i32 = this.#i32;
    for (let visited = 0; visited < this.#words; visited++) {
      const at = this.#base + this.#hint;
      let bits = Atomics.load(i32, at);
      while (bits !== 0) {
        const lowest = bits & -bits;
        const found = Atomics.compareExchange(i32, at, bits, bits ^ lowest);
        if (found === bits) return this.#hint * 32 + (31 - Math.clz32(lowest));
        bits = found;
      }
      this.#hint = this.#hint + 1 === this.#words ? 0 : this.#hint + 1;
    }
    return -1;
  }

  /** False when the number was in the set already. */
  add(number: number): boolean {
    const bit = 1 << (number & 31);
    return (Atomics.or(this.#i32, this.#base + (number >>> 5), bit) & bit) === 0;
  }

  has(number: number): boolean {
    return (Atomics.load(this.#i32, this.#base + (number >>> 5)) & (1 << (number & 31))) !== 0;
  }
}

/** Words that a set of `numbers` needs. */
export function wordsOfBits(numbers: number): number {
  return Math.ceil(numbers / 32);
}
