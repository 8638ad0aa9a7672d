import type { BitSet } from './bit-set.ts';

/** Rounds after which `take` gives up; a promise makes one or two enough. */
const ROUNDS_MAX = 1024;

/**
 * A `BitSet` with a count of what is in it and promised to nobody. Who takes first lowers the count
 * (the promise), then looks for a number; who adds sets the bit first, then raises the count. So
 * there are never fewer bits than promises, and a promise is always kept.
 */
export class CountedSet {
  readonly #i32: Int32Array;
  readonly #count: number;
  readonly #set: BitSet;

  /** @param count index of the word that counts */
  constructor(i32: Int32Array, count: number, set: BitSet) {
    this.#i32 = i32;
    this.#count = count;
    this.#set = set;
  }

  count(): number {
    return Atomics.load(this.#i32, this.#count);
  }

  /** A number of the set, unless `floor` or fewer are left: then -1. */
  take(floor: number): number {
    let count = Atomics.load(this.#i32, this.#count);
    for (;;) {
      if (count <= floor) return -1;
      // Pairs with the add in `add`: the bit that raised the count is seen by the search below.
      const found = Atomics.compareExchange(this.#i32, this.#count, count, count - 1);
      if (found === count) break;
      count = found;
    }
    for (let round = 0; round < ROUNDS_MAX; round++) {
      const number = this.#set.take();
      if (number >= 0) return number;
    }
    Atomics.add(this.#i32, this.#count, 1);
    return -1;
  }

  /** False when the number was in the set already: it has been given back twice. */
  add(number: number): boolean {
    if (!this.#set.add(number)) return false;
    Atomics.add(this.#i32, this.#count, 1);
    return true;
  }

  has(number: number): boolean {
    return this.#set.has(number);
  }
}
