/** Words by which a process leads its contending threads from turn to turn. */
export const CONTROL_WORD = { turn: 0, stop: 1, threads: 2, workNs: 3, kind: 4 } as const;

export interface Turns {
  readonly control: Int32Array;
  /** Plain increments under the lock: none may be lost. */
  readonly counter: Int32Array;
}

export function createTurns(): Turns {
  return {
    control: new Int32Array(new SharedArrayBuffer(256)),
    counter: new Int32Array(new SharedArrayBuffer(256)),
  };
}

/** @param kind counts the kinds that the threads were given */
export function openTurn({ control }: Turns, kind: number, threads: number, workNs: number): void {
  control[CONTROL_WORD.kind] = kind;
  control[CONTROL_WORD.threads] = threads;
  control[CONTROL_WORD.workNs] = workNs;
  Atomics.store(control, CONTROL_WORD.stop, 0);
  // Pairs with awaitTurn's load: what stands above is seen with it.
  Atomics.add(control, CONTROL_WORD.turn, 1);
  Atomics.notify(control, CONTROL_WORD.turn);
}

export function closeTurn({ control }: Turns): void {
  Atomics.store(control, CONTROL_WORD.stop, 1);
}
