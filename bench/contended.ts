import { Random } from '../src/base/random.ts';
import { type ContendedRound, measureRound } from './contended/round.ts';
import { printCells, printVerdicts } from './contended/table.ts';
import { PthreadPeer } from './peers/pthread.ts';

/**
 * Many threads and one lock: throughput and fairness of the instrumented mutex beside bare futexes
 * that spin for longer or shorter, V8's `Atomics.Mutex`, the blocking locks of the npm package
 * multithreading, glibc's mutex, and a broker of `async-mutex` that answers by message. Each thread
 * works inside the lock and as long outside. A round is a process in which all locks of JavaScript take
 * turns in each cell, in orders drawn anew: how fast a cache line goes from core to core may differ by a
 * factor of three from process to process on a shared machine, so ratios are taken within turns.
 *
 *   node dist/bench/contended.js [rounds] [ms per turn] [first words of kinds, separated by commas]
 *
 * When the number lies: with no work at all the lock goes to whoever holds it already, and throughput
 * measures how unfair it is. With more threads than cores a thread that loses its core while it holds
 * the lock costs the others a time slice: single cells scatter, so look at the range.
 */
const [, , roundsArgument = '5', windowArgument = '250', kindsArgument = ''] = process.argv;
/** Of each kind in each cell of a round. */
const TURNS = 2;
const order = { turns: TURNS, windowMs: Number(windowArgument) };
const peer = await PthreadPeer.build((why) => console.log(why));
const random = new Random(Date.now() % 0x7fffffff);
const measured: ContendedRound[] = [];
try {
  for (let round = 1; round <= Number(roundsArgument); round++) {
    process.stderr.write(`round ${round} of ${roundsArgument}\n`);
    measured.push(await measureRound(peer, order, kindsArgument.split(','), random));
  }
} finally {
  peer?.remove();
}
printCells(measured);
printVerdicts(measured);
