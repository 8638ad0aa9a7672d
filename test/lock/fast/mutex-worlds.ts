import { planThreads } from '../../../src/arena/plan-arena.ts';
import type { MutexLock } from '../../../src/lock/lock-contracts.ts';
import { LockTable } from '../../../src/lock/lock-table.ts';
import { LockThread } from '../../../src/lock/lock-thread.ts';
import { createCompiledMemory } from '../../../src/shared/compiled-memory.ts';
import type { RegionSpec } from '../../../src/shared/layout.ts';
import { registrySizes } from '../../../src/shared/lock-registry.ts';
import { LOCK, THREAD, instrumentRegions, sizedRegions } from '../../../src/shared/memory-map.ts';
import type { InstrumentationLevel, RunPlan } from '../../../src/shared/plan.ts';
import { type SharedMemory, createSharedMemory } from '../../../src/shared/shared-memory.ts';

export const THREADS = 2;
export const LOCKS = 3;

/** Threads and mutexes that the test's own thread drives, so that nothing may block. */
export interface MutexWorld {
  readonly memory: SharedMemory;
  readonly threads: readonly LockThread[];
  /** By thread and lock. */
  readonly mutexes: readonly (readonly MutexLock[])[];
  /** All that a mutex stores to, but for sites, findings and times. */
  words(): number[];
}

export function createMutexWorld(
  code: 'compiled' | 'JavaScript',
  level: InstrumentationLevel,
  holdSampling: number,
): MutexWorld {
  const classes = Array.from({ length: LOCKS }, (_, i) => ({
    ...{ name: `lock-${i}`, kind: 'mutex' as const, subclasses: 1 },
  }));
  const locks = classes.map(({ name }, classIndex) => ({ classIndex, name }));
  const names = Array.from({ length: THREADS }, (_, i) => `thread-${i + 1}`);
  const plan: RunPlan = {
    ...planThreads(names, { classes, locks, promises: [] }),
    ...{ level, holdSampling, operations: ['idle'] },
  };
  const sizes = registrySizes(plan.locks);
  const regions = instrumentRegions(plan, sizes);
  const memory = code === 'compiled' ? createCompiledMemory(regions) : createSharedMemory(regions);
  const threads = names.map((_, index) => new LockThread(memory, plan, index + 1));
  const wordsOf = (spec: RegionSpec): number[] => {
    const { base, stride, records } = memory.region(spec);
    return [...memory.i32.subarray(base, base + stride * records)];
  };
  return {
    memory,
    threads,
    mutexes: threads.map((thread) => {
      const table = new LockTable(thread);
      return classes.map(({ name }) => table.mutexes(name)[0] as MutexLock);
    }),
    words: () => [THREAD, LOCK, sizedRegions(sizes).acquisitions].flatMap(wordsOf),
  };
}
