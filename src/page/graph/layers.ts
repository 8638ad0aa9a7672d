import type { Arc, Digraph } from './strongly-connected.ts';

/** An edge that leads downwards in the drawing; `isReversed`: its arrow points up. */
export interface DownwardArc extends Arc {
  /** Index of the edge of the graph. */
  readonly edge: number;
  readonly isReversed: boolean;
}

export interface Layering {
  /** Of each node, 0 at the top. */
  readonly layer: readonly number[];
  /** All edges but loops. */
  readonly arcs: readonly DownwardArc[];
}

/**
 * A layer for each node so that all edges lead down, but for those that close a cycle when the graph
 * is walked from its first node on: these are turned round. Each node lies as high as it can.
 */
export function layersOf(graph: Digraph): Layering {
  const arcs = withoutCycles(graph);
  const layer = new Array<number>(graph.nodes).fill(0);
  // At most as many rounds as there are nodes: no path is longer.
  for (let round = 0; round < graph.nodes; round++) {
    let moved = false;
    for (const { from, to } of arcs) {
      if (layer[to] > layer[from]) continue;
      layer[to] = layer[from] + 1;
      moved = true;
    }
    if (!moved) break;
  }
  return { layer, arcs };
}

function withoutCycles({ nodes, edges }: Digraph): DownwardArc[] {
  const leaving: number[][] = Array.from({ length: nodes }, () => []);
  edges.forEach(({ from, to }, edge) => {
    if (from !== to) leaving[from].push(edge);
  });
  const state = new Array<'new' | 'open' | 'done'>(nodes).fill('new');
  const isReversed = new Set<number>();
  const visit = (node: number) => {
    state[node] = 'open';
    for (const edge of leaving[node]) {
      const { to } = edges[edge];
      if (state[to] === 'open') isReversed.add(edge);
      else if (state[to] === 'new') visit(to);
    }
    state[node] = 'done';
  };
  for (let node = 0; node < nodes; node++) if (state[node] === 'new') visit(node);
  return edges.flatMap(({ from, to }, edge): DownwardArc[] => {
    if (from === to) return [];
    return isReversed.has(edge)
      ? [{ from: to, to: from, edge, isReversed: true }]
      : [{ from, to, edge, isReversed: false }];
  });
}
