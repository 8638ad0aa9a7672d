import { type DownwardArc, layersOf } from './layers.ts';
import { orderedLayers } from './layer-order.ts';
import type { Digraph } from './strongly-connected.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

export interface PlacedNode extends Point {
  /** Of the centre; with its width. */
  readonly width: number;
}

export interface PlacedEdge {
  /** Index of the edge of the graph. */
  readonly edge: number;
  /** From its beginning to its end, node borders included. */
  readonly points: readonly Point[];
}

export interface LayeredLayout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  /** All but loops. */
  readonly edges: readonly PlacedEdge[];
}

export const NODE_HEIGHT = 30;
const LAYER_GAP = 66;
const NODE_GAP = 34;
/** Where an edge passes a layer. */
const PASSAGE_WIDTH = 16;
const MARGIN = 14;

/** A node of the graph, or the place where a long edge passes a layer. */
interface Slot {
  readonly width: number;
  x: number;
}

/**
 * Places for nodes and edges, layer below layer (Sugiyama 1981): cycles are broken, each node gets a
 * layer, long edges get passages, layers are ordered so that few edges cross. The same graph always
 * gets the same places. `widths`: of each node.
 */
export function layeredLayout(graph: Digraph, widths: readonly number[]): LayeredLayout {
  const { layer, arcs } = layersOf(graph);
  const slots: Slot[] = widths.map((width) => ({ width, x: 0 }));
  const layers: number[][] = Array.from({ length: Math.max(...layer) + 1 }, () => []);
  layer.forEach((at, node) => {
    layers[at].push(node);
  });
  const routes = arcs.map((arc) => routeOf(arc, layer, slots, layers));
  const ordered = orderedLayers(layers, routes, slots.length);
  const width = placeAcross(ordered, slots, routes);
  const nodes = widths.map((own, node) => ({ x: slots[node].x, y: yOf(layer[node]), width: own }));
  return {
    width,
    height: yOf(layers.length - 1) + NODE_HEIGHT / 2 + MARGIN,
    nodes,
    edges: edgesOf(arcs, routes, slots, layer),
  };
}

/** Slots that an edge goes through, from the upper node to the lower one. */
function routeOf(
  { from, to }: DownwardArc,
  layer: readonly number[],
  slots: Slot[],
  layers: number[][],
): readonly number[] {
  const route = [from];
  for (let at = layer[from] + 1; at < layer[to]; at++) {
    route.push(slots.length);
    layers[at].push(slots.length);
    slots.push({ width: PASSAGE_WIDTH, x: 0 });
  }
  return [...route, to];
}

/** Side by side in their order, each layer centred; then drawn towards their neighbours. */
function placeAcross(
  layers: readonly (readonly number[])[],
  slots: readonly Slot[],
  routes: readonly (readonly number[])[],
): number {
  const widths = layers.map((layer) =>
    layer.reduce((sum, slot) => sum + slots[slot].width + NODE_GAP, -NODE_GAP),
  );
  const width = Math.max(...widths) + 2 * MARGIN;
  layers.forEach((layer, n) => {
    let x = (width - widths[n]) / 2;
    for (const slot of layer) {
      slots[slot].x = x + slots[slot].width / 2;
      x += slots[slot].width + NODE_GAP;
    }
  });
  straighten(layers, slots, routes, width);
  return width;
}

const SWEEPS = 6;

/** Moves each slot towards the middle of its neighbours as far as those beside it let it. */
function straighten(
  layers: readonly (readonly number[])[],
  slots: readonly Slot[],
  routes: readonly (readonly number[])[],
  width: number,
): void {
  const neighbours: number[][] = slots.map(() => []);
  for (const route of routes) {
    for (let n = 1; n < route.length; n++) {
      neighbours[route[n]].push(route[n - 1]);
      neighbours[route[n - 1]].push(route[n]);
    }
  }
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const layer of layers) {
      layer.forEach((slot, n) => {
        const others = neighbours[slot];
        if (others.length === 0) return;
        const own = slots[slot];
        const wanted = others.reduce((sum, other) => sum + slots[other].x, 0) / others.length;
        const before = n === 0 ? MARGIN : rightOf(slots[layer[n - 1]]) + NODE_GAP;
        const after =
          n === layer.length - 1 ? width - MARGIN : leftOf(slots[layer[n + 1]]) - NODE_GAP;
        own.x = Math.min(Math.max(wanted, before + own.width / 2), after - own.width / 2);
      });
    }
  }
}

function leftOf({ x, width }: Slot): number {
  return x - width / 2;
}

function rightOf({ x, width }: Slot): number {
  return x + width / 2;
}

function yOf(layer: number): number {
  return MARGIN + NODE_HEIGHT / 2 + layer * (NODE_HEIGHT + LAYER_GAP);
}

/** Edges leave and reach a node side by side, in the order of where they come from. */
function edgesOf(
  arcs: readonly DownwardArc[],
  routes: readonly (readonly number[])[],
  slots: readonly Slot[],
  layer: readonly number[],
): PlacedEdge[] {
  const portAt = (at: number, isLower: boolean): number => {
    const route = routes[at];
    const node = isLower ? (route.at(-1) as number) : route[0];
    const towards = (n: number) => slots[isLower ? (routes[n].at(-2) as number) : routes[n][1]].x;
    const beside = arcs
      .map((_, n) => n)
      .filter((n) => (isLower ? routes[n].at(-1) : routes[n][0]) === node)
      .sort((a, b) => towards(a) - towards(b) || a - b);
    const { x, width } = slots[node];
    return x + (width * (beside.indexOf(at) + 1)) / (beside.length + 1) - width / 2;
  };
  return arcs.map(({ edge, from, to, isReversed }, n) => {
    const points: Point[] = [
      { x: portAt(n, false), y: yOf(layer[from]) + NODE_HEIGHT / 2 },
      ...routes[n]
        .slice(1, -1)
        .map((slot, k) => ({ x: slots[slot].x, y: yOf(layer[from] + k + 1) })),
      { x: portAt(n, true), y: yOf(layer[to]) - NODE_HEIGHT / 2 },
    ];
    return { edge, points: isReversed ? points.reverse() : points };
  });
}
