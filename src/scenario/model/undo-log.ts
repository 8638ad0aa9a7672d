import { ARRIVAL, CODE, CODE_SHIFT } from './model-program.ts';
import { PLACES } from './state-layout.ts';

// A constant of the module is compiled in; a property of an import is looked up at each use.
const { arrival: ARRIVES } = CODE;
const { stays: STAYS } = ARRIVAL;
const SHIFT = CODE_SHIFT;
const FIRST_PLACE = PLACES;

const WORDS_AT_FIRST = 1024;
const ENTRY_WORDS = 2;

/** Whether there is a way back to earlier states; without it steps are cheaper. */
export type History = 'kept' | 'forgotten';

/** The one hand that writes the state of a machine: it may remember what was there before. */
export class UndoLog {
  /** Threads that have come to a node where they do not stay. */
  moved = 0;
  readonly state: Int32Array;
  readonly #isKept: boolean;
  readonly #code: Int32Array;
  readonly #moved: Int32Array;
  #entries = new Int32Array(WORDS_AT_FIRST);
  #length = 0;

  constructor(state: Int32Array, code: Int32Array, threads: number, history: History) {
    this.state = state;
    this.#isKept = history === 'kept';
    this.#code = code;
    this.#moved = new Int32Array(threads);
  }

  get length(): number {
    return this.#length;
  }

  write(word: number, value: number): void {
    if (this.#isKept) this.#remember(word);
    this.state[word] = value;
  }

  /** A thread comes to a node. */
  move(thread: number, node: number): void {
    this.write(FIRST_PLACE + thread, node);
    if (this.#code[(node << SHIFT) + ARRIVES] !== STAYS) {
      this.#moved[this.moved++] = thread;
    }
  }

  takeMoved(): number {
    return this.#moved[--this.moved];
  }

  backTo(length: number): void {
    const entries = this.#entries;
    for (let at = this.#length - ENTRY_WORDS; at >= length; at -= ENTRY_WORDS) {
      this.state[entries[at]] = entries[at + 1];
    }
    this.#length = length;
  }

  forget(): void {
    this.#length = 0;
  }

  #remember(word: number): void {
    const length = this.#length;
    if (length === this.#entries.length) this.#grow();
    this.#entries[length] = word;
    this.#entries[length + 1] = this.state[word];
    this.#length = length + ENTRY_WORDS;
  }

  #grow(): void {
    const more = new Int32Array(this.#entries.length * 2);
    more.set(this.#entries);
    this.#entries = more;
  }
}
