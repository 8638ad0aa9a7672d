import { Worker } from 'node:worker_threads';
import { readLockStats } from '../src/measure/lock-stats.ts';
import { readJournal } from '../src/validate/journal.ts';
import { createArena, mutexClasses } from './bench-arena.ts';
import { BenchBarrier } from './bench-barrier.ts';
import type { DetectionResult, DetectionTask } from './detection-thread.ts';

/**
 * Cost and truth of the wait-for detector on real threads: from the last thread's blocking
 * acquisition to its verdict, exactly one verdict per ring, and none in ordered traffic.
 *
 *   node dist/bench/detection.js [rounds per ring] [ordered acquisitions]
 *
 * The slow path is compiled and the first WARM_UP rounds are not timed: a program's first deadlock is
 * found in cold code, which costs about ten times as much.
 *
 * When the number lies: `staged` waits until the others sleep and closes rings among stand-ins until
 * then, so that its code is warm and only the records of the others are cold; it leaves out the noise
 * of a real program. `race` has it: all block at once, and with more threads than cores they preempt
 * each other. The maximum is the scheduler's preemption, not ours. The clock costs 35 to 100 ns of each.
 */
const RING_SIZES = [2, 3, 8];
const TRAFFIC_THREADS = 8;
const TRAFFIC_LOCKS = 4;
const WARM_UP = 2000;

async function runThreads(
  mode: DetectionTask['mode'],
  threads: number,
  lockCount: number,
  rounds: number,
) {
  const arena = createArena({ level: 'full', threads, classes: mutexClasses(lockCount) });
  const barrier = new SharedArrayBuffer(BenchBarrier.WORDS * 4);
  const { handle } = arena.memory;
  const results = await Promise.all(
    Array.from({ length: threads }, (_, index) => {
      const task: DetectionTask = {
        memory: handle,
        plan: arena.plan,
        barrier,
        index,
        mode,
        rounds,
        warmUp: WARM_UP,
      };
      return resultOf(
        new Worker(new URL('./detection-thread.js', import.meta.url), { workerData: task }),
      );
    }),
  );
  return { arena, results };
}

function resultOf(worker: Worker): Promise<DetectionResult> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

async function reportRing(mode: 'staged' | 'race', threads: number, rounds: number): Promise<void> {
  const { arena, results } = await runThreads(mode, threads, threads, rounds);
  const deadlocks = results.reduce((sum, result) => sum + result.deadlocks, 0);
  const latencies = results.flatMap(({ latenciesNs }) => latenciesNs).sort((a, b) => a - b);
  const at = (share: number) => (latencies[Math.floor(latencies.length * share)] ?? 0) / 1000;
  const told = readJournal(arena.memory).filter(({ finding }) => finding.type === 'deadlock');
  const reports = told.reduce((sum, { count }) => sum + count, 0) - WARM_UP;
  console.log(
    `ring of ${threads}, ${mode}: ${deadlocks} verdicts in ${rounds} rounds ` +
      `(${told.length} finding, reported ${reports} times); median ${at(0.5).toFixed(2)} us, ` +
      `p99 ${at(0.99).toFixed(2)} us, max ${at(0.9999).toFixed(0)} us`,
  );
  if (deadlocks !== rounds || reports !== rounds) process.exitCode = 1;
}

async function reportTraffic(acquisitions: number): Promise<void> {
  const share = Math.ceil(acquisitions / TRAFFIC_THREADS);
  const started = performance.now();
  const { arena, results } = await runThreads('ordered', TRAFFIC_THREADS, TRAFFIC_LOCKS, share);
  const seconds = (performance.now() - started) / 1000;
  const stats = readLockStats(arena.memory, arena.plan);
  const made = stats.reduce((sum, line) => sum + line.acquisitions, 0);
  const contended = stats.reduce((sum, line) => sum + line.contentions, 0);
  const verdicts = results.reduce((sum, result) => sum + result.deadlocks, 0);
  const findings = readJournal(arena.memory).length;
  console.log(
    `ordered traffic: ${made.toLocaleString('en')} acquisitions by ${TRAFFIC_THREADS} threads over ` +
      `${TRAFFIC_LOCKS} locks in ${seconds.toFixed(1)} s, ${contended.toLocaleString('en')} of them ` +
      `had to wait; ${verdicts} deadlock verdicts, ${findings} findings`,
  );
  if (verdicts !== 0 || findings !== 0) process.exitCode = 1;
}

const rounds = Number(process.argv[2] ?? 2000);
const acquisitions = Number(process.argv[3] ?? 100_000_000);
for (const threads of RING_SIZES) {
  await reportRing('staged', threads, rounds);
  await reportRing('race', threads, rounds);
}
if (acquisitions > 0) await reportTraffic(acquisitions);
