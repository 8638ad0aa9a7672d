import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LockRegistry, registrySizes } from '../../src/shared/lock-registry.ts';
import { sizedRegions } from '../../src/shared/memory-map.ts';
import { createSharedMemory } from '../../src/shared/shared-memory.ts';
import { OrderGraph } from '../../src/validate/order-graph.ts';

const NODES = 6;

function createGraph(): OrderGraph {
  const plan = {
    classes: Array.from({ length: NODES }, (_, i) => ({
      name: `class-${i}`,
      kind: 'mutex' as const,
      subclasses: 1,
    })),
    locks: [],
    promises: [],
  };
  const { orderEdge } = sizedRegions(registrySizes(plan));
  return new OrderGraph(
    createSharedMemory([{ spec: orderEdge, records: NODES }]),
    new LockRegistry(plan),
  );
}

const EXCLUSIVE = { fromShared: false, toRecursive: false };

interface Edge {
  readonly from: number;
  readonly to: number;
  readonly fromShared: boolean;
  readonly toRecursive: boolean;
}

/** The definition, by brute force: a simple walk over (edge, edge) pairs that are all strong. */
function closesStrongCycle(edges: readonly Edge[], closing: Edge): boolean {
  const follows = (a: Edge, b: Edge) => a.to === b.from && !(a.toRecursive && b.fromShared);
  const reached = new Set<Edge>([closing]);
  const queue = [closing];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    if (follows(at, closing)) return true;
    for (const next of edges) {
      if (!reached.has(next) && follows(at, next)) {
        reached.add(next);
        queue.push(next);
      }
    }
  }
  return false;
}

it('finds a closing path exactly when a strong one exists', () => {
  const node = fc.nat(NODES - 1);
  const edge = fc
    .record({ from: node, to: node, fromShared: fc.boolean(), toRecursive: fc.boolean() })
    .filter(({ from, to }) => from !== to);
  fc.assert(
    fc.property(fc.array(edge, { maxLength: 12 }), edge, (edges, closing) => {
      const graph = createGraph();
      for (const each of edges) graph.add(each.from, each.to, each, 1);
      const path = graph.closingPath(closing.from, closing.to, closing);
      expect(path !== null).toBe(closesStrongCycle(edges, closing));
      if (path !== null) expect([path[0], path.at(-1)]).toEqual([closing.to, closing.from]);
    }),
  );
});

it('remembers the chain that first showed an edge', () => {
  const graph = createGraph();
  graph.add(1, 2, EXCLUSIVE, 17);
  graph.add(1, 2, { fromShared: true, toRecursive: false }, 18);
  expect(graph.chainOf(1, 2)).toBe(17);
  expect(graph.has(1, 2, EXCLUSIVE)).toBe(true);
  expect(graph.has(2, 1, EXCLUSIVE)).toBe(false);
});
