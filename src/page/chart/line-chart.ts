import { type Html, html } from '../markup/html.ts';
import { coordinate } from '../markup/coordinate.ts';
import { type Axis, type PlotArea, bottomAxis, leftAxis } from './axes.ts';
import { type SeriesLook, markerAt } from './series-look.ts';

export interface LinePoint {
  readonly x: number;
  readonly y: number;
  readonly interval: { readonly low: number; readonly high: number } | null;
  /** Drawn hollow: to be read with care. */
  readonly hollow: boolean;
  /** What it says, for whoever points at it. */
  readonly told: string;
}

export interface Line {
  readonly look: SeriesLook;
  readonly points: readonly LinePoint[];
  /** How far it is drawn beside its place, so that intervals do not hide each other. */
  readonly aside?: number;
}

/** A path through values, as far as the area shows them. */
export function pathThrough(
  points: readonly { readonly x: number; readonly y: number }[],
  { scale: xs }: Axis,
  { scale: ys }: Axis,
): string {
  return points
    .map(({ x, y }, n) => `${n === 0 ? 'M' : 'L'}${coordinate(xs.at(x))} ${coordinate(ys.at(y))}`)
    .join('');
}

export function plotAxes(area: PlotArea, xAxis: Axis, yAxis: Axis): Html {
  return html`${bottomAxis(area, xAxis)}${leftAxis(area, yAxis)}`;
}

/** One name's curve with markers and intervals. */
export function drawnLine({ look, points, aside = 0 }: Line, xAxis: Axis, yAxis: Axis): Html {
  const dash = look.dash === '' ? null : html` stroke-dasharray="${look.dash}"`;
  const curve =
    points.length < 2
      ? null
      : html`<path class="curve"${dash} d="${pathThrough(points, xAxis, yAxis)}"/>`;
  const marks = points.map((point) => {
    const x = xAxis.scale.at(point.x);
    const y = yAxis.scale.at(point.y);
    return html`<g><title>${point.told}</title>${whisker(point, x, yAxis)}${markerAt(look, x, y, point.hollow)}</g>`;
  });
  const moved = aside === 0 ? null : html` transform="translate(${coordinate(aside)})"`;
  return html`<g class="${look.classes}"${moved}>${curve}${marks}</g>
`;
}

function whisker({ interval }: LinePoint, x: number, { scale }: Axis): Html | null {
  if (interval === null) return null;
  const at = coordinate(x);
  const [low, high] = [coordinate(scale.at(interval.low)), coordinate(scale.at(interval.high))];
  const [left, right] = [coordinate(x - 4), coordinate(x + 4)];
  return html`<path class="whisker" d="M${at} ${low}V${high}M${left} ${low}H${right}M${left} ${high}H${right}"/>`;
}
