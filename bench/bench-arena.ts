import { planThreads } from '../src/arena/plan-arena.ts';
import { LockThread } from '../src/lock/lock-thread.ts';
import { instrumentRegions } from '../src/shared/memory-map.ts';
import { createCompiledMemory } from '../src/shared/compiled-memory.ts';
import { registrySizes } from '../src/shared/lock-registry.ts';
import type { InstrumentationLevel, LockClassPlan, RunPlan } from '../src/shared/plan.ts';
import type { SharedMemory } from '../src/shared/shared-memory.ts';

/** A run without a stage: some threads and some locks of one class each. */
export interface Arena {
  readonly memory: SharedMemory;
  readonly plan: RunPlan;
}

export interface ArenaOptions {
  readonly level: InstrumentationLevel;
  readonly threads: number;
  readonly classes: readonly LockClassPlan[];
  /** Clock one hold in this many. */
  readonly holdSampling?: number;
}

export function createArena(options: ArenaOptions): Arena {
  const names = Array.from({ length: options.threads }, (_, i) => `thread-${i + 1}`);
  const { classes } = options;
  const locks = classes.map(({ name }, classIndex) => ({ classIndex, name }));
  const plan: RunPlan = {
    ...planThreads(names, { classes, locks, promises: [] }),
    level: options.level,
    holdSampling: options.holdSampling ?? 4096,
    operations: ['idle', 'bench'],
  };
  const regions = instrumentRegions(plan, registrySizes(plan.locks));
  return { memory: createCompiledMemory(regions), plan };
}

/** `count` mutexes, each of a class of its own: lock-0, lock-1, ... */
export function mutexClasses(count: number): LockClassPlan[] {
  return Array.from({ length: count }, (_, i) => ({
    name: `lock-${i}`,
    kind: 'mutex',
    subclasses: 1,
  }));
}

/** The calling thread, by its 1-based id. */
export function enterArena({ memory, plan }: Arena, id: number): LockThread {
  return new LockThread(memory, plan, id);
}
