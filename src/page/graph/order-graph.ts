import { type Html, html } from '../markup/html.ts';
import { coordinate } from '../markup/coordinate.ts';
import { CHARACTER_WIDTH, fittedText } from '../chart/fitted-text.ts';
import { edgeNumbers } from './edge-numbers.ts';
import { NODE_HEIGHT, type PlacedNode, layeredLayout } from './layered-layout.ts';
import { componentsOf } from './strongly-connected.ts';

/** A dependency of the lock order: the first class was held while the second was acquired. */
export interface OrderEdge {
  readonly from: string;
  readonly to: string;
  /** An edge to cut. */
  readonly isCut: boolean;
  /** Shown by less than a plain acquisition. */
  readonly isWeak: boolean;
}

export interface OrderGraphDrawing {
  readonly width: number;
  readonly height: number;
  readonly drawing: Html;
  /** Of each edge: whether it lies on a cycle. */
  readonly inCycle: readonly boolean[];
}

const NODE_MARGIN = 24;
const NODE_WIDTH_MOST = 330;
const LOOP = 34;

/** The graph, edges numbered from 1 in their order; what lies on a cycle is marked. */
export function orderGraph(edges: readonly OrderEdge[]): OrderGraphDrawing {
  const names = [...new Set(edges.flatMap(({ from, to }) => [from, to]))];
  const at = new Map(names.map((name, n) => [name, n]));
  const arcs = edges.map(({ from, to }) => ({ from: at.get(from) ?? 0, to: at.get(to) ?? 0 }));
  const graph = { nodes: names.length, edges: arcs };
  const component = componentsOf(graph);
  const inCycle = arcs.map(({ from, to }) => component[from] === component[to]);
  const layout = layeredLayout(graph, names.map(widthOf));
  const inAnyCycle = new Set(arcs.flatMap(({ from, to }, n) => (inCycle[n] ? [from, to] : [])));
  const classesOf = (n: number) =>
    `${inCycle[n] ? 'in-cycle' : ''}${edges[n].isCut ? ' cut' : ''}${edges[n].isWeak ? ' weak' : ''}`;
  const numbers = edges.map(({ isCut }, n) => `${n + 1}${isCut ? ' ✂' : ''}`);
  const loops = arcs.flatMap(({ from, to }, edge) => (from === to ? [{ edge, node: from }] : []));
  const loopEnds = loops.map(({ node }) => loopEnd(layout.nodes[node]));
  const places = edgeNumbers(layout.edges, layout.nodes, numbers, loopEnds);
  const drawing = html`${[
    ...layout.edges.map(({ edge, points }) =>
      pathOf(edge, edges[edge], classesOf(edge), curveThrough(points)),
    ),
    ...loops.map(({ edge, node }) =>
      pathOf(edge, edges[edge], classesOf(edge), loopAt(layout.nodes[node])),
    ),
    ...names.map((name, n) => nodeAt(name, layout.nodes[n], inAnyCycle.has(n))),
    // Last, so that no line crosses them.
    ...layout.edges.map(({ edge }, n) => numberAt(numbers[edge], classesOf(edge), places[n])),
    ...loops.map(({ edge }, n) => numberAt(numbers[edge], classesOf(edge), loopEnds[n])),
  ]}`;
  const width = layout.width + (loops.length > 0 ? LOOP + NODE_MARGIN : 0);
  return { width, height: layout.height, drawing, inCycle };
}

function widthOf(name: string): number {
  return Math.min([...name].length * CHARACTER_WIDTH + NODE_MARGIN, NODE_WIDTH_MOST);
}

function nodeAt(name: string, { x, y, width }: PlacedNode, inCycle: boolean): Html {
  const left = coordinate(x - width / 2);
  const label = { text: name, x, y: y + 4, width: width - 12, classes: 'middle' };
  return html`<g class="node${inCycle ? ' in-cycle' : ''}"><rect x="${left}" y="${coordinate(y - NODE_HEIGHT / 2)}" width="${coordinate(width)}" height="${NODE_HEIGHT}" rx="4"/>${fittedText(label)}</g>
`;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function pathOf(
  n: number,
  { from, to }: OrderEdge,
  classes: string,
  { path, head }: { readonly path: string; readonly head: string },
): Html {
  return html`<g class="${classes}"><title>${n + 1}: ${from}, then ${to}</title><path class="edge" d="${path}"/><path class="edge-head" d="${head}"/></g>
`;
}

function numberAt(text: string, classes: string, { x, y }: Point): Html {
  return html`<g class="${classes}"><text class="edge-text middle" x="${coordinate(x)}" y="${coordinate(y + 4)}">${text}</text></g>
`;
}

/** Vertical where it leaves and arrives, with an arrow head at its end. */
function curveThrough(points: readonly Point[]): { path: string; head: string } {
  const first = points[0];
  let path = `M${coordinate(first.x)} ${coordinate(first.y)}`;
  for (let n = 1; n < points.length; n++) {
    const [a, b] = [points[n - 1], points[n]];
    const bend = coordinate((a.y + b.y) / 2);
    path += `C${coordinate(a.x)} ${bend} ${coordinate(b.x)} ${bend} ${coordinate(b.x)} ${coordinate(b.y)}`;
  }
  const end = points.at(-1) as Point;
  const down = end.y > (points.at(-2) as Point).y ? -1 : 1;
  return { path, head: arrowHead(end, 0, down) };
}

/** A triangle with its tip at the point; from where the edge comes: -1, 0 or 1 by axis. */
function arrowHead({ x, y }: Point, acrossFrom: number, downFrom: number): string {
  const [bx, by] = [x + 9 * acrossFrom, y + 9 * downFrom];
  const [wx, wy] = [4.5 * downFrom, 4.5 * acrossFrom];
  const corner = (cx: number, cy: number) => `${coordinate(cx)} ${coordinate(cy)}`;
  return `M${corner(x, y)}L${corner(bx + wx, by + wy)}L${corner(bx - wx, by - wy)}z`;
}

/** Where the number of a loop stands. */
function loopEnd({ x, y, width }: PlacedNode): Point {
  return { x: x + width / 2 + LOOP - 4, y };
}

function loopAt({ x, y, width }: PlacedNode): { path: string; head: string } {
  const right = x + width / 2;
  const [top, bottom] = [y - 8, y + 8];
  const path = `M${coordinate(right)} ${coordinate(top)}C${coordinate(right + LOOP)} ${coordinate(top - 10)} ${coordinate(right + LOOP)} ${coordinate(bottom + 10)} ${coordinate(right)} ${coordinate(bottom)}`;
  return { path, head: arrowHead({ x: right, y: bottom }, 1, 0) };
}
