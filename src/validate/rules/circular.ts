import type { SlotMeaning } from '../../shared/lock-registry.ts';
import type { Attempt, HeldEntry } from '../attempt.ts';
import type { Evidence } from '../evidence.ts';
import type { CycleStep, Finding } from '../finding.ts';
import type { EdgeKind, OrderGraph } from '../order-graph.ts';

/**
 * Circular order of any length. `held -> wanted` is about to become a dependency; `path` leads from
 * wanted back to held. The new edge is not added, so that the graph stays free of cycles and each
 * further edge that closes one is told in its own right.
 */
export function circularFinding(
  evidence: Evidence,
  graph: OrderGraph,
  attempt: Attempt,
  held: HeldEntry,
  path: readonly number[],
  chain: number,
): Finding {
  const { registry } = evidence;
  const closing = evidence.dependency(held.meaning.node, attempt.meaning.node, chain);
  const cycle: CycleStep[] = [closing];
  for (let i = 0; i + 1 < path.length; i++) {
    const from = path[i] as number;
    const to = path[i + 1] as number;
    cycle.push(evidence.dependency(from, to, graph.chainOf(from, to)));
  }
  const state = evidence.threadState(attempt.thread);
  const wanted = evidence.lockName(attempt.lock);
  const heldName = evidence.lockName(held.lock);
  const names = path.map((node) => registry.nodeName(node));
  return {
    type: 'circular',
    level: 'possible',
    key: `circular ${canonicalCycle(names)}`,
    summary:
      `${state.thread} acquires ${wanted.name} in ${state.operation} while it holds ` +
      `${heldName.name}, but the order ${names.join(' > ')} was seen before`,
    locks: [wanted, heldName],
    threads: [{ ...state, wants: attempt.wanted(evidence) }],
    cycle,
    details: [],
    afterOperations: evidence.operationsDone(),
  };
}

export function edgeKind(held: HeldEntry, wanted: SlotMeaning): EdgeKind {
  return { fromShared: held.meaning.shared, toRecursive: wanted.recursive };
}

/** The same cycle gives the same text, wherever it was entered. */
export function canonicalCycle(names: readonly string[]): string {
  let least = 0;
  for (let i = 1; i < names.length; i++) {
    if ((names[i] as string) < (names[least] as string)) least = i;
  }
  return [...names.slice(least), ...names.slice(0, least)].join(' > ');
}
