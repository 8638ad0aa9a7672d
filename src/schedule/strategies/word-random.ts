/** Of a 32-bit number. */
const FRACTION = 2 ** -32;

/**
 * A generator whose whole state is one word of a strategy's memory: mulberry32 (T. Ettinger, public
 * domain).
 */
export class WordRandom {
  readonly #words: Int32Array;
  readonly #at: number;

  constructor(words: Int32Array, at: number) {
    this.#words = words;
    this.#at = at;
  }

  begin(seed: number, schedule: number): void {
    this.#words[this.#at] = Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(schedule + 1, 0x85ebca6b);
  }

  /** A whole number in [0, limit); at most 2^31. */
  below(limit: number, _reason: string): number {
    const state = (this.#words[this.#at] + 0x6d2b79f5) | 0;
    this.#words[this.#at] = state;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    // A product is many times as fast as a remainder of numbers beyond 31 bits.
    return (((t ^ (t >>> 14)) >>> 0) * limit * FRACTION) | 0;
  }
}
