import { assert } from './assert.ts';

/** Weyl increment of splitmix32; spreads consecutive seeds apart. */
const GOLDEN_GAMMA = 0x9e3779b9;

/**
 * Seeded generator (xorshift32, Marsaglia 2003), one a thread. Every draw names its reason, so that
 * a recorded run can check that a replay draws for the same reasons in the same order.
 */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = mix(seed) || 1;
  }

  /** A whole number in [0, limit). */
  below(limit: number, _reason: string): number {
    let x = this.#state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#state = x;
    return (x >>> 0) % limit;
  }

  /** True with probability `percent` / 100. */
  percent(percent: number, reason: string): boolean {
    return this.below(100, reason) < percent;
  }

  /** An independent generator for a part of the run, derived from this one's seed and `index`. */
  fork(index: number, reason: string): Random {
    assert(index >= 0, 'a fork needs an index');
    return new Random((this.below(0x7fffffff, reason) + Math.imul(index, GOLDEN_GAMMA)) | 0);
  }
}

function mix(seed: number): number {
  let z = (seed + GOLDEN_GAMMA) | 0;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return z ^ (z >>> 15);
}
