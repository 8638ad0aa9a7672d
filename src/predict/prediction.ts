import type { RejectionReason } from '../validate/finding.ts';

/** One thread of a pattern: it holds a lock and wants the one that the next step holds. */
export interface PatternStep {
  readonly thread: number;
  /** Lock it holds that the step before wants. */
  readonly holds: number;
  readonly wants: number;
  /** Index of the acquire event of `wants`. */
  readonly event: number;
  /**
   * Index of the acquire event of `holds`. Where this is `event` itself, the thread holds nothing of
   * the pattern: it is a writer that queues, and a queued writer keeps out the reader before it.
   */
  readonly heldEvent: number;
}

export type PatternVerdict =
  | {
      readonly kind: 'predicted';
      /**
       * Events of each thread (index = id) that run before all wait. Run them in the order of the
       * trace, leaving out the rest; then let all threads of the pattern ask, queued writers first.
       * A refused attempt may have to be made while its lock is held, a little off its place.
       */
      readonly witness: Int32Array;
    }
  | {
      readonly kind: 'rejected';
      readonly reason: RejectionReason;
      /** Gate lock, completion, lock whose history refuses it; -1: none. */
      readonly object: number;
    };

/**
 * A cycle of lock instances, told once for each choice of places in the code (rows) that make it,
 * whichever threads ran them.
 */
export interface DeadlockPattern {
  readonly steps: readonly PatternStep[];
  readonly verdict: PatternVerdict;
  /** How often its rarest step was made. */
  readonly occurrences: number;
}

/** Lock `to` was acquired while `from` was held. */
export interface InstanceEdge {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** How many of these could have waited without end: neither tried nor timed. */
  readonly waiting: number;
  readonly firstEvent: number;
}

export interface Prediction {
  /** Shorter cycles first. */
  readonly patterns: readonly DeadlockPattern[];
  readonly edges: readonly InstanceEdge[];
  /** The search met a limit: there may be more patterns, and a rejection may be overturned. */
  readonly truncated: boolean;
}

export interface PredictOptions {
  /** Locks in a cycle, at most. Default 4; up to 8 where few locks are entangled. */
  readonly lengthMax?: number;
  /** Patterns to judge, at most. Default 10,000. */
  readonly patternsMax?: number;
  /**
   * Events before this index count as having happened as they did. Where threads record into rings
   * that overwrite their oldest events, only what follows the last loss may be put into another
   * order: what was lost may depend on what another ring still has. Default 0.
   */
  readonly since?: number;
}
