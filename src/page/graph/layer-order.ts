const SWEEPS = 8;

/**
 * Each layer's slots in an order in which few edges cross: by the middle of their neighbours in the
 * layer before, downwards and upwards by turns; the best order that was seen.
 */
export function orderedLayers(
  layers: readonly (readonly number[])[],
  routes: readonly (readonly number[])[],
  slots: number,
): readonly (readonly number[])[] {
  const above: number[][] = Array.from({ length: slots }, () => []);
  const below: number[][] = Array.from({ length: slots }, () => []);
  for (const route of routes) {
    for (let n = 1; n < route.length; n++) {
      above[route[n]].push(route[n - 1]);
      below[route[n - 1]].push(route[n]);
    }
  }
  let best = layers;
  let fewest = crossings(layers, below);
  let current = layers;
  for (let sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
    current =
      sweep % 2 === 0 ? swept(current, above) : swept([...current].reverse(), below).reverse();
    const count = crossings(current, below);
    if (count >= fewest) continue;
    fewest = count;
    best = current;
  }
  return best;
}

/** All layers but the first, each ordered by the one before it. */
function swept(
  layers: readonly (readonly number[])[],
  neighbours: readonly (readonly number[])[],
): (readonly number[])[] {
  const ordered: (readonly number[])[] = [];
  layers.forEach((layer, n) => {
    const before = ordered[n - 1];
    ordered.push(before === undefined ? layer : orderedBy(layer, before, neighbours));
  });
  return ordered;
}

function orderedBy(
  layer: readonly number[],
  before: readonly number[],
  neighbours: readonly (readonly number[])[],
): number[] {
  const place = new Map(before.map((slot, n) => [slot, n]));
  const middle = new Map(
    layer.map((slot, n) => {
      const places = neighbours[slot].map((other) => place.get(other) ?? 0);
      const sum = places.reduce((total, at) => total + at, 0);
      return [slot, places.length === 0 ? n : sum / places.length];
    }),
  );
  return [...layer].sort((a, b) => (middle.get(a) ?? 0) - (middle.get(b) ?? 0));
}

function crossings(
  layers: readonly (readonly number[])[],
  below: readonly (readonly number[])[],
): number {
  let count = 0;
  for (let n = 1; n < layers.length; n++) {
    const place = new Map(layers[n].map((slot, at) => [slot, at]));
    const ends = layers[n - 1].map((slot) => below[slot].map((to) => place.get(to) ?? 0));
    ends.forEach((own, at) => {
      for (const later of ends.slice(at + 1)) {
        for (const a of own) count += later.filter((b) => b < a).length;
      }
    });
  }
  return count;
}
