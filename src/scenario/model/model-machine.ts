import { ARRIVAL, CODE, CODE_SHIFT, type ModelProgram, OP } from './model-program.ts';
import { SemaphoreSteps } from './semaphore-steps.ts';
import { PLACES } from './state-layout.ts';
import { TransactionSteps } from './transaction-steps.ts';
import { type History, UndoLog } from './undo-log.ts';

// A constant of the module is compiled in; a property of an import is looked up at each use.
const { lists: ARRIVAL_LISTS } = ARRIVAL;
const {
  arrival: AT_ARRIVAL,
  extra: AT_EXTRA,
  guardValue: AT_GUARD_VALUE,
  guardWord: AT_GUARD_WORD,
  lock: AT_LOCK,
  next: AT_NEXT,
  op: AT_OP,
  skip: AT_SKIP,
  twin: AT_TWIN,
  value: AT_VALUE,
  word: AT_WORD,
} = CODE;
const {
  call: DO_CALL,
  downgrade: DO_DOWNGRADE,
  listen: DO_LISTEN,
  rest: DO_REST,
  trySet: DO_TRY_SET,
  tryRead: DO_TRY_READ,
  tryWrite: DO_TRY_WRITE,
  wwBegin: DO_WW_BEGIN,
} = OP;
const SHIFT = CODE_SHIFT;
const FIRST_PLACE = PLACES;

/**
 * Runs a compiled scenario, one step of one thread at a time. All that the threads are in lies in
 * the words of one array; threads count from 0 here. A step takes along what follows it (see ROLE),
 * also in threads that it lets in, wakes or starts: between steps every thread stands at a point.
 */
export class ModelMachine {
  readonly program: ModelProgram;
  readonly state: Int32Array;
  readonly #code: Int32Array;
  readonly #undo: UndoLog;
  readonly #initial: Int32Array;
  readonly #semaphores: SemaphoreSteps;
  readonly #transactions: TransactionSteps;

  constructor(program: ModelProgram, history: History = 'forgotten') {
    this.program = program;
    this.state = new Int32Array(program.layout.words);
    this.#code = program.code;
    this.#undo = new UndoLog(this.state, program.code, program.threads, history);
    this.#semaphores = new SemaphoreSteps(program, this.#undo);
    this.#transactions = new TransactionSteps(program, this.#undo);
    for (let thread = 0; thread < program.threads; thread++) {
      this.#undo.move(thread, program.starts[thread]);
      if (!program.scenario.threads[thread].spawned) this.#start(thread);
    }
    this.#settle();
    this.#undo.forget();
    this.#initial = this.state.slice();
  }

  /** Back to the beginning. */
  reset(): void {
    this.state.set(this.#initial);
    this.#undo.forget();
  }

  /** Node where a thread stands. */
  nodeOf(thread: number): number {
    return this.state[FIRST_PLACE + thread];
  }

  canStep(thread: number): boolean {
    const at = this.state[FIRST_PLACE + thread] << SHIFT;
    const word = this.#code[at + AT_GUARD_WORD];
    if (word >= 0) return this.state[word] === this.#code[at + AT_GUARD_VALUE];
    return this.#transactions.canTake(thread, at);
  }

  /** Has run all of its steps. */
  hasEnded(thread: number): boolean {
    return this.state[FIRST_PLACE + thread] === this.program.ends[thread];
  }

  hasStarted(thread: number): boolean {
    return this.state[FIRST_PLACE + thread] !== this.program.starts[thread];
  }

  /** No thread can take a step: whether one that has started has steps left. */
  get leavesSomeone(): boolean {
    for (let thread = 0; thread < this.program.threads; thread++) {
      if (!this.hasEnded(thread) && this.hasStarted(thread)) return true;
    }
    return false;
  }

  /** The thread's next step, which it must be able to take. */
  step(thread: number): void {
    this.#perform(thread, this.state[FIRST_PLACE + thread] << SHIFT);
    if (this.#undo.moved > 0) this.#settle();
  }

  /** To be able to come back here, where the history is kept. */
  get mark(): number {
    return this.#undo.length;
  }

  backTo(mark: number): void {
    this.#undo.backTo(mark);
  }

  /** Whether the step that a thread would take now is refused. */
  wouldBeRefused(thread: number): boolean {
    const at = this.state[FIRST_PLACE + thread] << SHIFT;
    const word = this.#code[at + AT_WORD];
    switch (this.#code[at + AT_OP]) {
      case DO_TRY_SET:
        return this.state[word] !== 0;
      case DO_TRY_READ:
        return !this.#semaphores.letsReaderIn(word);
      case DO_TRY_WRITE:
        return !this.#semaphores.letsWriterIn(word);
      default:
        return false;
    }
  }

  /** Whether it holds a lock, by its index in the scenario. */
  holds(thread: number, lock: number): boolean {
    const { lockWord, readsWord } = this.program.layout;
    const word = lockWord[lock];
    if (word < 0) return false;
    if (this.state[word] === thread + 1) return true;
    return readsWord[lock] >= 0 && this.state[readsWord[lock] + thread] > 0;
  }

  /** Told to back off, it gives up the ww-mutexes that it holds, one by one. */
  isDropping(thread: number): boolean {
    return this.#transactions.isDropping(thread);
  }

  /** Owner word of the ww-mutex that a thread takes next, or gives up. */
  contextWordOf(thread: number): number {
    return this.#transactions.wordOf(thread);
  }

  #perform(thread: number, at: number): void {
    const code = this.#code;
    const undo = this.#undo;
    const op = code[at + AT_OP];
    if (op > DO_TRY_SET) {
      this.#performOther(thread, at);
      return;
    }
    const word = code[at + AT_WORD];
    if (op === DO_TRY_SET && this.state[word] !== 0) {
      undo.move(thread, code[at + AT_SKIP]);
      return;
    }
    undo.write(word, code[at + AT_VALUE]);
    undo.move(thread, code[at + AT_NEXT]);
  }

  #performOther(thread: number, at: number): void {
    const code = this.#code;
    const op = code[at + AT_OP];
    if (op <= DO_DOWNGRADE) {
      this.#semaphores.perform(thread, at);
    } else if (op >= DO_WW_BEGIN) {
      this.#transactions.perform(thread, at);
    } else if (op === DO_LISTEN) {
      this.#undo.move(thread, code[at + AT_TWIN]);
    } else {
      if (op === DO_CALL) this.#wake(code[at + AT_LOCK]);
      else this.#start(code[at + AT_EXTRA]);
      this.#undo.move(thread, code[at + AT_NEXT]);
    }
  }

  #start(thread: number): void {
    const at = this.state[FIRST_PLACE + thread] << SHIFT;
    this.#undo.move(thread, this.#code[at + AT_NEXT]);
  }

  /** All that listen to a condition. */
  #wake(lock: number): void {
    const code = this.#code;
    for (let thread = 0; thread < this.program.threads; thread++) {
      const at = this.state[FIRST_PLACE + thread] << SHIFT;
      if (code[at + AT_OP] !== DO_REST || code[at + AT_LOCK] !== lock) continue;
      this.#undo.move(thread, code[at + AT_NEXT]);
    }
  }

  /** What follows is done, in whichever thread, until nothing does. */
  #settle(): void {
    const code = this.#code;
    const undo = this.#undo;
    while (undo.moved > 0) {
      const thread = undo.takeMoved();
      const at = this.state[FIRST_PLACE + thread] << SHIFT;
      if (code[at + AT_ARRIVAL] === ARRIVAL_LISTS) this.#transactions.arrive(thread, at);
      else this.#perform(thread, at);
    }
  }
}
