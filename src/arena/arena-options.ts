import type { InstrumentationLevel, LockKind, OnDeadlock, WwPolicy } from '../shared/plan.ts';

/** What an arena can hold. All of them take part in both detectors. */
export type ArenaLockKind = Exclude<LockKind, 'rw-spinlock'>;

/** How many instances the class has, numbered from 0, or what each of them is called; else one. */
type Instances = number | readonly string[];

/** Several of the class are to be taken in the order of their numbers; see `ArenaOptions.events`. */
type InstanceOrder = 'ascending';

/** A lock class in full; where it has one instance and nothing more to say, its kind alone will do. */
export type ArenaLockOptions =
  | {
      readonly kind: 'mutex';
      readonly instances?: Instances;
      readonly order?: InstanceOrder;
      /** Subclasses that `acquireNested` may name, 0 included; 1 to 8, else 1. */
      readonly subclasses?: number;
    }
  | {
      readonly kind: 'rw-semaphore';
      readonly instances?: Instances;
      readonly order?: InstanceOrder;
    }
  | {
      readonly kind: 'ww-mutex';
      readonly instances?: Instances;
      /** Which of two transactions gives way; else `wait-die`. */
      readonly policy?: WwPolicy;
    }
  | {
      readonly kind: 'completion' | 'fence';
      readonly instances?: Instances;
      /** Threads that may signal it; else all. Nobody waits for ever unnoticed if none of them can. */
      readonly signallers?: readonly string[];
    }
  | { readonly kind: 'pseudo' };

export type ArenaLock = ArenaLockKind | ArenaLockOptions;

/** What an arena is made of: all names that its threads may use. */
export interface ArenaOptions {
  /** Names of the threads, or how many there are: thread-1, thread-2, ... At most 128. */
  readonly threads: number | readonly string[];
  /** Lock classes by name. All instances of a class obey the same order. */
  readonly locks: Readonly<Record<string, ArenaLock>>;
  /** Names of what threads do, for reports and for counting; see `ArenaThread.operation`. */
  readonly operations?: readonly string[];
  /** Lines of class names, outermost first: orders that nobody may break. */
  readonly promises?: readonly (readonly string[])[];
  /** Lines of class names, outermost first, that count as seen before anything has run. */
  readonly primes?: readonly (readonly string[])[];
  /** How much the locks watch; else `full`. */
  readonly level?: InstrumentationLevel;
  /**
   * `recover`, the default: the thread that would close a ring of waits is answered `deadlock`.
   * `stop`: it never returns, and everything stays as it is until the workers are terminated.
   */
  readonly onDeadlock?: OnDeadlock;
  /** Clock every hold, not one in 4,096. */
  readonly clockHolds?: boolean;
  /** Stacks of held locks that can be told apart; else 4,096. A CapacityError says when to raise it. */
  readonly chains?: number;
  /** Events that each thread records, its newest, for `Arena.assess`; else none. */
  readonly events?: number;
}

type KindOf<L> = L extends ArenaLockKind
  ? L
  : L extends { readonly kind: infer K extends ArenaLockKind }
    ? K
    : never;

/** Names of the declared lock classes of one kind. */
export type LockName<O extends ArenaOptions, K extends ArenaLockKind> = {
  [N in keyof O['locks'] & string]: K extends KindOf<O['locks'][N]> ? N : never;
}[keyof O['locks'] & string];

/** What tells the instances of a class apart: a number, or one of the declared labels. */
export type InstanceName<O extends ArenaOptions, N extends string> =
  | number
  | (string extends keyof O['locks']
      ? string
      : O['locks'][N] extends { readonly instances: readonly (infer L extends string)[] }
        ? L
        : never);

export type ThreadName<O extends ArenaOptions> = O['threads'] extends readonly (infer N extends
  string)[]
  ? N
  : string;

export type OperationName<O extends ArenaOptions> = O extends {
  readonly operations: readonly (infer N extends string)[];
}
  ? N
  : string;
