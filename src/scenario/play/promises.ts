import type { LockFaces } from './lock-faces.ts';
import type { Signal } from './signal-plan.ts';
import type { StartBoard } from './start-board.ts';

/**
 * What one thread may still signal: an event as long as an operation that signals it lies ahead,
 * counting what the thread may yet skip. So whoever waits is stuck as soon as nobody is left to come
 * by, not when somebody has been named wrongly.
 */
export class Promises {
  readonly #signals: readonly Signal[];
  readonly #faces: LockFaces;
  readonly #board: StartBoard;
  /** Signals before this one are given up. */
  #next = 0;

  constructor(signals: readonly Signal[], faces: LockFaces, board: StartBoard) {
    this.#signals = signals;
    this.#faces = faces;
    this.#board = board;
  }

  /** Before anybody may wait. */
  makeAll(): void {
    this.#next = 0;
    for (const { event } of this.#signals) this.#faces.event(event).promise();
  }

  /** The thread is about to do step `position`: what lay before it will not be signalled any more. */
  passed(position: number): void {
    const signals = this.#signals;
    while (this.#next < signals.length && (signals[this.#next] as Signal).last < position) {
      const { event, starts } = signals[this.#next++] as Signal;
      if (starts !== undefined && this.#board.isOpen(starts)) {
        this.#board.callOff(starts);
        this.#faces.completion(event).complete();
      }
      this.#faces.event(event).withdraw();
    }
  }
}
