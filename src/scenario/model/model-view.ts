import { POINT, type ScheduleView } from '../../schedule/schedule-view.ts';
import type { ModelMachine } from './model-machine.ts';
import { CODE, CODE_SHIFT, OP } from './model-program.ts';

// A constant of the module is compiled in; a property of an import is looked up at each use.
const { ahead: AT_AHEAD, lock: AT_LOCK, op: AT_OP, point: AT_POINT } = CODE;
const { wwTake: DO_WW_TAKE } = OP;
const SHIFT = CODE_SHIFT;

/** A machine as strategies see it: threads count from 1. */
export class ModelView implements ScheduleView {
  readonly threads: number;
  readonly enabled: Int32Array;
  count = 0;
  running = 0;
  step = 0;
  readonly #machine: ModelMachine;
  readonly #code: Int32Array;
  /** By owner word: index of the ww-mutex + 1. */
  readonly #lockOf: Int32Array;

  constructor(machine: ModelMachine) {
    const { threads, code, layout } = machine.program;
    this.threads = threads;
    this.enabled = new Int32Array(threads);
    this.#machine = machine;
    this.#code = code;
    this.#lockOf = new Int32Array(layout.words);
    for (const [lock, word] of layout.lockWord.entries())
      if (word >= 0) this.#lockOf[word] = lock + 1;
  }

  /** Fills `enabled`; answers how many. */
  look(): number {
    let count = 0;
    for (let thread = 0; thread < this.threads; thread++) {
      if (this.#machine.canStep(thread)) this.enabled[count++] = thread + 1;
    }
    this.count = count;
    return count;
  }

  pointOf(thread: number): number {
    const at = this.#machine.nodeOf(thread - 1) << SHIFT;
    if (this.#code[at + AT_OP] !== DO_WW_TAKE) return this.#code[at + AT_POINT];
    return this.#machine.isDropping(thread - 1) ? POINT.release : POINT.timed;
  }

  objectOf(thread: number): number {
    const at = this.#machine.nodeOf(thread - 1) << SHIFT;
    if (this.#code[at + AT_OP] !== DO_WW_TAKE) return this.#code[at + AT_LOCK];
    return this.#lockOf[this.#machine.contextWordOf(thread - 1)];
  }

  holds(thread: number, lock: number): boolean {
    return this.#machine.holds(thread - 1, lock);
  }

  /** As far as nothing is refused: the points from here to the end of the program. */
  remainingOf(thread: number): number {
    const at = this.#machine.nodeOf(thread - 1) << SHIFT;
    return Math.max(1, this.#code[at + AT_AHEAD]);
  }
}
