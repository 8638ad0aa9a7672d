import type { Answer, Verb } from './vocabulary.ts';

/** No lock, no context, no nesting. */
export const NONE = -1;

/**
 * One checked op. All ops have one shape, absent parts being NONE, null or false: a long trace is a
 * million of them, and one shape keeps the judge's loads simple.
 */
export interface TraceOp {
  readonly verb: Verb;
  /** Index of the task that performs it. */
  readonly task: number;
  /** Index of an entity (see Roster), as are `ctx`, `nest` and `source`. */
  readonly lock: number;
  readonly ctx: number;
  /** The lock or context under which the acquisition is nested. */
  readonly nest: number;
  /** `ctx_copy`: what is copied to `ctx`. */
  readonly source: number;
  readonly shared: boolean;
  readonly recursive: boolean;
  /** NONE: the lock's own. */
  readonly subclass: number;
  readonly answer: Answer;
  /** `ctx_set_acquired`. */
  readonly value: number;
  /** `ctx_set_class`. */
  readonly className: string | null;
  /** Of the op's `gfp`. */
  readonly entersReclaim: boolean;
}
