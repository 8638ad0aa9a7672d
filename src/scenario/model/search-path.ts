const DEPTH_AT_FIRST = 256;

/** The way from the first state to the one at hand, with what is still to be tried on it. */
export class SearchPath {
  readonly #threads: number;
  #depth = 0;
  /** By depth: threads to try, the last tried first; how many; how far the undo log had come. */
  #ways: Int32Array;
  #left = new Int32Array(DEPTH_AT_FIRST);
  #marks = new Int32Array(DEPTH_AT_FIRST);
  /** By depth: the thread that took the step. */
  #taken = new Int32Array(DEPTH_AT_FIRST);

  constructor(threads: number) {
    this.#threads = threads;
    this.#ways = new Int32Array(DEPTH_AT_FIRST * threads);
  }

  /** The state at hand is new: `count` of the threads are to be tried in it. */
  descend(threads: Int32Array, count: number, mark: number): void {
    const depth = this.#depth;
    if (depth === this.#left.length) this.#grow();
    const last = depth === 0 ? -1 : this.#taken[depth - 1];
    const at = depth * this.#threads;
    for (let n = 0; n < count; n++) this.#ways[at + count - 1 - n] = threads[n];
    for (let n = 0; n < count - 1; n++) {
      // Who ran last goes on first: few switches make a schedule that is easy to read.
      if (this.#ways[at + n] !== last) continue;
      this.#ways[at + n] = this.#ways[at + count - 1];
      this.#ways[at + count - 1] = last;
    }
    this.#left[depth] = count;
    this.#marks[depth] = mark;
    this.#depth = depth + 1;
  }

  /** Back to the last state in which something is left to be tried; false: there is none. */
  ascend(): boolean {
    while (this.#depth > 0 && this.#left[this.#depth - 1] === 0) this.#depth--;
    return this.#depth > 0;
  }

  /** Of the undo log, at the state at hand. */
  get mark(): number {
    return this.#marks[this.#depth - 1];
  }

  /** The thread to try next in the state at hand. */
  next(): number {
    const depth = this.#depth - 1;
    const thread = this.#ways[depth * this.#threads + --this.#left[depth]];
    this.#taken[depth] = thread;
    return thread;
  }

  choices(): number[] {
    return [...this.#taken.subarray(0, this.#depth)];
  }

  #grow(): void {
    this.#ways = doubled(this.#ways);
    this.#left = doubled(this.#left);
    this.#marks = doubled(this.#marks);
    this.#taken = doubled(this.#taken);
  }
}

function doubled(words: Int32Array): Int32Array<ArrayBuffer> {
  const more = new Int32Array(words.length * 2);
  more.set(words);
  return more;
}
