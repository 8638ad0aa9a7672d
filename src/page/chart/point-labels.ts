import type { PlotArea } from './axes.ts';
import { CHARACTER_WIDTH, type Label } from './fitted-text.ts';

/** A point that wants its name beside it. */
export interface NamedPlace {
  readonly name: string;
  readonly x: number;
  readonly y: number;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Between a point and its name. */
const GAP = 9;
const LINE = 13;
/** Around a point, for its marker. */
const MARK = 6;

/**
 * Labels for as many points as have free room around them; the first come first. The others are told
 * by their look alone.
 */
export function pointLabels(places: readonly NamedPlace[], area: PlotArea): readonly Label[] {
  const taken: Box[] = places.map(({ x, y }) => ({
    left: x - MARK,
    right: x + MARK,
    top: y - MARK,
    bottom: y + MARK,
  }));
  return places.flatMap((place) => {
    const width = [...place.name].length * CHARACTER_WIDTH;
    const free = candidates(place, width).find(
      ({ box }) => isWithin(box, area) && taken.every((other) => !touches(box, other)),
    );
    if (free === undefined) return [];
    taken.push(free.box);
    return [free.label];
  });
}

function candidates(
  { name, x, y }: NamedPlace,
  width: number,
): readonly { readonly label: Label; readonly box: Box }[] {
  const at = (left: number, baseline: number) => ({
    label: { text: name, x: left, y: baseline, width: width + 1, classes: 'halo' },
    box: { left, right: left + width, top: baseline - LINE + 3, bottom: baseline + 3 },
  });
  // Corners first: intervals lie across and upright.
  const [above, below] = [y - GAP - 2, y + GAP + LINE - 2];
  return [
    at(x + GAP, above),
    at(x + GAP, below),
    at(x - GAP - width, above),
    at(x - GAP - width, below),
    at(x + GAP, y + 4),
    at(x - GAP - width, y + 4),
    at(x - width / 2, above),
    at(x - width / 2, below),
  ];
}

function isWithin(box: Box, area: PlotArea): boolean {
  const isAcross = box.left >= area.left && box.right <= area.right;
  return isAcross && box.top >= area.top && box.bottom <= area.bottom;
}

function touches(a: Box, b: Box): boolean {
  const across = a.left < b.right && b.left < a.right;
  return across && a.top < b.bottom && b.top < a.bottom;
}
