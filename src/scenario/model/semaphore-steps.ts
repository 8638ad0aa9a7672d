import { CODE, CODE_SHIFT, type ModelProgram, OP } from './model-program.ts';
import { PLACES, SEMAPHORE } from './state-layout.ts';
import type { UndoLog } from './undo-log.ts';

// A constant of the module is compiled in; a property of an import is looked up at each use.
const {
  extra: AT_EXTRA,
  next: AT_NEXT,
  op: AT_OP,
  skip: AT_SKIP,
  twin: AT_TWIN,
  word: AT_WORD,
} = CODE;
const {
  downgrade: DO_DOWNGRADE,
  read: DO_READ,
  tryRead: DO_TRY_READ,
  unread: DO_UNREAD,
  write: DO_WRITE,
} = OP;
const SHIFT = CODE_SHIFT;
const FIRST_PLACE = PLACES;

const { writer: WRITER, readers: READERS, queued: QUEUED, queue: QUEUE } = SEMAPHORE;

/**
 * Fair semaphores: a request that cannot be granted queues first come, first served, and whoever
 * comes while others queue, queues behind them. Neighbouring readers stand in the order of their
 * ids, since they enter together: so their requests commute.
 */
export class SemaphoreSteps {
  readonly #code: Int32Array;
  readonly #state: Int32Array;
  readonly #undo: UndoLog;

  constructor({ code }: ModelProgram, undo: UndoLog) {
    this.#code = code;
    this.#state = undo.state;
    this.#undo = undo;
  }

  letsReaderIn(word: number): boolean {
    return this.#state[word + WRITER] === 0 && this.#state[word + QUEUED] === 0;
  }

  letsWriterIn(word: number): boolean {
    return this.letsReaderIn(word) && this.#state[word + READERS] === 0;
  }

  perform(thread: number, at: number): void {
    const code = this.#code;
    const op = code[at + AT_OP];
    const word = code[at + AT_WORD];
    const reads = code[at + AT_EXTRA] + thread;
    if (op >= DO_UNREAD) {
      this.#release(op, word, reads);
    } else {
      const reading = op === DO_READ || op === DO_TRY_READ;
      if (!(reading ? this.letsReaderIn(word) : this.letsWriterIn(word))) {
        this.#refuse(thread, at);
        return;
      }
      if (reading) this.#enterAsReader(word, reads);
      else this.#undo.write(word + WRITER, thread + 1);
    }
    this.#undo.move(thread, code[at + AT_NEXT]);
    if (op >= DO_UNREAD) this.#admit(word);
  }

  #refuse(thread: number, at: number): void {
    const code = this.#code;
    const op = code[at + AT_OP];
    if (op !== DO_READ && op !== DO_WRITE) {
      this.#undo.move(thread, code[at + AT_SKIP]);
      return;
    }
    this.#enqueue(code[at + AT_WORD], thread, op === DO_WRITE);
    this.#undo.move(thread, code[at + AT_TWIN]);
  }

  #enterAsReader(word: number, reads: number): void {
    this.#undo.write(word + READERS, this.#state[word + READERS] + 1);
    this.#undo.write(reads, this.#state[reads] + 1);
  }

  #release(op: number, word: number, reads: number): void {
    if (op === DO_UNREAD) {
      this.#undo.write(word + READERS, this.#state[word + READERS] - 1);
      this.#undo.write(reads, this.#state[reads] - 1);
      return;
    }
    this.#undo.write(word + WRITER, 0);
    if (op === DO_DOWNGRADE) this.#enterAsReader(word, reads);
  }

  #enqueue(word: number, thread: number, writes: boolean): void {
    const state = this.#state;
    const undo = this.#undo;
    const count = state[word + QUEUED];
    const queue = word + QUEUE;
    let place = count;
    if (!writes) {
      for (; place > 0; place--) {
        const before = state[queue + place - 1];
        if (before < thread + 1 || this.#wantsToWrite(before - 1)) break;
        undo.write(queue + place, before);
      }
    }
    undo.write(queue + place, thread + 1);
    undo.write(word + QUEUED, count + 1);
  }

  /** Lets in as many from the head of the queue as the holders allow. */
  #admit(word: number): void {
    const state = this.#state;
    const undo = this.#undo;
    while (state[word + QUEUED] > 0 && state[word + WRITER] === 0) {
      const thread = state[word + QUEUE] - 1;
      const at = state[FIRST_PLACE + thread] << SHIFT;
      if (this.#code[at + AT_TWIN] === 0) {
        this.#enterAsReader(word, this.#code[at + AT_EXTRA] + thread);
      } else if (state[word + READERS] > 0) return;
      else undo.write(word + WRITER, thread + 1);
      this.#shift(word);
      undo.move(thread, this.#code[at + AT_NEXT]);
    }
  }

  #shift(word: number): void {
    const undo = this.#undo;
    const last = this.#state[word + QUEUED] - 1;
    for (let place = 0; place < last; place++) {
      undo.write(word + QUEUE + place, this.#state[word + QUEUE + place + 1]);
    }
    undo.write(word + QUEUE + last, 0);
    undo.write(word + QUEUED, last);
  }

  #wantsToWrite(thread: number): boolean {
    const at = this.#state[FIRST_PLACE + thread] << SHIFT;
    return this.#code[at + AT_TWIN] === 1;
  }
}
