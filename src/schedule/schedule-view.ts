/**
 * What a thread is about to do at its pause point. `try`, `timed`: may be refused, which the thread
 * then acts on. `signal`: completes or signals an event. `pass`: anything else that is seen by others.
 */
export const POINT = {
  begin: 1,
  acquire: 2,
  try: 3,
  timed: 4,
  release: 5,
  wait: 6,
  signal: 7,
  pass: 8,
} as const;

/** One acquisition as shared among readers; a flag on `acquire`, `try` and `timed`. */
export const POINT_SHARED = 16;
export const POINT_KIND_MASK = 15;
/** From here on the subclass of an annotated acquisition. */
export const POINT_SUBCLASS_SHIFT = 8;

/**
 * A decision as a strategy sees it: two or more threads could run. Thread ids count from 1. Both
 * engines, the one of the model and the one of real threads, show it in these words.
 */
export interface ScheduleView {
  /** Threads of the run. */
  readonly threads: number;
  /** Ids of those that can run, ascending; the first `count` entries count. */
  readonly enabled: Int32Array;
  readonly count: number;
  /** Who ran last; it need not be able to run on. 0 at the first decision. */
  readonly running: number;
  /** Decisions made so far in this schedule. */
  readonly step: number;
  /** POINT and flags of what a thread does next. */
  pointOf(thread: number): number;
  /** Lock index + 1 of what it does next; 0: no lock. */
  objectOf(thread: number): number;
  /** Whether it holds a lock (index). */
  holds(thread: number, lock: number): boolean;
  /**
   * Points that it is expected to pass yet, at least 1. On real threads what it passed in the first
   * schedule and not yet in this one; in the model what lies ahead if nothing is refused.
   */
  remainingOf(thread: number): number;
}
