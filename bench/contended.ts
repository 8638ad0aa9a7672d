import { Random } from '../src/base/random.ts';
import { type ContendedRound, measureRound } from './contended/round.ts';
import { printCells, printVerdicts } from './contended/table.ts';
import { PthreadPeer } from './peers/pthread.ts';

/**
 * Many threads and one lock: throughput and fairness of the instrumented mutex beside bare futexes
 * that spin for longer or shorter, V8's `Atomics.Mutex`, the blocking locks of the npm package
 * multithreading, glibc's mutex, and a broker of `async-mutex` that answers by message. Each thread
 * works inside the lock and as long outside. In a round all locks of JavaScript come one after the other
 * in each cell of one process, in an order drawn anew, and those near the best again; ratios are taken
 * within such a heat. V8's own needs a flag of its process: ours is measured beside it there as well.
 *
 *   node dist/bench/contended.js [rounds] [ms per kind and heat] [first words of kinds, by commas]
 *
 * When the number lies: with no work at all the lock goes to whoever holds it already, and throughput
 * measures how unfair it is. The same code twice in one process differs by 5 % at the shortest sections,
 * so a few rounds say little, and the best of several peers is the luckiest of them. On a shared machine
 * a line's way from core to core may take three times as long in one minute as in the next.
 */
const [, , roundsArgument = '7', windowArgument = '200', kindsArgument = ''] = process.argv;
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
  // What was measured is told, even where a later round failed.
  if (measured.length > 0) {
    printCells(measured);
    printVerdicts(measured);
  }
}
