import { Random } from '../src/base/random.ts';
import { type ContendedRound, measureRound } from './contended/round.ts';
import { printCells, printVerdicts } from './contended/table.ts';
import { PthreadPeer } from './peers/pthread.ts';

/**
 * Many threads and one lock: throughput and fairness of the instrumented mutex beside bare futexes
 * that spin for longer or shorter, V8's `Atomics.Mutex`, the blocking locks of the npm package
 * multithreading, glibc's mutex, and a broker of `async-mutex` that answers by message. Each thread
 * works inside the lock and as long outside. A round is a process in which all locks of JavaScript come
 * one after the other in each cell, in an order drawn anew; ratios are taken within rounds.
 *
 *   node dist/bench/contended.js [rounds] [ms per kind and cell] [first words of kinds, by commas]
 *
 * When the number lies: with no work at all the lock goes to whoever holds it already, and throughput
 * measures how unfair it is. Where in memory a lock lies makes 5 % at the shortest sections (the same
 * code twice in one process), and only other processes have it elsewhere: a few rounds say little, and
 * the best of several peers is the luckiest of them. On a shared machine a line's way from core to core
 * may take three times as long in one minute as in the next.
 */
const [, , roundsArgument = '10', windowArgument = '250', kindsArgument = ''] = process.argv;
const windowMs = Number(windowArgument);
const peer = await PthreadPeer.build((why) => console.log(why));
const random = new Random(Date.now() % 0x7fffffff);
const measured: ContendedRound[] = [];
try {
  for (let round = 1; round <= Number(roundsArgument); round++) {
    process.stderr.write(`round ${round} of ${roundsArgument}\n`);
    measured.push(await measureRound(peer, windowMs, kindsArgument.split(','), random));
  }
} finally {
  peer?.remove();
}
printCells(measured);
printVerdicts(measured);
