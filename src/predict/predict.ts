import type { EventTrace } from '../shared/event-trace.ts';
import { entangledLocks } from './entangled-locks.ts';
import { Ideal } from './ideal.ts';
import { InstanceSearch } from './instance-search.ts';
import { LikeAcquires } from './like-acquires.ts';
import { type Link, LinkTable } from './link-table.ts';
import { LockCycles } from './lock-cycles.ts';
import { LockGraph } from './lock-graph.ts';
import { PatternJudge } from './pattern-judge.ts';
import { PatternList } from './pattern-list.ts';
import type { Prediction, PredictOptions } from './prediction.ts';
import { RunHistory } from './run-history.ts';
import { SyncOrder } from './sync-order.ts';

export type {
  DeadlockPattern,
  InstanceEdge,
  PatternStep,
  PatternVerdict,
  Prediction,
  PredictOptions,
} from './prediction.ts';

const LENGTH_DEFAULT = 4;
const LENGTH_LONGEST = 8;
const PATTERNS_DEFAULT = 10_000;
/** Work on ideals in all searches, at most (see `Ideal.work`): some seconds. */
const WORK_MAX = 250_000_000;

/**
 * Level `predicted`: finds the deadlock patterns of a recorded run over lock instances, and judges
 * each: predicted, with a witness, or rejected, with the reason.
 *
 * Sync-preserving prediction (Tunc, Mathur, Pavlogiannis, Viswanathan, PLDI 2023, arXiv 2304.03692),
 * extended to readers and writers in a fair queue. Sound: each witness is a run of the program that
 * ends in the deadlock. Complete for deadlocks that need no two sections of one lock exchanged, up
 * to the limits, of which `truncated` tells.
 */
export function predict(trace: EventTrace, options: PredictOptions = {}): Prediction {
  const history = new RunHistory(trace);
  const acquires = new LikeAcquires(history);
  const graph = new LockGraph(history, acquires, trace.objects);
  const component = entangledLocks(graph);
  const table = new LinkTable(history, acquires, graph, component);
  const order = new SyncOrder(history);
  const ideal = new Ideal(history, order, options.since ?? 0);
  const search = new InstanceSearch(history, order, ideal, WORK_MAX);
  const judge = new PatternJudge(history, table, search);
  const patternsMax = options.patternsMax ?? PATTERNS_DEFAULT;
  const patterns = new PatternList(history, search, judge, patternsMax);

  const addCycle = (locks: readonly number[]): boolean => {
    const edges = locks.map((lock, i) => graph.edge(lock, locks[(i + 1) % locks.length] as number));
    return patterns.addCycle(
      locks,
      edges.map((edge): readonly Link[] => table.of(edge)),
    );
  };
  let ended = false;
  for (let lock = 0; lock < trace.objects && !ended; lock++) {
    if (graph.edge(lock, lock) >= 0) ended = !addCycle([lock]);
  }
  const lengthMax = options.lengthMax ?? lengthFor(trace.threads);
  if (!ended) ended = new LockCycles(graph, component, lengthMax, addCycle).run();
  return {
    patterns: patterns.told(),
    edges: graph.told(),
    truncated: ended || judge.truncated || search.truncated || search.exhausted,
  };
}

/** A ring has at most as many steps as there are threads. */
function lengthFor(threads: number): number {
  return Math.max(LENGTH_DEFAULT, Math.min(LENGTH_LONGEST, threads));
}
