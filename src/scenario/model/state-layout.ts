import type { Scenario } from '../scenario.ts';
import { type ContextGroups, locksUnder } from './context-groups.ts';
import type { StepGraph } from './step-graph.ts';

/** Always 0, so that a guard can compare with it. */
export const ZERO = 0;
/** The node where thread 0 stands; the other threads' follow. */
export const PLACES = 1;

/**
 * Words of a semaphore: the writer's id, how many read, how many queue, then their ids in order.
 */
export const SEMAPHORE = { writer: 0, readers: 1, queued: 2, queue: 3 } as const;

/**
 * Words of a thread that takes ww-mutexes: how many it holds under its context, how many stand in
 * the list of those it holds and wants, how many it has yet to give up before it waits for the
 * first of them, whether an older one has wounded it; then the list: their owner words.
 */
export const TRANSACTION = { held: 0, listed: 1, dropping: 2, wounded: 3, list: 4 } as const;

const NONE = -1;

/** Which word of the state means what. Ids of threads count from 1 in it. */
export interface StateLayout {
  readonly words: number;
  /** The words before this one make a state what it is; those behind only say who reads what. */
  readonly identity: number;
  /** Highest value of each word. */
  readonly most: readonly number[];
  /** Of each lock its first word; -1: it has none. */
  readonly lockWord: readonly number[];
  /** Of each semaphore the first of its words, one a thread, that count how often it reads. */
  readonly readsWord: readonly number[];
  /** Of each thread its TRANSACTION words; -1: it has none. */
  readonly transaction: readonly number[];
  /**
   * Ages of contexts, by group and thread: 0 none, 1 the oldest; -1: the thread is not of the
   * group.
   */
  readonly age: readonly (readonly number[])[];
}

export function layStateOut(
  scenario: Scenario,
  graph: StepGraph,
  groups: ContextGroups,
  isSeen: (lock: number) => boolean,
): StateLayout {
  const threads = scenario.threads.length;
  const words = new WordList();
  words.add(1, 0);
  for (let thread = 0; thread < threads; thread++) words.add(1, NONE);
  const { queuers, readings, wanted, ages } = survey(scenario, graph, groups);
  const lockWord = scenario.locks.map(({ kind }, lock) => {
    if (!isSeen(lock) || kind === 'condition') return NONE;
    if (kind === 'mutex' || kind === 'ww') return words.add(1, threads);
    if (kind !== 'rwsem') return words.add(1, 1);
    const room = queuers[lock]?.size as number;
    const first = words.add(1, threads);
    words.add(1, readings[lock] as number);
    words.add(1 + room, threads);
    return first;
  });
  const transaction = wanted.map((locks) => {
    if (locks.size === 0) return NONE;
    const first = words.add(3, locks.size);
    words.add(1, 1);
    words.add(locks.size, words.count);
    return first;
  });
  const age = ages.map((members) =>
    scenario.threads.map((_, thread) => (members.has(thread) ? words.add(1, threads) : NONE)),
  );
  const identity = words.count;
  const readsWord = scenario.locks.map(({ kind }, lock) =>
    kind === 'rwsem' && isSeen(lock) ? words.add(threads, readings[lock] as number) : NONE,
  );
  return {
    words: words.count,
    identity,
    most: words.most,
    lockWord,
    readsWord,
    transaction,
    age,
  };
}

interface Survey {
  /** By lock: threads that may queue for it. */
  readonly queuers: readonly ReadonlySet<number>[];
  /** By lock: how often it can be read at a time, at most; a thread may read it again. */
  readonly readings: readonly number[];
  /** By thread: ww-mutexes that it takes. */
  readonly wanted: readonly ReadonlySet<number>[];
  /** By group: threads that have contexts of it. */
  readonly ages: readonly ReadonlySet<number>[];
}

function survey({ locks, threads }: Scenario, graph: StepGraph, groups: ContextGroups): Survey {
  const sets = (count: number) => Array.from({ length: count }, () => new Set<number>());
  const queuers = sets(locks.length);
  const readings = locks.map(() => 0);
  const wanted = sets(threads.length);
  const ages = sets(groups.count);
  for (const { thread, step } of graph.nodes) {
    const op = step?.op;
    if (op?.verb === 'read' || op?.verb === 'write') queuers[op.lock]?.add(thread);
    if (op?.verb === 'read' || op?.verb === 'tryread' || op?.verb === 'downgrade') {
      readings[op.lock]++;
    }
    if (op === undefined || !('context' in op)) continue;
    ages[groups.ofContext(thread, op.context)]?.add(thread);
    for (const lock of locksUnder(op)) wanted[thread]?.add(lock);
  }
  return { queuers, readings, wanted, ages };
}

class WordList {
  readonly most: number[] = [];

  get count(): number {
    return this.most.length;
  }

  /** Answers the index of the first. */
  add(words: number, most: number): number {
    const first = this.most.length;
    for (let n = 0; n < words; n++) this.most.push(most);
    return first;
  }
}
