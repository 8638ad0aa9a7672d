/**
 * The bare peer: a three-state futex mutex (Drepper, mutex2) that looks `spins` times before it
 * sleeps. It knows no owner, counts nothing and is never fair on purpose.
 */
export class FutexMutex {
  readonly i32: Int32Array;
  readonly word: number;
  readonly spins: number;

  constructor(i32: Int32Array, word: number, spins: number) {
    this.i32 = i32;
    this.word = word;
    this.spins = spins;
  }

  lock(): void {
    if (Atomics.compareExchange(this.i32, this.word, 0, 1) !== 0) this.lockContended();
  }

  unlock(): void {
    if (Atomics.exchange(this.i32, this.word, 0) === 2) Atomics.notify(this.i32, this.word, 1);
  }

  lockContended(): void {
    const { i32, word } = this;
    for (let spin = 0; spin < this.spins; spin++) {
      if (Atomics.load(i32, word) === 0 && Atomics.compareExchange(i32, word, 0, 1) === 0) return;
    }
    while (Atomics.exchange(i32, word, 2) !== 0) Atomics.wait(i32, word, 2);
  }
}
