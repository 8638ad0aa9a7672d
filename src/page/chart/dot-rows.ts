import { type Html, html } from '../markup/html.ts';
import { coordinate } from '../markup/coordinate.ts';
import { type Axis, type PlotArea, bottomAxis } from './axes.ts';
import { fittedText } from './fitted-text.ts';
import { type SeriesLook, markerAt } from './series-look.ts';

/** One name with a dot for each of its values. */
export interface DotRow {
  readonly look: SeriesLook;
  readonly dots: readonly { readonly value: number; readonly told: string }[];
  /** In words and numbers, at the right. */
  readonly told: string;
}

export const DOTS_LEFT = 200;
export const DOTS_RIGHT = 600;
export const DOTS_WIDTH = 820;
const ROW = 26;
const TOP = 8;

export function dotRowsHeight(rows: number): number {
  return TOP + rows * ROW + 44;
}

/** A row of dots for each name, on one axis, with a line at what all are held against. */
export function dotRows(rows: readonly DotRow[], axis: Axis, reference: number): Html {
  const bottom = TOP + rows.length * ROW + 2;
  const area: PlotArea = { left: DOTS_LEFT, top: TOP, right: DOTS_RIGHT, bottom };
  const line = html`<path class="reference" d="M${coordinate(axis.scale.at(reference))} ${TOP}V${bottom}"/>`;
  const drawn = rows.map((row, n) => rowAt(row, axis, TOP + (n + 0.5) * ROW));
  return html`${bottomAxis(area, axis)}${line}${drawn}`;
}

function rowAt({ look, dots, told }: DotRow, { scale }: Axis, y: number): Html {
  const places = dots.map(({ value }) => scale.at(value));
  const span = `M${coordinate(Math.min(...places))} ${coordinate(y)}H${coordinate(Math.max(...places))}`;
  const marks = dots.map(
    (dot, n) => html`<g><title>${dot.told}</title>${markerAt(look, places[n], y, true)}</g>`,
  );
  const name = { text: look.name, x: DOTS_LEFT - 12, y: y + 4, width: DOTS_LEFT - 16 };
  return html`<g class="${look.classes}">${fittedText({ ...name, classes: 'end' })}<path class="span" d="${span}"/>${marks}<text x="${DOTS_RIGHT + 14}" y="${coordinate(y + 4)}">${told}</text></g>
`;
}
