import type { ExploredProgram } from './program.ts';

export type ExploreEngine = 'model' | 'threads';

/** A decision in names, not numbers: those survive edits. Two or more threads could run. */
export interface RecordedDecision {
  /** Who could run. */
  readonly enabled: readonly string[];
  readonly run: string;
  /** What it did, for example `lock` or `try`. */
  readonly op: string;
  readonly lock: string | null;
  readonly class: string | null;
  /** Innermost frame; empty where nobody knows. */
  readonly site: string;
  /** Of all of this but the site. */
  readonly fingerprint: string;
}

/** One thread of a deadlock. */
export interface ToldWait {
  readonly thread: string;
  /** What it holds, or has yet to bring about, that another one wants; `-`: nothing, it only queues. */
  readonly holds: string;
  readonly wants: string;
  /** Where it wants it. */
  readonly site: string;
  /** Where it took what it holds. */
  readonly heldSite: string;
}

export interface ToldDeadlock {
  /** Each waits for the next, the last for the first; `isCycle` false: in no such order. */
  readonly cycle: readonly ToldWait[];
  readonly isCycle: boolean;
  /** One sentence with names. */
  readonly summary: string;
}

/** How a schedule ended. `limit`: too many points, as a livelock has. */
export type RecordedOutcome = 'deadlock' | 'clean' | 'limit';

/** One schedule of a program, from start to end. */
export interface Recording {
  readonly program: ExploredProgram;
  readonly engine: ExploreEngine;
  readonly strategy: {
    readonly name: string;
    readonly seed: number;
    /** Its number among those of the seed, from 0. */
    readonly schedule: number;
  };
  /** Those that lead to the outcome; after a deadlock nothing is decided any more. */
  readonly decisions: readonly RecordedDecision[];
  readonly outcome: RecordedOutcome;
  /** The same deadlock has the same signature, however it was come by; null: there is none. */
  readonly signature: string | null;
  readonly deadlock: ToldDeadlock | null;
}

/** The threads of a recording's decisions, in order: all that a replay has to force. */
export function choicesOf({ decisions }: Pick<Recording, 'decisions'>): string[] {
  return decisions.map(({ run }) => run);
}
