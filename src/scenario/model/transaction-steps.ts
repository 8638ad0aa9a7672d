import { CODE, type ModelProgram, OP } from './model-program.ts';
import { TRANSACTION } from './state-layout.ts';
import type { UndoLog } from './undo-log.ts';

const {
  held: HELD,
  listed: LISTED,
  dropping: DROPPING,
  wounded: WOUNDED,
  list: LIST,
} = TRANSACTION;

/**
 * Ww-mutexes under acquire contexts, and the loop that takes them (ww-mutex-design.rst). A
 * context's age is its place in the order of the ww_begin of its group.
 *
 * Wait-die: a context that holds locks does not wait for an older one, it backs off. Wound-wait: an
 * older context wounds the owner that it finds, and a wounded one backs off instead of waiting. Who
 * backs off gives up all that it holds, one by one, waits for the lock that it could not have, and
 * takes the rest anew. Waiting is not a step: a context that waits for a lock that has come to
 * another owner meanwhile is judged by what the owner is then.
 */
export class TransactionSteps {
  readonly #code: Int32Array;
  readonly #state: Int32Array;
  readonly #undo: UndoLog;
  readonly #program: ModelProgram;
  readonly #base: readonly number[];
  readonly #age: readonly (readonly number[])[];

  constructor(program: ModelProgram, undo: UndoLog) {
    this.#program = program;
    this.#code = program.code;
    this.#state = undo.state;
    this.#undo = undo;
    this.#base = program.layout.transaction;
    this.#age = program.layout.age;
  }

  /** At a node that takes ww-mutexes. */
  canTake(thread: number, at: number): boolean {
    return this.#stepOf(thread, at) !== WAIT;
  }

  /** It gives up what it holds, one by one. */
  isDropping(thread: number): boolean {
    return this.#state[this.#base[thread] + DROPPING] > 0;
  }

  /** Owner word of the lock that the thread takes next, or gives up. */
  wordOf(thread: number): number {
    const base = this.#base[thread];
    const dropping = this.#state[base + DROPPING];
    return this.#state[base + LIST + (dropping > 0 ? dropping : this.#state[base + HELD])];
  }

  perform(thread: number, at: number): void {
    switch (this.#code[at + CODE.op]) {
      case OP.wwBegin:
        this.#begin(thread, at);
        break;
      case OP.wwEnd:
        this.#end(thread, at);
        break;
      case OP.wwUnlock:
        this.#unlock(thread, this.#code[at + CODE.word]);
        break;
      default:
        this.#take(thread, at);
        return;
    }
    this.#undo.move(thread, this.#code[at + CODE.next]);
  }

  /** Puts the locks to take on the thread's list, but for those that it holds. */
  arrive(thread: number, at: number): void {
    const state = this.#state;
    const base = this.#base[thread];
    const held = state[base + HELD];
    const wanted = this.#program.wwLists[this.#code[at + CODE.value]];
    let listed = held;
    for (let n = 0; n < wanted.length; n++) {
      if (state[wanted[n]] === thread + 1) continue;
      this.#undo.write(base + LIST + listed, wanted[n]);
      listed++;
    }
    this.#undo.write(base + LISTED, listed);
    if (listed === held) this.#undo.move(thread, this.#code[at + CODE.next]);
  }

  #stepOf(thread: number, at: number): number {
    const state = this.#state;
    const base = this.#base[thread];
    if (state[base + DROPPING] > 0) return DROP;
    const held = state[base + HELD];
    const lock = state[base + LIST + held];
    const owner = state[lock] - 1;
    if (owner < 0) return TAKE;
    const ages = this.#age[this.#code[at + CODE.extra]];
    const isOlder = state[ages[thread]] < state[ages[owner]];
    if (this.#program.woundWait[lock] === 0) return held > 0 && !isOlder ? BACK_OFF : WAIT;
    if (state[base + WOUNDED] === 1) return BACK_OFF;
    return isOlder && state[this.#base[owner] + WOUNDED] === 0 ? WOUND : WAIT;
  }

  #take(thread: number, at: number): void {
    const state = this.#state;
    const undo = this.#undo;
    const base = this.#base[thread];
    const held = state[base + HELD];
    const lock = state[base + LIST + held];
    switch (this.#stepOf(thread, at)) {
      case TAKE:
        undo.write(lock, thread + 1);
        undo.write(base + HELD, held + 1);
        if (held + 1 === state[base + LISTED]) undo.move(thread, this.#code[at + CODE.next]);
        break;
      case BACK_OFF:
        this.#backOff(base, held, lock);
        break;
      case WOUND:
        undo.write(this.#base[state[lock] - 1] + WOUNDED, 1);
        break;
      default:
        this.#drop(base);
    }
  }

  /** The lock that is not to be had comes first; what is held follows it. */
  #backOff(base: number, held: number, lock: number): void {
    for (let place = held; place > 0; place--) {
      this.#undo.write(base + LIST + place, this.#state[base + LIST + place - 1]);
    }
    this.#undo.write(base + LIST, lock);
    this.#undo.write(base + DROPPING, held);
    this.#undo.write(base + HELD, 0);
  }

  #drop(base: number): void {
    const left = this.#state[base + DROPPING];
    this.#undo.write(this.#state[base + LIST + left], 0);
    this.#undo.write(base + DROPPING, left - 1);
    if (left === 1) this.#heal(base);
  }

  /** A context that holds nothing is in nobody's way. */
  #heal(base: number): void {
    if (this.#state[base + WOUNDED] === 1) this.#undo.write(base + WOUNDED, 0);
  }

  #unlock(thread: number, lock: number): void {
    const state = this.#state;
    const undo = this.#undo;
    const base = this.#base[thread];
    const last = state[base + HELD] - 1;
    let place = base + LIST;
    while (state[place] !== lock) place++;
    for (; place < base + LIST + last; place++) undo.write(place, state[place + 1]);
    undo.write(place, 0);
    undo.write(base + HELD, last);
    undo.write(base + LISTED, last);
    undo.write(lock, 0);
    if (last === 0) this.#heal(base);
  }

  #begin(thread: number, at: number): void {
    const ages = this.#age[this.#code[at + CODE.extra]];
    let live = 0;
    for (let other = 0; other < ages.length; other++) {
      if (ages[other] >= 0 && this.#state[ages[other]] > 0) live++;
    }
    this.#undo.write(ages[thread], live + 1);
  }

  /** Ages are counted among the living, so that equal situations are equal states. */
  #end(thread: number, at: number): void {
    const ages = this.#age[this.#code[at + CODE.extra]];
    const own = this.#state[ages[thread]];
    for (let other = 0; other < ages.length; other++) {
      const word = ages[other];
      if (word >= 0 && this.#state[word] > own) this.#undo.write(word, this.#state[word] - 1);
    }
    this.#undo.write(ages[thread], 0);
  }
}

/** What a thread that takes ww-mutexes does next. */
const WAIT = 0;
const TAKE = 1;
const BACK_OFF = 2;
const WOUND = 3;
const DROP = 4;
