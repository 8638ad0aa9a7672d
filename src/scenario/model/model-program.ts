import type { Scenario } from '../scenario.ts';
import type { StateLayout } from './state-layout.ts';
import type { StepGraph } from './step-graph.ts';

/** What a node of the code does. */
export const OP = {
  /**
   * A word of the state gets a value, as soon as the guard allows: mutexes, signals. What only
   * waits or pauses sets the word that is always 0.
   */
  set: 0,
  /** Likewise, unless the word is not 0: then the step is refused. */
  trySet: 1,
  read: 2,
  write: 3,
  tryRead: 4,
  tryWrite: 5,
  unread: 6,
  unwrite: 7,
  downgrade: 8,
  listen: 9,
  call: 10,
  spawn: 11,
  wwBegin: 12,
  wwTake: 13,
  wwUnlock: 14,
  wwEnd: 15,
  /** Nothing to do before somebody else moves the thread on. */
  rest: 16,
} as const;

/** What happens at a node when a thread arrives there. */
export const ARRIVAL = {
  /** It stays until it is told to go on. */
  stays: 0,
  /** It goes on at once. */
  goesOn: 1,
  /** It makes a list of the ww-mutexes to take. */
  lists: 2,
} as const;

/** Words of a node. */
export const CODE = {
  op: 0,
  /** Of the state: what the step works on. */
  word: 1,
  next: 2,
  skip: 3,
  /**
   * Of the state: the step can be taken while this word is `guardValue`; -1: see the rules of ww.
   */
  guardWord: 4,
  guardValue: 5,
  arrival: 6,
  /** Node of the same thread where it queues or listens; at that node 1: it wants to write. */
  twin: 7,
  /** read, write, unread: first word of who reads what. spawn, join: the thread. ww: group. */
  extra: 8,
  /** set, trySet: what the word becomes. wwTake: number of its list of locks. */
  value: 9,
  /** What the step is to others, for the reduction: object, ACCESS, those it conflicts with. */
  object: 10,
  access: 11,
  conflicts: 12,
  /**
   * For strategies: POINT and flags, lock index + 1, points from here to the end of the program.
   */
  point: 13,
  lock: 14,
  ahead: 15,
} as const;

/** Words of a node, as a shift. */
export const CODE_SHIFT = 4;

/** A scenario's threads as tables of numbers. */
export interface ModelProgram {
  readonly scenario: Scenario;
  readonly graph: StepGraph;
  readonly layout: StateLayout;
  readonly threads: number;
  /** Objects that steps of different threads may conflict over: locks, then groups of contexts. */
  readonly objects: number;
  readonly code: Int32Array;
  /**
   * Of each node the node of the graph; a twin has that of its request, a start that of its entry.
   */
  readonly stepOf: Int32Array;
  /** Of each thread: the node before its start, which is the first of its nodes, and its end. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** Of each thread who may spawn it; -1: nobody does. */
  readonly spawnerOf: Int32Array;
  /** Of each node the number of its set of accesses that lie ahead. */
  readonly futureOf: Int32Array;
  /** By set and object: the accesses. */
  readonly futures: Uint16Array;
  /** Lists of ww-mutexes to take, by their owner words. */
  readonly wwLists: readonly Int32Array[];
  /** By owner word: 1 for a ww-mutex under wound-wait. */
  readonly woundWait: Uint8Array;
}
