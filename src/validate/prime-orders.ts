import { UsageError } from '../base/errors.ts';
import type { Evidence } from './evidence.ts';
import { OrderGraph } from './order-graph.ts';

const SITE = 'declared before the run';
/** Primed chains were taken by no thread, in no operation. */
const NOBODY = 0;

/**
 * Enters the orders that are known beforehand into the graph, as dma_resv_lockdep() does at boot: a
 * line of classes, outermost first, counts as seen, so that the first acquisition against it is told.
 * Before the threads start.
 *
 * @throws {UsageError} where the lines contradict each other
 */
export function primeOrders(evidence: Evidence): void {
  const graph = new OrderGraph(evidence.memory, evidence.registry);
  for (const line of evidence.plan.locks.primes ?? []) primeLine(evidence, graph, line);
}

function primeLine(evidence: Evidence, graph: OrderGraph, line: readonly string[]): void {
  const { chains, registry } = evidence;
  const kind = { fromShared: false, toRecursive: false };
  let row = chains.rootRow(0);
  let outer = -1;
  for (const name of line) {
    const slot = registry.slotOf(registry.classIndex(name));
    const known = chains.next(row, slot);
    row = known !== 0 ? known : chains.add(row, slot, SITE, NOBODY, 0);
    const node = registry.slots[slot]?.node as number;
    if (outer !== -1 && graph.closingPath(outer, node, kind) !== null) {
      throw new UsageError(
        `the primed order ${line.join(' > ')} contradicts another one at ${name}`,
        'let all lines of `primes` agree on one order',
      );
    }
    if (outer !== -1) graph.add(outer, node, kind, chains.chainOfRow(row));
    outer = node;
  }
}
