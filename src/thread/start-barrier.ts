import { CONTROL, PHASE } from '../shared/memory-map.ts';
import type { SharedMemory } from '../shared/shared-memory.ts';

/**
 * The start barrier: each thread reports its arrival and sleeps until the coordinator, which counts
 * arrivals without blocking, moves the phase on. By the time that a thread wakes, the run may be over.
 */
export function awaitStart(memory: SharedMemory): void {
  const { i32 } = memory;
  const control = memory.region(CONTROL);
  const phase = control.base + control.word.phase;
  // Pairs with the coordinator's load.
  Atomics.add(i32, control.base + control.word.arrived, 1);
  // Pairs with the coordinator's store and notify of the phase.
  while (Atomics.load(i32, phase) === PHASE.gathering) Atomics.wait(i32, phase, PHASE.gathering);
}

/** A worker has done its share: services watch this count. */
export function workerLeaves(memory: SharedMemory): void {
  const control = memory.region(CONTROL);
  const live = control.base + control.word.liveWorkers;
  // Pairs with the loads of services and coordinator.
  Atomics.sub(memory.i32, live, 1);
  Atomics.notify(memory.i32, live);
}

export function workersLive(memory: SharedMemory): number {
  const control = memory.region(CONTROL);
  // Pairs with the sub in workerLeaves.
  return Atomics.load(memory.i32, control.base + control.word.liveWorkers);
}
