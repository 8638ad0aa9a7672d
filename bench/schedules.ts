import { Worker } from 'node:worker_threads';
import { readSchedule } from '../src/run/schedule-result.ts';
import { registrySizes } from '../src/shared/lock-registry.ts';
import { CONTROL, PHASE, instrumentRegions } from '../src/shared/memory-map.ts';
import type { RunPlan, SchedulePlan } from '../src/shared/plan.ts';
import { createSharedMemory } from '../src/shared/shared-memory.ts';
import { scheduleRegions } from '../src/schedule/turnstile-memory.ts';
import { createArena, mutexClasses } from './bench-arena.ts';
import { median } from '../src/compare/quantile.ts';
import type { ScheduleTask } from './schedule-thread.ts';

/**
 * Schedules per second on real threads under the turnstile: each thread takes nested pairs of two
 * mutexes, every acquisition is a point, and any thread that can run is as likely to be next.
 *
 *   node dist/bench/schedules.js [schedules] [rounds]
 *
 * `bare hand-over` is two threads that pass a turn to and fro and do nothing else, before each round: what
 * a switch costs at least on this machine right now. A schedule of two threads has about 20 of them.
 *
 * When the number lies: two threads that spin need two cores that nobody else wants; on a busy machine
 * this measures who else is there. With more threads than cores each switch is a system call.
 */
const POINTS = 20;
const HAND_OVERS = 200_000;
/** Of the schedules asked for, so many for each number of threads. */
const SHARES = new Map([
  [2, 1],
  [4, 0.02],
]);

function planOf(threads: number, schedules: number): RunPlan {
  const { plan } = createArena({ level: 'order', threads, classes: mutexClasses(2) });
  const schedule: SchedulePlan = {
    ...{ strategy: 'random', strategyWords: 4, strategyInput: [], schedules },
    ...{ stopAtDeadlock: true, pointsMax: 100_000, decisionsMax: 1024 },
  };
  return { ...plan, schedule };
}

async function measure(threads: number, schedules: number, does: ScheduleTask['does']) {
  const plan = planOf(threads, schedules);
  const memory = createSharedMemory([
    ...instrumentRegions(plan, registrySizes(plan.locks)),
    ...scheduleRegions(plan.schedule as SchedulePlan, threads),
  ]);
  const control = memory.region(CONTROL);
  memory.i32[control.base + control.word.phase] = PHASE.running;
  const seconds = await Promise.all(
    Array.from({ length: threads }, (_, index) => {
      return secondsOf({ memory: memory.handle, plan, index, does });
    }),
  );
  const { schedules: run } = readSchedule(memory, plan.schedule as SchedulePlan);
  return { schedules: run, seconds: Math.max(...seconds) };
}

function secondsOf(task: ScheduleTask): Promise<number> {
  const worker = new Worker(new URL('./schedule-thread.js', import.meta.url), { workerData: task });
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

function spread(values: readonly number[], digits: number): string {
  const told = [Math.min(...values), median([...values]), Math.max(...values)];
  return told
    .map((value) => value.toLocaleString('en', { maximumFractionDigits: digits }))
    .join(' .. ');
}

const asked = Number(process.argv[2] ?? 200_000);
const rounds = Number(process.argv[3] ?? 5);
console.log(`least .. median .. most of ${rounds} rounds, node ${process.versions.node}`);
for (const [threads, share] of SHARES) {
  const bareNs: number[] = [];
  const rates: number[] = [];
  const ratios: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const bare = await measure(2, 1, { kind: 'hand-overs', count: HAND_OVERS });
    const schedules = Math.max(1, Math.round(asked * share));
    const run = await measure(threads, schedules, { kind: 'schedules', points: POINTS });
    const switchNs = (bare.seconds * 1e9) / (2 * HAND_OVERS);
    const rate = run.schedules / run.seconds;
    bareNs.push(switchNs);
    rates.push(rate);
    ratios.push(1e9 / rate / switchNs);
  }
  console.log(
    `${threads} threads x ${POINTS} points: ${spread(rates, 0)} schedules/s; bare hand-over ` +
      `${spread(bareNs, 0)} ns; a schedule takes as long as ${spread(ratios, 1)} of them`,
  );
}
