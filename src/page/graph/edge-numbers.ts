import { NODE_HEIGHT, type PlacedEdge, type PlacedNode } from './layered-layout.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const CHARACTER = 7;
const HALF_HEIGHT = 7;
/** Where on a stretch of an edge its number may stand, best first. */
const ALONG = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8] as const;

/**
 * A place on each edge for its number, off the nodes and the other numbers as far as there is one; the
 * middle stretches first. `texts`: by edge of the graph; `taken`: middles of further texts.
 */
export function edgeNumbers(
  edges: readonly PlacedEdge[],
  nodes: readonly PlacedNode[],
  texts: readonly string[],
  taken: readonly Point[],
): readonly Point[] {
  const boxes: Box[] = [...nodes.map(boxOfNode), ...taken.map((at) => boxAt(at, 2))];
  return edges.map(({ edge, points }) => {
    const length = [...(texts[edge] as string)].length;
    const places = placesOn(points);
    const free = places.find((at) => boxes.every((box) => !touches(box, boxAt(at, length))));
    const chosen = free ?? (places[0] as Point);
    boxes.push(boxAt(chosen, length));
    return chosen;
  });
}

/** From the middle stretch outwards. */
function placesOn(points: readonly Point[]): readonly Point[] {
  const middle = Math.floor((points.length - 1) / 2);
  const stretches = points
    .slice(1)
    .map((_, n) => n)
    .sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
  return stretches.flatMap((n) =>
    ALONG.map((share) => pointOn(points[n] as Point, points[n + 1] as Point, share)),
  );
}

/** On the curve that leaves and arrives vertically, as it is drawn. */
function pointOn(a: Point, b: Point, share: number): Point {
  const rest = 1 - share;
  const near = rest ** 3 + 3 * rest ** 2 * share;
  const bend = (a.y + b.y) / 2;
  return {
    x: near * a.x + (1 - near) * b.x,
    y: rest ** 3 * a.y + (1 - rest ** 3 - share ** 3) * bend + share ** 3 * b.y,
  };
}

function boxOfNode({ x, y, width }: PlacedNode): Box {
  const half = NODE_HEIGHT / 2;
  return { left: x - width / 2, right: x + width / 2, top: y - half, bottom: y + half };
}

function boxAt({ x, y }: Point, characters: number): Box {
  const half = (characters * CHARACTER) / 2 + 1;
  return { left: x - half, right: x + half, top: y - HALF_HEIGHT, bottom: y + HALF_HEIGHT };
}

function touches(a: Box, b: Box): boolean {
  const across = a.left < b.right && b.left < a.right;
  return across && a.top < b.bottom && b.top < a.bottom;
}
