import { IntList } from './int-list.ts';

/**
 * Vector clocks, but kept only where they change otherwise than by the thread's own steps: a *mark*.
 * Entry `other` of a mark is the newest event of that thread that comes with it; -1: none.
 */
export class ClockMarks {
  readonly #width: number;
  /** Per thread its marks in order. */
  readonly #marks: readonly IntList[];
  readonly #events = new IntList();
  #clocks = new Int32Array(1024);

  constructor(threads: number) {
    this.#width = threads + 1;
    this.#marks = Array.from({ length: this.#width }, () => new IntList());
  }

  /** The newest mark of the thread at `event`; -1: none. */
  at(thread: number, event: number): number {
    const { values, length } = this.#marks[thread];
    const events = this.#events.values;
    let [low, high] = [0, length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (events[values[middle]] <= event) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? -1 : values[low - 1];
  }

  clock(mark: number, other: number): number {
    return this.#clocks[mark * this.#width + other];
  }

  /** The earliest mark of the thread whose entry `other` is `least` or more; there must be one. */
  firstKnowing(thread: number, other: number, least: number): number {
    const { values, length } = this.#marks[thread];
    let [low, high] = [0, length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.clock(values[middle], other) >= least) high = middle;
      else low = middle + 1;
    }
    return values[low];
  }

  /** A new mark of the thread, later than all it has, that begins as its last one. */
  add(thread: number, event: number): number {
    const marks = this.#marks[thread];
    const mark = this.#events.push(event);
    const at = mark * this.#width;
    if (at + this.#width > this.#clocks.length) {
      const grown = new Int32Array(this.#clocks.length * 2 + this.#width);
      grown.set(this.#clocks);
      this.#clocks = grown;
    }
    if (marks.length === 0) {
      this.#clocks.fill(-1, at, at + this.#width);
    } else {
      const last = marks.values[marks.length - 1] * this.#width;
      this.#clocks.copyWithin(at, last, last + this.#width);
    }
    marks.push(mark);
    return mark;
  }

  raise(mark: number, other: number, event: number): void {
    const at = mark * this.#width + other;
    if (event > this.#clocks[at]) this.#clocks[at] = event;
  }
}
