/** Words by which a process leads its contending threads from round to round. */
export const CONTROL_WORD = { round: 0, stop: 1, threads: 2, workNs: 3 } as const;

export interface Rounds {
  readonly control: Int32Array;
  /** Plain increments under the lock: none may be lost. */
  readonly counter: Int32Array;
}

export function createRounds(): Rounds {
  return {
    control: new Int32Array(new SharedArrayBuffer(256)),
    counter: new Int32Array(new SharedArrayBuffer(256)),
  };
}

export function openRound({ control }: Rounds, threads: number, workNs: number): void {
  control[CONTROL_WORD.threads] = threads;
  control[CONTROL_WORD.workNs] = workNs;
  Atomics.store(control, CONTROL_WORD.stop, 0);
  // Pairs with awaitRound's load: what stands above is seen with it.
  Atomics.add(control, CONTROL_WORD.round, 1);
  Atomics.notify(control, CONTROL_WORD.round);
}

export function closeRound({ control }: Rounds): void {
  Atomics.store(control, CONTROL_WORD.stop, 1);
}
