import type { LockPlan, RunPlan } from '../../src/shared/plan.ts';
import type { SharedMemory } from '../../src/shared/shared-memory.ts';
import type { SetupTools } from '../explore/exploration.ts';

type LockThreads = typeof import('../../src/lock/lock-thread.ts');
export type LockThread = InstanceType<LockThreads['LockThread']>;

/** Entry modules of an exploration of locks; what they import comes along. */
export const LOCK_MODULES = ['src/lock/lock-thread.ts', 'src/shared/shared-memory.ts'] as const;

/** Short spins and small tables: the same code over a state that can be searched. */
export const SMALL = {
  ...{ SPINS_MAX: 1, SPINS_MIN: 1, SPINS: 1, LOOKS: 1, BRIEF_CLOCKED: 4, BRIEF_SEEN: 4 },
  ...{ CHAINS_DEFAULT: 32, SITES_MAX: 16, JOURNAL_WORDS: 2048, HISTOGRAM_BUCKETS: 8 },
} as const;

/** The memory of a run and its threads' lock sides, as a run on real threads has them. */
export interface LockWorld {
  readonly memory: SharedMemory;
  readonly threads: readonly LockThread[];
  /** Confirmed deadlocks, as the coordinator reads them. */
  deadlocks(): number;
  /** A word of a lock's record. */
  lockWord(lock: number, name: 'state' | 'latch' | 'queueHead'): number;
  /** Lock that a thread has made known to wait for; -1: none. */
  waitOf(thread: number): number;
  /** Waiting threads of a lock, first come first. */
  queue(lock: number): number[];
}

export function planOf(locks: LockPlan, threads: number, level: RunPlan['level']): RunPlan {
  return {
    ...{ level, seed: 1, onDeadlock: 'recover', holdSampling: 1024, operationsPerWorker: 0 },
    threads: Array.from({ length: threads }, (_, i) => ({
      ...{ name: `T${i + 1}`, role: 'worker', service: false },
    })),
    ...{ locks, operations: ['idle'], body: '', bodyPlan: null },
  };
}

/**
 * Makes the world of each schedule over one memory, which starts each time as `learn` left it the
 * first time: usually with the chains of held locks known, so that the search is not about those.
 */
export class LockWorlds {
  readonly #plan: RunPlan;
  readonly #learn: (world: LockWorld, tools: SetupTools) => void;
  #memory: SharedMemory | undefined;
  #start = new Int32Array(0);

  constructor(plan: RunPlan, learn: (world: LockWorld, tools: SetupTools) => void = () => {}) {
    this.#plan = plan;
    this.#learn = learn;
  }

  create(tools: SetupTools): LockWorld {
    if (this.#memory === undefined) {
      this.#memory = createMemory(tools, this.#plan);
      this.#learn(createWorld(tools, this.#memory, this.#plan), tools);
      this.#start = this.#memory.i32.slice();
    }
    this.#memory.i32.set(this.#start);
    return createWorld(tools, this.#memory, this.#plan);
  }
}

function createMemory({ load }: SetupTools, plan: RunPlan): SharedMemory {
  const map = load<typeof import('../../src/shared/memory-map.ts')>('src/shared/memory-map.ts');
  const registry = load<typeof import('../../src/shared/lock-registry.ts')>(
    'src/shared/lock-registry.ts',
  );
  const memories = load<typeof import('../../src/shared/shared-memory.ts')>(
    'src/shared/shared-memory.ts',
  );
  const requests = map.instrumentRegions(plan, registry.registrySizes(plan.locks));
  return memories.createSharedMemory(requests);
}

function createWorld({ load }: SetupTools, memory: SharedMemory, plan: RunPlan): LockWorld {
  const map = load<typeof import('../../src/shared/memory-map.ts')>('src/shared/memory-map.ts');
  const { LockThread } = load<LockThreads>('src/lock/lock-thread.ts');
  const control = memory.region(map.CONTROL);
  const lockRegion = memory.region(map.LOCK);
  const threadRegion = memory.region(map.THREAD);
  const lockWord: LockWorld['lockWord'] = (lock, name) =>
    memory.i32[lockRegion.at(lock) + lockRegion.word[name]] as number;
  return {
    memory,
    threads: plan.threads.map((_, i) => new LockThread(memory, plan, i + 1)),
    deadlocks: () => memory.i32[control.base + control.word.deadlocks] as number,
    lockWord,
    waitOf: (id) => (memory.i32[threadRegion.at(id) + threadRegion.word.waiting] as number) - 1,
    queue: (lock) => {
      const queue: number[] = [];
      for (let id = lockWord(lock, 'queueHead'); id !== 0; ) {
        queue.push(id);
        id = memory.i32[threadRegion.at(id) + threadRegion.word.queueNext] as number;
      }
      return queue;
    },
  };
}

/** One lock class per lock, all of a kind, named by `names`. */
export function locksOf(kind: LockPlan['classes'][number]['kind'], names: string): LockPlan {
  return {
    classes: [...names].map((name) => ({ name, kind, subclasses: 1 })),
    locks: [...names].map((name, classIndex) => ({ classIndex, name: `${name}-0` })),
    promises: [],
  };
}
