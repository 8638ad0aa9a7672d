import { type Html, html } from '../markup/html.ts';
import { coordinate } from '../markup/coordinate.ts';
import { type Axis, type PlotArea, bottomAxis } from './axes.ts';
import { fittedText } from './fitted-text.ts';
import { type SeriesLook, markerAt } from './series-look.ts';

/** One name with its value, and how far that may lie off. */
export interface IntervalRow {
  readonly look: SeriesLook;
  readonly value: number;
  /** null: measured once, so nobody knows. */
  readonly interval: { readonly low: number; readonly high: number } | null;
  /** In words and numbers, at the right. */
  readonly told: string;
}

export interface IntervalRows {
  readonly rows: readonly IntervalRow[];
  /** Its scale runs from `PLOT_LEFT` to `PLOT_RIGHT`. */
  readonly axis: Axis;
  /** The value that all are held against. */
  readonly reference?: number;
  /** Around it: what is no difference. */
  readonly band?: { readonly low: number; readonly high: number };
}

export const PLOT_LEFT = 200;
export const PLOT_RIGHT = 560;
export const ROWS_WIDTH = 820;
const ROW = 24;
const TOP = 8;

export function rowsHeight(rows: number): number {
  return TOP + rows * ROW + 44;
}

/** A row for each name, on one axis. */
export function intervalRows({ rows, axis, reference, band }: IntervalRows): Html {
  const bottom = TOP + rows.length * ROW + 2;
  const area: PlotArea = { left: PLOT_LEFT, top: TOP, right: PLOT_RIGHT, bottom };
  const drawn = rows.map((row, n) => rowAt(row, axis, TOP + (n + 0.5) * ROW));
  return html`${bandOf(area, axis, band)}${bottomAxis(area, axis)}${referenceOf(area, axis, reference)}${drawn}`;
}

function rowAt({ look, value, interval, told }: IntervalRow, { scale }: Axis, y: number): Html {
  const x = scale.at(value);
  const whisker =
    interval === null ? null : whiskerOf(scale.at(interval.low), scale.at(interval.high), y);
  return html`<g class="${look.classes}">${fittedText({ text: look.name, x: PLOT_LEFT - 12, y: y + 4, width: PLOT_LEFT - 16, classes: 'end' })}${whisker}${markerAt(look, x, y)}<text x="${PLOT_RIGHT + 14}" y="${coordinate(y + 4)}">${told}</text></g>
`;
}

function whiskerOf(low: number, high: number, y: number): Html {
  const [left, right] = [coordinate(low), coordinate(high)];
  const [top, bottom] = [coordinate(y - 4), coordinate(y + 4)];
  return html`<path class="whisker" d="M${left} ${coordinate(y)}H${right}M${left} ${top}V${bottom}M${right} ${top}V${bottom}"/>`;
}

function referenceOf({ top, bottom }: PlotArea, { scale }: Axis, value?: number): Html | null {
  if (value === undefined) return null;
  return html`<path class="reference" d="M${coordinate(scale.at(value))} ${top}V${bottom}"/>`;
}

function bandOf(
  { top, bottom }: PlotArea,
  { scale }: Axis,
  band: IntervalRows['band'],
): Html | null {
  if (band === undefined) return null;
  const left = coordinate(scale.at(band.low));
  const right = coordinate(scale.at(band.high));
  return html`<rect class="band" x="${left}" y="${top}" width="${coordinate(right - left)}" height="${bottom - top}"/>`;
}
