import type { SharedMemoryHandle } from './shared-memory.ts';

/** How much the locks watch. Printed with every number, since each level costs differently. */
export type InstrumentationLevel = 'off' | 'stats' | 'order' | 'full';

/**
 * `pseudo`: an order that excludes nobody. `rw-spinlock`: a lock whose readers may be recursive; it is
 * judged in traces only, no thread blocks on one.
 */
export type LockKind =
  | 'mutex'
  | 'rw-semaphore'
  | 'ww-mutex'
  | 'completion'
  | 'fence'
  | 'pseudo'
  | 'rw-spinlock';

/** Which of two transactions gives way (Documentation/locking/ww-mutex-design.rst). */
export type WwPolicy = 'wait-die' | 'wound-wait';

/** What a thread does that closes a cycle of waits: fail its operation, or end the run. */
export type OnDeadlock = 'recover' | 'stop';

/** A lock class: all instances obey the same order rules and share one line of statistics. */
export interface LockClassPlan {
  readonly name: string;
  readonly kind: LockKind;
  /** Subclasses 0..n-1 that `nested` acquisitions may name; at most 8, as in lockdep. */
  readonly subclasses: number;
  /** ww-mutex only. */
  readonly policy?: WwPolicy;
  /** ww-mutex only: the pseudo class of its acquire contexts. */
  readonly context?: string;
  /** Classes of which a lock held before the first of this class serialises it (lockdep: nest_lock). */
  readonly nestUnder?: readonly string[];
  /** completion, fence: exactly the threads that promised to may signal it. Else: who began it. */
  readonly signallers?: 'listed';
  /** False for what stands for the start or end of a thread: the record tells those as such. */
  readonly recorded?: boolean;
  /** A lock that does not lock: proves that the integrity checks can fail. */
  readonly busted?: boolean;
  /** What if everybody held it longer: busy time added to each hold, in nanoseconds. */
  readonly holdDelayNs?: number;
}

export interface LockInstancePlan {
  /** Index into `LockPlan.classes`. */
  readonly classIndex: number;
  /** Unique in the run, e.g. `obj->mm.lock(camera:7)`. */
  readonly name: string;
  /** Place in the order in which several locks of the class are to be taken, ascending. */
  readonly orderKey?: number;
}

export interface LockPlan {
  readonly classes: readonly LockClassPlan[];
  readonly locks: readonly LockInstancePlan[];
  /** Lines of class names, outermost first; an edge against one of them is a broken promise. */
  readonly promises: readonly (readonly string[])[];
  /** Lines of class names, outermost first, that count as seen before anything runs (lockdep: priming). */
  readonly primes?: readonly (readonly string[])[];
}

export interface ThreadPlan {
  /** Unique, e.g. `importer-2`. */
  readonly name: string;
  /** What it is in the stack, e.g. `importer`, `kswapd`, `engine`. */
  readonly role: string;
  /** A service (kswapd, engine) runs until the last worker has left; its rounds are no operations. */
  readonly service: boolean;
}

/**
 * Where a thread pauses at the locks of a class. Releases matter only where somebody tries, or waits for
 * a limited time: what that one is told depends on them.
 */
export const PAUSE = { acquire: 1, release: 2 } as const;

/** A run under control: one thread runs at a time, from pause point to pause point. */
export interface SchedulePlan {
  /** Name of a strategy of the catalog, and its parameter. */
  readonly strategy: string;
  /** Words of memory that the strategy needs, and what it finds in them at the start. */
  readonly strategyWords: number;
  readonly strategyInput: readonly number[];
  /** Schedules to run, at most. */
  readonly schedules: number;
  /** A deadlock ends the exploration; else it goes on with the next schedule. */
  readonly stopAtDeadlock: boolean;
  /** Points of a schedule, at most: more than that counts as a livelock. */
  readonly pointsMax: number;
  /** Decisions that the log has room for. */
  readonly decisionsMax: number;
  /** Per lock class where a thread pauses (PAUSE bits); absent: before each acquisition. */
  readonly pauses?: readonly number[];
}

/** All that a thread needs to know of a run: plain data, sent once with the start of its task. */
export interface RunPlan {
  readonly level: InstrumentationLevel;
  readonly seed: number;
  readonly onDeadlock: OnDeadlock;
  /** Clock one uncontended hold in this many (a power of two); 1 clocks every hold. */
  readonly holdSampling: number;
  /** Distinct stacks of held locks that can be told apart; a default when absent. */
  readonly chains?: number;
  /** Clock each operation of the workers. */
  readonly latency?: boolean;
  /** Events that each thread keeps for prediction, a power of two; none when absent or 0. */
  readonly events?: number;
  /** Lock events with their times that each thread keeps, a power of two; none when absent or 0. */
  readonly times?: number;
  /** Absent: the threads run freely. */
  readonly schedule?: SchedulePlan;
  /** Operations each worker performs before it leaves; 0: until told to stop. */
  readonly operationsPerWorker: number;
  readonly threads: readonly ThreadPlan[];
  readonly locks: LockPlan;
  /** Names of the operations that threads announce, index = operation number; 0 is `idle`. */
  readonly operations: readonly string[];
  /** URL of the module whose `createActor` each thread runs. */
  readonly body: string;
  /** The body's own plan, plain data. */
  readonly bodyPlan: unknown;
}

/** The task that the crew posts to a thread. */
export interface ThreadTask {
  readonly memory: SharedMemoryHandle;
  readonly plan: RunPlan;
  readonly threadIndex: number;
}
