import { parentPort, workerData } from 'node:worker_threads';
import type { ContestedLock } from './contestant.ts';
import { CONTROL_WORD, type Turns } from './turns.ts';
import { calibrateWork } from './work.ts';

/** A thread of the contended table: takes part in the turns that want it, until told to leave. */
export interface ContenderTask {
  /** From 1. */
  readonly id: number;
  /** The locks that turns are about, by their number. */
  readonly given: readonly ContestedLock[];
  readonly turns: Turns;
}

const { id, given, turns } = workerData as ContenderTask;
const { control } = turns;

/** A copy of the loop for each lock: shared code would be compiled for all locks at once, at a cost. */
const loops = await Promise.all(
  given.map(async (lock, kind) => {
    const copy = (await import(`./contestant.js?${kind}`)) as typeof import('./contestant.ts');
    return copy.contention(lock, id, turns);
  }),
);
const nsPerLoop = calibrateWork();

function awaitTurn(seen: number): void {
  // Pairs with the add in openTurn.
  while (Atomics.load(control, CONTROL_WORD.turn) === seen) {
    Atomics.wait(control, CONTROL_WORD.turn, seen);
  }
}

parentPort?.postMessage('ready');
for (let turn = 1; ; turn++) {
  awaitTurn(turn - 1);
  const threads = Atomics.load(control, CONTROL_WORD.threads);
  if (threads === 0) break;
  if (id > threads) continue;
  const workNs = Atomics.load(control, CONTROL_WORD.workNs);
  const contend = loops[Atomics.load(control, CONTROL_WORD.kind)] as (typeof loops)[number];
  parentPort?.postMessage(contend(Math.round(workNs / nsPerLoop)));
}
