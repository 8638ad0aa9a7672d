/** A reusable barrier over two words (arrived, generation), for benchmarks on raw workers. */
export class BenchBarrier {
  static readonly WORDS = 2;
  readonly #i32: Int32Array;
  readonly #parties: number;

  constructor(buffer: SharedArrayBuffer, parties: number) {
    this.#i32 = new Int32Array(buffer, 0, BenchBarrier.WORDS);
    this.#parties = parties;
  }

  wait(): void {
    const generation = Atomics.load(this.#i32, 1);
    // The last to arrive resets the count before it opens the next generation.
    if (Atomics.add(this.#i32, 0, 1) + 1 === this.#parties) {
      Atomics.store(this.#i32, 0, 0);
      Atomics.add(this.#i32, 1, 1);
      Atomics.notify(this.#i32, 1);
      return;
    }
    while (Atomics.load(this.#i32, 1) === generation) Atomics.wait(this.#i32, 1, generation);
  }
}
