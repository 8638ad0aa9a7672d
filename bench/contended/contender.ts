import { parentPort, workerData } from 'node:worker_threads';
import { type ContestedLock, sectionUnder } from './contestant.ts';
import { CONTROL_WORD, type Rounds } from './rounds.ts';
import { calibrateWork, work } from './work.ts';

/** A thread of the contended table: takes part in the rounds that want it, until told to leave. */
export interface ContenderTask {
  /** From 1. */
  readonly id: number;
  readonly given: ContestedLock;
  readonly rounds: Rounds;
}

const { id, given, rounds } = workerData as ContenderTask;
const { control, counter } = rounds;
const section = await sectionUnder(given, id, counter);
const nsPerLoop = calibrateWork();

function contend(loops: number): number {
  let count = 0;
  let x = id;
  while (Atomics.load(control, CONTROL_WORD.stop) === 0) {
    section(loops);
    x = work(loops, x);
    count++;
  }
  return x === 0 ? 0 : count;
}

function awaitRound(seen: number): void {
  while (Atomics.load(control, CONTROL_WORD.round) === seen) {
    Atomics.wait(control, CONTROL_WORD.round, seen);
  }
}

parentPort?.postMessage('ready');
for (let round = 1; ; round++) {
  awaitRound(round - 1);
  const threads = Atomics.load(control, CONTROL_WORD.threads);
  if (threads === 0) break;
  if (id > threads) continue;
  const workNs = Atomics.load(control, CONTROL_WORD.workNs);
  parentPort?.postMessage(contend(Math.round(workNs / nsPerLoop)));
}
