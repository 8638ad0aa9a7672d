import { parentPort, workerData } from 'node:worker_threads';
import { nowNs } from '../src/base/clock.ts';
import { LockTable } from '../src/lock/lock-table.ts';
import type { MutexLock } from '../src/lock/lock-contracts.ts';
import { LOCK, THREAD } from '../src/shared/memory-map.ts';
import { WAITERS, WAIT_MODE } from '../src/shared/lock-word.ts';
import type { RunPlan } from '../src/shared/plan.ts';
import { type SharedMemoryHandle, attachSharedMemory } from '../src/shared/shared-memory.ts';
import { createArena, enterArena, mutexClasses } from './bench-arena.ts';
import { BenchBarrier } from './bench-barrier.ts';

/** One thread of the detection benchmark: a place in a ring, or ordered traffic. */
export interface DetectionTask {
  readonly memory: SharedMemoryHandle;
  readonly plan: RunPlan;
  readonly barrier: SharedArrayBuffer;
  readonly index: number;
  readonly mode: 'staged' | 'race' | 'ordered';
  /** Rings to close, or acquisitions to make. */
  readonly rounds: number;
  /** Rings closed before those, neither counted nor timed. */
  readonly warmUp: number;
}

export interface DetectionResult {
  readonly deadlocks: number;
  /** From the last blocking acquisition to its verdict, one per round (`staged`, last thread). */
  readonly latenciesNs: readonly number[];
}

const HOLD_LOADS = 20;
/** From the mark on the lock's word to the system call. */
const FALL_ASLEEP_NS = 60_000;
const WARM_UP_RINGS = 30_000;

const task = workerData as DetectionTask;
const memory = attachSharedMemory(task.memory);
const threads = task.plan.threads.length;
const thread = enterArena({ memory, plan: task.plan }, task.index + 1);
const table = new LockTable(thread);
const locks = task.plan.locks.classes.map(({ name }) => table.mutexes(name)[0] as MutexLock);
const barrier = new BenchBarrier(task.barrier, threads);

/** A waiter marks the word of its mutex when it is through with spinning and goes to sleep. */
function othersSleep(): boolean {
  const thread = memory.region(THREAD);
  const lock = memory.region(LOCK);
  for (let id = 1; id < threads; id++) {
    const wanted = Atomics.load(memory.i32, thread.at(id) + thread.word.waiting) - 1;
    if (wanted < 0) return false;
    const state = Atomics.load(memory.i32, lock.at(wanted) + lock.word.state);
    if ((state & WAITERS) === 0) return false;
  }
  return true;
}

/** Until the others are on their way to sleep, and for as long as that takes. */
function awaitSleepers(standIn: MutexLock): void {
  while (!othersSleep());
  const asleepNs = nowNs() + FALL_ASLEEP_NS;
  while (nowNs() < asleepNs) standIn.acquire();
}

/** Everybody holds one lock and wants the next one's: a ring, closed once a round. */
function closeRings(): DetectionResult {
  const standIn = warmUp();
  const own = locks[task.index] as MutexLock;
  const next = locks[(task.index + 1) % threads] as MutexLock;
  const last = task.index === threads - 1;
  const latenciesNs: number[] = [];
  let deadlocks = 0;
  for (let round = -task.warmUp; round < task.rounds; round++) {
    own.acquire();
    barrier.wait();
    if (task.mode === 'staged' && last) awaitSleepers(standIn);
    const since = nowNs();
    const answer = next.acquire();
    const ns = nowNs() - since;
    if (answer !== 'deadlock') next.release();
    else if (round >= 0) {
      deadlocks++;
      latenciesNs.push(ns);
    }
    own.release();
    barrier.wait();
  }
  return { deadlocks, latenciesNs };
}

/**
 * Closes rings in an arena of this thread's own, played by stand-ins, until the compiler has seen the
 * slow path often enough: what is measured is the detector, not how soon V8 compiles it.
 */
function warmUp(): MutexLock {
  const arena = createArena({ level: 'full', threads, classes: mutexClasses(threads) });
  const standIns = task.plan.threads.map((_, index) => enterArena(arena, index + 1));
  const faces = standIns.map((standIn) => {
    const own = new LockTable(standIn);
    return task.plan.locks.classes.map(({ name }) => own.mutexes(name)[0] as MutexLock);
  });
  faces.forEach((own, index) => void own[index]?.acquire());
  standIns.slice(0, -1).forEach((standIn, index) => {
    standIn.wait.begin(index + 1, WAIT_MODE.exclusive, 0, standIn.held.row, index + 2);
  });
  const closing = faces.at(-1)?.[0] as MutexLock;
  for (let round = 0; round < WARM_UP_RINGS; round++) closing.acquire();
  return closing;
}

/** Keeps the pair for a while, so that the others run into it. */
function hold(): void {
  for (let i = 0; i < HOLD_LOADS; i++) Atomics.load(memory.i32, 0);
}

/** Nested pairs in one order over few locks: contended all the time, never a cycle. */
function orderedTraffic(): DetectionResult {
  let deadlocks = 0;
  barrier.wait();
  for (let done = 0; done < task.rounds; done += 2) {
    const low = thread.random.below(locks.length - 1, 'outer lock');
    const high = low + 1 + thread.random.below(locks.length - 1 - low, 'inner lock');
    const outer = locks[low] as MutexLock;
    const inner = locks[high] as MutexLock;
    if (outer.acquire() === 'deadlock') deadlocks++;
    if (inner.acquire() === 'deadlock') deadlocks++;
    else {
      hold();
      inner.release();
    }
    outer.release();
  }
  return { deadlocks, latenciesNs: [] };
}

const result = task.mode === 'ordered' ? orderedTraffic() : closeRings();
thread.journal.flush();
parentPort?.postMessage(result);
