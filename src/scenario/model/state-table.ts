const CHUNK_SHIFT = 14;
const CHUNK_STATES = 1 << CHUNK_SHIFT;
const SLOTS_AT_FIRST = 1 << 12;
const EMPTY = 0;

/** Set of states by their keys, compared word by word: no two are ever taken for one. */
export class StateTable {
  readonly #keyWords: number;
  readonly #statesMax: number;
  /** Numbers of states + 1, by hash. */
  #slots = new Int32Array(SLOTS_AT_FIRST);
  readonly #chunks: Int32Array[] = [];
  #count = 0;

  constructor(keyWords: number, statesMax: number) {
    this.#keyWords = keyWords;
    this.#statesMax = statesMax;
  }

  get count(): number {
    return this.#count;
  }

  get isFull(): boolean {
    return this.#count >= this.#statesMax;
  }

  /** False: it was there already. Not to be called when full. */
  add(key: Int32Array): boolean {
    if (this.#count * 2 >= this.#slots.length) this.#grow();
    const mask = this.#slots.length - 1;
    let slot = this.#hash(key, 0) & mask;
    for (let entry = this.#slots[slot]; entry !== EMPTY; entry = this.#slots[slot]) {
      if (this.#equals(entry - 1, key)) return false;
      slot = (slot + 1) & mask;
    }
    this.#slots[slot] = this.#append(key) + 1;
    return true;
  }

  #append(key: Int32Array): number {
    const number = this.#count++;
    const within = number & (CHUNK_STATES - 1);
    if (within === 0) this.#chunks.push(new Int32Array(CHUNK_STATES * this.#keyWords));
    const chunk = this.#chunks[number >> CHUNK_SHIFT];
    const at = within * this.#keyWords;
    for (let word = 0; word < this.#keyWords; word++) chunk[at + word] = key[word];
    return number;
  }

  #equals(number: number, key: Int32Array): boolean {
    const chunk = this.#chunks[number >> CHUNK_SHIFT];
    const at = (number & (CHUNK_STATES - 1)) * this.#keyWords;
    for (let word = 0; word < this.#keyWords; word++) {
      if (chunk[at + word] !== key[word]) return false;
    }
    return true;
  }

  /** murmur3 (A. Appleby, public domain), of `keyWords` words from `at`. */
  #hash(words: Int32Array, at: number): number {
    let hash = 0;
    for (let word = at; word < at + this.#keyWords; word++) {
      const spread = Math.imul(words[word], 0xcc9e2d51);
      hash ^= Math.imul((spread << 15) | (spread >>> 17), 0x1b873593);
      hash = Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64;
    }
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return hash ^ (hash >>> 16);
  }

  #grow(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let number = 0; number < this.#count; number++) {
      const chunk = this.#chunks[number >> CHUNK_SHIFT];
      let slot = this.#hash(chunk, (number & (CHUNK_STATES - 1)) * this.#keyWords) & mask;
      while (slots[slot] !== EMPTY) slot = (slot + 1) & mask;
      slots[slot] = number + 1;
    }
    this.#slots = slots;
  }
}
