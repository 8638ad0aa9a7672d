import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { layeredLayout } from '../../src/page/graph/layered-layout.ts';
import { orderGraph } from '../../src/page/graph/order-graph.ts';
import { type Arc, componentsOf } from '../../src/page/graph/strongly-connected.ts';

const graph = fc.integer({ min: 1, max: 9 }).chain((nodes) => {
  const node = fc.integer({ min: 0, max: nodes - 1 });
  return fc.record({
    nodes: fc.constant(nodes),
    edges: fc.uniqueArray(fc.record({ from: node, to: node }), {
      maxLength: 20,
      selector: ({ from, to }) => `${from} ${to}`,
    }),
  });
});

/** Whether a way leads from one node to the other, by trying all. */
function reaches(edges: readonly Arc[], from: number, to: number): boolean {
  const seen = new Set<number>();
  const next = [from];
  while (next.length > 0) {
    const node = next.pop() as number;
    for (const edge of edges.filter((arc) => arc.from === node)) {
      if (edge.to === to) return true;
      if (!seen.has(edge.to)) next.push(edge.to);
      seen.add(edge.to);
    }
  }
  return false;
}

test('two nodes are in one component exactly when each is reached from the other', () => {
  fc.assert(
    fc.property(graph, ({ nodes, edges }) => {
      const component = componentsOf({ nodes, edges });
      for (let a = 0; a < nodes; a++) {
        for (let b = a + 1; b < nodes; b++) {
          const both = reaches(edges, a, b) && reaches(edges, b, a);
          expect(component[a] === component[b]).toBe(both);
        }
      }
    }),
  );
});

describe('a layout', () => {
  const widths = (nodes: number) => Array.from({ length: nodes }, (_, n) => 60 + 20 * n);

  test('lets no node lie on another, nor outside', () => {
    fc.assert(
      fc.property(graph, (drawn) => {
        const { nodes, width, height } = layeredLayout(drawn, widths(drawn.nodes));
        nodes.forEach((node, n) => {
          expect(node.x - node.width / 2).toBeGreaterThanOrEqual(0);
          expect(node.x + node.width / 2).toBeLessThanOrEqual(width);
          expect(node.y).toBeLessThan(height);
          for (const other of nodes.slice(n + 1)) {
            const apart = Math.abs(node.x - other.x) >= (node.width + other.width) / 2;
            expect(node.y !== other.y || apart).toBe(true);
          }
        });
      }),
    );
  });

  test('joins the border of each edge’s own nodes, from its beginning to its end', () => {
    fc.assert(
      fc.property(graph, (drawn) => {
        const { nodes, edges } = layeredLayout(drawn, widths(drawn.nodes));
        expect(edges.length).toBe(drawn.edges.filter(({ from, to }) => from !== to).length);
        for (const { edge, points } of edges) {
          const ends = [points[0], points.at(-1)];
          [drawn.edges[edge].from, drawn.edges[edge].to].forEach((node, n) => {
            expect(Math.abs((ends[n]?.x ?? 0) - nodes[node].x)).toBeLessThan(nodes[node].width / 2);
            expect(Math.abs((ends[n]?.y ?? 0) - nodes[node].y)).toBe(15);
          });
        }
      }),
    );
  });

  test('is the same for the same graph', () => {
    fc.assert(
      fc.property(graph, (drawn) => {
        const again = layeredLayout(drawn, widths(drawn.nodes));
        expect(layeredLayout(drawn, widths(drawn.nodes))).toEqual(again);
      }),
    );
  });
});

test('edges on a cycle are marked, and no others', () => {
  const edge = (from: string, to: string, isCut = false) => ({ from, to, isCut, isWeak: false });
  const { drawing, inCycle } = orderGraph([
    edge('mmap_lock', 'A'),
    edge('A', 'B'),
    edge('B', 'A', true),
    edge('B', 'C'),
    edge('D', 'D'),
  ]);
  expect(inCycle).toEqual([false, true, true, false, true]);
  const markup = String(drawing);
  expect(markup).toContain('<g class="in-cycle cut"><title>3: B, then A</title>');
  expect(markup.match(/class="node in-cycle"/g)).toHaveLength(3);
  expect(markup.match(/✂/g)).toHaveLength(1);
});
