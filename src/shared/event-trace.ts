/**
 * What happened in a run, in columns, in one total order: the order in which each lock changed hands.
 * Recorded by the threads (see EventRing), judged by prediction.
 *
 * | kind | the thread ... | object |
 * | --- | --- | --- |
 * | acquire (+ flags) | holds the lock from here | lock index |
 * | release | is about to give it up | lock index |
 * | tryFailed | was refused by a try-acquisition | lock index |
 * | gaveUp | ran out of time | lock index |
 * | spawn, join | starts a thread; goes on since it has ended | thread id |
 * | begin, end | runs its first, its last step | own thread id |
 * | complete | signals a completion or fence | lock index |
 * | waited | passed a wait for one | lock index |
 * | round | starts over; what all did before is over and done | number of the round |
 */
export const EVENT = {
  acquire: 1,
  release: 2,
  tryFailed: 3,
  spawn: 4,
  begin: 5,
  end: 6,
  join: 7,
  complete: 8,
  waited: 9,
  gaveUp: 10,
  round: 11,
} as const;

/** The kind without its flags. */
export const EVENT_KIND_MASK = 15;
/** Flags of an acquire: as a reader; without waiting; with a time limit. */
export const EVENT_SHARED = 16;
export const EVENT_TRIED = 32;
export const EVENT_TIMED = 64;

/** Columns of `count` events each; thread ids count from 1. */
export interface EventTrace {
  readonly count: number;
  readonly threads: number;
  readonly objects: number;
  readonly kind: Uint8Array;
  readonly thread: Uint16Array;
  readonly object: Int32Array;
  /** Of an acquire: row of the chain automaton that it led to, for names and sites; else 0. */
  readonly row: Int32Array;
}
