import { IntList } from './int-list.ts';

const GOLDEN = 0x9e3779b1;

/**
 * Numbers pairs of integers in the order in which they come: 0, 1, 2. An open-addressed table, since
 * a Map would box every key that does not fit into 31 bits.
 */
export class PairTable {
  readonly #first = new IntList();
  readonly #second = new IntList();
  /** Number + 1; 0: free. */
  #slots = new Int32Array(256);

  get size(): number {
    return this.#first.length;
  }

  firstOf(id: number): number {
    return this.#first.values[id];
  }

  secondOf(id: number): number {
    return this.#second.values[id];
  }

  /** The number of the pair, which gets one if it is new. */
  idOf(first: number, second: number): number {
    const slot = this.#slotOf(first, second);
    const found = this.#slots[slot];
    if (found !== 0) return found - 1;
    const id = this.#first.push(first);
    this.#second.push(second);
    this.#slots[slot] = id + 1;
    if (this.size * 2 > this.#slots.length) this.#grow();
    return id;
  }

  /** -1: not there. */
  find(first: number, second: number): number {
    return this.#slots[this.#slotOf(first, second)] - 1;
  }

  /** The slot of the pair, or the free one where it belongs. */
  #slotOf(first: number, second: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    const [firsts, seconds] = [this.#first.values, this.#second.values];
    let slot = hash(first, second) & mask;
    for (let id = slots[slot] - 1; id >= 0; id = slots[slot] - 1) {
      if (firsts[id] === first && seconds[id] === second) break;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #grow(): void {
    this.#slots = new Int32Array(this.#slots.length * 2);
    for (let id = 0; id < this.size; id++) {
      this.#slots[this.#slotOf(this.firstOf(id), this.secondOf(id))] = id + 1;
    }
  }
}

function hash(first: number, second: number): number {
  let mixed = Math.imul(first, GOLDEN) ^ second;
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  return mixed ^ (mixed >>> 13);
}
