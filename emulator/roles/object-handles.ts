import type { Random } from '../../src/base/random.ts';

/** No object under this handle. */
export const NO_OBJECT = -1;

/**
 * The objects that one worker works on, by the number of their buffer: all native ones, or what it
 * remembers to have imported. A memory only: another thread of the client may have closed an object
 * meanwhile, and the stack then answers `gone`.
 */
export class ObjectHandles {
  readonly #random: Random;
  readonly #objects: Int32Array;
  readonly #mapped: Uint8Array;
  /** A permutation of the buffers, of which `shuffle` draws the beginning anew. */
  readonly #order: Int32Array;
  readonly #native: boolean;

  constructor(kind: 'native' | 'imported', buffers: number, random: Random) {
    this.#random = random;
    this.#native = kind === 'native';
    this.#order = Int32Array.from({ length: buffers }, (_, i) => i);
    this.#objects = this.#native ? this.#order.slice() : new Int32Array(buffers).fill(NO_OBJECT);
    // The stack maps all native objects into every client at the start.
    this.#mapped = new Uint8Array(buffers).fill(this.#native ? 1 : 0);
  }

  /** Any buffer. */
  pick(): number {
    return this.#random.below(this.#order.length, 'object');
  }

  /**
   * Draws `count` different buffers, or as many as there are, in random order; read them by `at`.
   */
  shuffle(count: number): number {
    const order = this.#order;
    const drawn = Math.min(count, order.length);
    for (let i = 0; i < drawn; i++) {
      const j = i + this.#random.below(order.length - i, 'object to submit');
      const buffer = order[i];
      order[i] = order[j];
      order[j] = buffer;
    }
    return drawn;
  }

  at(i: number): number {
    return this.#order[i];
  }

  /** The object to use for a buffer, or `NO_OBJECT`: import it first. */
  objectOf(buffer: number): number {
    return this.#objects[buffer];
  }

  isMapped(buffer: number): boolean {
    return this.#mapped[buffer] === 1;
  }

  imported(buffer: number, object: number): void {
    this.#objects[buffer] = object;
    this.#mapped[buffer] = 0;
  }

  mapped(buffer: number): void {
    this.#mapped[buffer] = 1;
  }

  /** The stack said `gone`, or it was closed. A native object keeps its slot for its successor. */
  forget(buffer: number): void {
    if (this.#native) return;
    this.#objects[buffer] = NO_OBJECT;
    this.#mapped[buffer] = 0;
  }
}
