import { type Html, html } from '../markup/html.ts';
import { coordinate } from '../markup/coordinate.ts';

/** Colours that the page's style declares; more names than that are told apart by dash and marker. */
export const SERIES_COLOURS = 8;
const DASHES = ['', '6 3', '2 3'] as const;
const MARKERS = ['circle', 'square', 'diamond', 'triangle', 'cross', 'bar', 'point'] as const;

type Marker = (typeof MARKERS)[number];

/** How one name looks in every chart of the page: never by colour alone. */
export interface SeriesLook {
  readonly name: string;
  /** Class of everything drawn for it: sets the colour, and lets the others fade. */
  readonly classes: string;
  readonly index: number;
  readonly dash: string;
  readonly marker: Marker;
}

/** Looks by name, in the order of first appearance. */
export class SeriesLooks {
  readonly #looks = new Map<string, SeriesLook>();

  constructor(names: readonly string[]) {
    for (const name of names) {
      if (!this.#looks.has(name)) this.#looks.set(name, lookOf(name, this.#looks.size));
    }
  }

  get all(): readonly SeriesLook[] {
    return [...this.#looks.values()];
  }

  of(name: string): SeriesLook {
    return this.#looks.get(name) ?? lookOf(name, this.#looks.size);
  }
}

function lookOf(name: string, index: number): SeriesLook {
  return {
    name,
    index,
    classes: `series c${index % SERIES_COLOURS} n${index}`,
    dash: DASHES[Math.floor(index / SERIES_COLOURS) % DASHES.length] as string,
    marker: MARKERS[index % MARKERS.length] as Marker,
  };
}

/** Half the width of a marker. */
const SIZE = 4;

/** A look's marker around a point; hollow where what it stands for is to be read with care. */
export function markerAt({ marker }: SeriesLook, x: number, y: number, hollow = false): Html {
  return html`<path class="${hollow ? 'mark hollow' : 'mark'}" d="${outlineOf(marker, x, y)}"/>`;
}

function outlineOf(marker: Marker, x: number, y: number): string {
  const [left, right] = [coordinate(x - SIZE), coordinate(x + SIZE)];
  const [top, bottom] = [coordinate(y - SIZE), coordinate(y + SIZE)];
  const [cx, cy] = [coordinate(x), coordinate(y)];
  switch (marker) {
    case 'circle':
      return `M${left} ${cy}a${SIZE} ${SIZE} 0 1 0 ${2 * SIZE} 0a${SIZE} ${SIZE} 0 1 0 ${-2 * SIZE} 0z`;
    case 'square':
      return `M${left} ${top}H${right}V${bottom}H${left}z`;
    case 'diamond':
      return `M${cx} ${coordinate(y - 1.3 * SIZE)}L${coordinate(x + 1.3 * SIZE)} ${cy}L${cx} ${coordinate(y + 1.3 * SIZE)}L${coordinate(x - 1.3 * SIZE)} ${cy}z`;
    case 'triangle':
      return `M${cx} ${top}L${right} ${bottom}H${left}z`;
    case 'cross':
      return `M${left} ${top}L${right} ${bottom}M${right} ${top}L${left} ${bottom}`;
    case 'bar':
      return `M${left} ${coordinate(y - 1.5)}H${right}V${coordinate(y + 1.5)}H${left}z`;
    case 'point':
      return `M${left} ${top}H${right}L${cx} ${bottom}z`;
  }
}
