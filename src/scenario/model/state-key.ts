import type { ModelProgram } from './model-program.ts';
import { PLACES } from './state-layout.ts';

const WORD_BITS = 32;

/** Packs what makes a state what it is into as few words as it needs. */
export class StateKey {
  /** The key of the state that was packed last. */
  readonly words: Int32Array;
  /**
   * Of each field: word of the state, what is taken off its value, word of the key, shift in it.
   */
  readonly #source: Int32Array;
  readonly #least: Int32Array;
  readonly #target: Int32Array;
  readonly #shift: Int32Array;

  constructor({ layout, threads, starts, ends }: ModelProgram) {
    const count = layout.identity - PLACES;
    this.#source = new Int32Array(count);
    this.#least = new Int32Array(count);
    this.#target = new Int32Array(count);
    this.#shift = new Int32Array(count);
    let target = 0;
    let shift = 0;
    for (let field = 0; field < count; field++) {
      const least = field < threads ? starts[field] : 0;
      const most = field < threads ? ends[field] : (layout.most[field + PLACES] as number);
      const bits = WORD_BITS - Math.clz32(most - least);
      if (shift + bits > WORD_BITS) {
        target++;
        shift = 0;
      }
      this.#source[field] = field + PLACES;
      this.#least[field] = least;
      this.#target[field] = target;
      this.#shift[field] = shift;
      shift += bits;
    }
    this.words = new Int32Array(target + 1);
  }

  pack(state: Int32Array): void {
    const { words } = this;
    words.fill(0);
    for (let field = 0; field < this.#source.length; field++) {
      const value = state[this.#source[field]] - this.#least[field];
      words[this.#target[field]] |= value << this.#shift[field];
    }
  }
}
