import type { WwPolicy } from '../shared/plan.ts';
import type { FindingLevel, FindingType } from '../validate/finding.ts';

/** Kinds of locks that a scenario file may declare. */
export type ScenarioKind = 'mutex' | 'rwsem' | 'ww' | 'completion' | 'fence' | 'condition';

export interface ScenarioLock {
  /** One word, unique in the file. */
  readonly name: string;
  readonly kind: ScenarioKind;
  /** Its own name unless the file says otherwise. */
  readonly class: string;
  /** ww only. */
  readonly policy?: WwPolicy;
  /** Place in the order in which several locks of the class are to be taken, ascending. */
  readonly key?: number;
}

interface Placed {
  /** In the file, from 1. */
  readonly line: number;
  /** As written, with single spaces. */
  readonly text: string;
}

/** Indices are those of `Scenario.locks` and `Scenario.threads`. */
export type ScenarioOp = Placed &
  (
    | { readonly verb: 'lock'; readonly lock: number; readonly subclass: number }
    | {
        readonly verb: 'trylock' | 'tryread' | 'trywrite';
        readonly lock: number;
        /** Index of the operation after the matching release: where a refused one goes on. */
        readonly skipTo: number;
      }
    | {
        readonly verb: 'timedlock';
        readonly lock: number;
        readonly timeoutMs: number;
        /** Where it goes on when the time has run out. */
        readonly skipTo: number;
      }
    | { readonly verb: PlainLockVerb; readonly lock: number }
    | { readonly verb: 'ww_lock'; readonly lock: number; readonly context: string }
    | { readonly verb: 'ww_lock_all'; readonly locks: readonly number[]; readonly context: string }
    | { readonly verb: 'ww_begin' | 'ww_end'; readonly context: string }
    | { readonly verb: 'spawn' | 'join'; readonly thread: number }
    | { readonly verb: BareVerb }
  );

/** Verbs that name a lock and nothing else, and never skip. */
export type PlainLockVerb =
  | 'unlock'
  | 'read'
  | 'unread'
  | 'write'
  | 'unwrite'
  | 'downgrade'
  | 'ww_unlock'
  | 'wait'
  | 'complete'
  | 'fence_wait'
  | 'fence_signal'
  | 'cond_wait'
  | 'cond_signal';

export type BareVerb =
  | 'alloc'
  | 'nofs'
  | 'endnofs'
  | 'begin_signalling'
  | 'end_signalling'
  | 'work'
  | 'exit';

export type Verb = ScenarioOp['verb'];

export interface ScenarioThread {
  readonly name: string;
  readonly ops: readonly ScenarioOp[];
  /** Starts when some thread spawns it; all others start at once. */
  readonly spawned: boolean;
}

/** Who is to find a story's fault. */
export type ScenarioDetector = 'order' | 'wait-for' | 'prediction' | 'watchdog';

/** What is to be found, at least. */
export interface ScenarioFinds {
  readonly type: FindingType;
  readonly level?: FindingLevel;
  /** Names of classes or instances that the finding must name. */
  readonly locks: readonly string[];
  readonly detector?: ScenarioDetector;
  /** Of the deadlock catalogue, e.g. `D7`. */
  readonly class?: string;
}

export interface ScenarioStage {
  readonly design: string;
  readonly workload: string;
}

/** A case of a trace file that stands in a scenario file. */
export interface ScenarioTrace {
  readonly value: Readonly<Record<string, unknown>>;
  /** In the file, from 1: of the trace, and of each of its ops. */
  readonly line: number;
  readonly opLines: readonly number[];
}

/** A checked scenario file: plain data. Whoever runs it need not check anything again. */
export interface Scenario {
  readonly name: string;
  readonly summary?: string;
  readonly source?: string;
  /** As it was given. */
  readonly file: string;
  readonly locks: readonly ScenarioLock[];
  readonly threads: readonly ScenarioThread[];
  /** What `alloc` runs inside the calling thread. */
  readonly reclaim: readonly ScenarioOp[];
  /** Lines of class names, outermost first, that count as seen before anything runs. */
  readonly primes: readonly (readonly string[])[];
  readonly expect?: 'deadlock' | 'clean';
  readonly finds?: ScenarioFinds;
  /** The same story, mended. */
  readonly fixed?: Scenario;
  /** The story plays in the emulated stack: there are no locks and threads. */
  readonly stage?: ScenarioStage;
  /** The story is a trace: misuse for which a program over locks has no words. Not checked yet. */
  readonly trace?: ScenarioTrace;
}
