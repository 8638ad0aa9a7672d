import type { SharedMemory } from '../src/shared/shared-memory.ts';
import { COUNTERS } from './memory-map.ts';

export type CounterName = keyof typeof COUNTERS.words;

/** What one thread counts; plain adds, since each word has one writer and is read after the end. */
export class Counters {
  readonly #i32: Int32Array;
  readonly #at: number;
  readonly #word: { readonly [K in CounterName]: number };

  constructor(memory: SharedMemory, threadId: number) {
    const region = memory.region(COUNTERS);
    this.#i32 = memory.i32;
    this.#at = region.at(threadId);
    this.#word = region.word;
  }

  add(name: CounterName, amount: number): void {
    this.#i32[this.#at + this.#word[name]] += amount;
  }

  /** One page verified; the hot path's own form of `add`. */
  checked(): void {
    this.#i32[this.#at]++;
  }
}

/** Sum of a counter over all threads, as unsigned. */
export function totalOf(memory: SharedMemory, name: CounterName): number {
  const region = memory.region(COUNTERS);
  let total = 0;
  for (let record = 0; record < region.records; record++) {
    total += memory.i32[region.at(record) + region.word[name]] >>> 0;
  }
  return total;
}
