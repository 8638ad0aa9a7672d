import { parentPort, workerData } from 'node:worker_threads';
import { nowNs } from '../src/base/clock.ts';
import { LockTable } from '../src/lock/lock-table.ts';
import { LockThread } from '../src/lock/lock-thread.ts';
import type { MutexLock } from '../src/lock/lock-contracts.ts';
import { openGate, passGate } from '../src/schedule/gate.ts';
import { THREAD_TURN } from '../src/schedule/turnstile-memory.ts';
import type { RunPlan } from '../src/shared/plan.ts';
import { type SharedMemoryHandle, attachSharedMemory } from '../src/shared/shared-memory.ts';

/** One thread of the benchmark of controlled schedules. */
export interface ScheduleTask {
  readonly memory: SharedMemoryHandle;
  readonly plan: RunPlan;
  readonly index: number;
  readonly does:
    | { readonly kind: 'schedules' /** Acquisitions of a schedule. */; readonly points: number }
    | { readonly kind: 'hand-overs'; readonly count: number };
}

const { memory: handle, plan, index, does } = workerData as ScheduleTask;
const memory = attachSharedMemory(handle);
/** As the turnstile's, for two threads on two cores. */
const SPINS = 4000;

/** Nested pairs of two mutexes in one order, a point before each acquisition; answers seconds. */
function runSchedules(points: number): number {
  const thread = new LockThread(memory, plan, index + 1);
  const table = new LockTable(thread);
  const [outer, inner] = plan.locks.classes.map(({ name }) => table.mutexes(name)[0] as MutexLock);
  let sinceNs = 0;
  while (thread.turnstile?.begin() === true) {
    if (sinceNs === 0) sinceNs = nowNs();
    for (let point = 0; point < points; point += 2) {
      outer?.acquire();
      inner?.acquire();
      inner?.release();
      outer?.release();
    }
    thread.turnstile.end();
  }
  return (nowNs() - sinceNs) / 1e9;
}

/** Passes a turn to and fro through the gates, and does nothing else; answers seconds. */
function handOver(count: number): number {
  const region = memory.region(THREAD_TURN);
  const gateOf = (thread: number) => region.at(thread) + region.word.gate;
  const [own, other] = [gateOf(index + 1), gateOf(2 - index)];
  if (index === 0) openGate(memory.i32, own);
  passGate(memory.i32, own, SPINS);
  const sinceNs = nowNs();
  for (let turn = 0; turn < count; turn++) {
    openGate(memory.i32, other);
    passGate(memory.i32, own, SPINS);
  }
  openGate(memory.i32, other);
  return (nowNs() - sinceNs) / 1e9;
}

const seconds = does.kind === 'schedules' ? runSchedules(does.points) : handOver(does.count);
parentPort?.postMessage(seconds);
