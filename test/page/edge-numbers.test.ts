import { expect, test } from 'vitest';
import { edgeNumbers } from '../../src/page/graph/edge-numbers.ts';
import { layeredLayout } from '../../src/page/graph/layered-layout.ts';

/** Six classes, nearly everything in all orders: what a hopeless design shows. */
const NAMES = 6;
const EDGES = Array.from({ length: NAMES * NAMES }, (_, n) => ({
  from: Math.floor(n / NAMES),
  to: n % NAMES,
})).filter(({ from, to }) => from !== to && (from + 2 * to) % 3 !== 0);

test('numbers of a crowded graph keep off each other and off the nodes', () => {
  const graph = { nodes: NAMES, edges: EDGES };
  const { edges, nodes } = layeredLayout(graph, Array<number>(NAMES).fill(120));
  const texts = EDGES.map((_, n) => (n % 4 === 0 ? `${n + 1} ✂` : String(n + 1)));
  const places = edgeNumbers(edges, nodes, texts, []);
  expect(places).toHaveLength(EDGES.length);
  const near = places.flatMap((a, n) =>
    places.slice(n + 1).filter((b) => Math.abs(a.x - b.x) < 12 && Math.abs(a.y - b.y) < 12),
  );
  expect(near).toEqual([]);
  for (const { x, y, width } of nodes) {
    const within = places.filter((at) => Math.abs(at.x - x) < width / 2 && Math.abs(at.y - y) < 15);
    expect(within).toEqual([]);
  }
});

test('a number stands on its edge, and gives way to what was there', () => {
  const nodes = [
    { x: 50, y: 20, width: 40 },
    { x: 50, y: 140, width: 40 },
  ];
  const points = [
    { x: 50, y: 35 },
    { x: 50, y: 125 },
  ];
  const [middle] = edgeNumbers([{ edge: 0, points }], nodes, ['1'], []);
  expect(middle).toEqual({ x: 50, y: 80 });
  const [aside] = edgeNumbers([{ edge: 0, points }], nodes, ['1'], [{ x: 50, y: 80 }]);
  expect(aside?.x).toBe(50);
  expect(Math.abs((aside?.y ?? 80) - 80)).toBeGreaterThan(12);
  expect(Math.abs((aside?.y ?? 80) - 80)).toBeLessThan(45);
});
