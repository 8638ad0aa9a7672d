import { type Html, html } from '../markup/html.ts';
import { coordinate } from '../markup/coordinate.ts';
import { type PlotArea, bottomAxis } from './axes.ts';
import { CHARACTER_WIDTH, fittedText } from './fitted-text.ts';
import type { PartColours } from './part-colours.ts';
import { linearScale } from './scale.ts';
import type { SeriesLook } from './series-look.ts';

/** A bar of 100 %. */
export interface ShareBar {
  readonly name: string;
  /** Of what the legend brings out; without one the bar never fades. */
  readonly look?: SeriesLook;
  readonly parts: readonly SharePart[];
}

export interface SharePart {
  readonly name: string;
  /** 0 to 1. */
  readonly share: number;
  /** In place of a colour of its own: what a reader does not look for is grey. */
  readonly tone?: 'plain' | 'rest' | 'parked';
}

export const SHARE_WIDTH = 820;
const LEFT = 200;
const RIGHT = 800;
const TOP = 8;
const ROW = 30;
const BAR = 22;
/** Names of the parts, below. */
const KEY_ROW = 18;
const KEY_COLUMNS = 3;

/** Class of each part's colour by its name, in the order of first appearance. */
function classesOf(bars: readonly ShareBar[], colours: PartColours): ReadonlyMap<string, string> {
  const classes = new Map<string, string>();
  for (const { name, tone } of bars.flatMap(({ parts }) => parts)) {
    if (!classes.has(name)) classes.set(name, tone ?? colours.of(name));
  }
  return classes;
}

function partsIn(bars: readonly ShareBar[]): number {
  return new Set(bars.flatMap(({ parts }) => parts.map(({ name }) => name))).size;
}

export function sharesHeight(bars: readonly ShareBar[]): number {
  return keyTop(bars.length) + Math.ceil(partsIn(bars) / KEY_COLUMNS) * KEY_ROW + 4;
}

/** One bar a row, its parts side by side in the order given, with their names in a key. */
export function shareBars(bars: readonly ShareBar[], colours: PartColours): Html {
  const classes = classesOf(bars, colours);
  const area: PlotArea = { left: LEFT, top: TOP, right: RIGHT, bottom: TOP + bars.length * ROW };
  const scale = linearScale(1, LEFT, RIGHT);
  const axis = { scale, label: 'share of thread time', format: percent };
  const rows = bars.map((bar, n) => barAt(bar, classes, TOP + n * ROW + (ROW - BAR) / 2));
  return html`${bottomAxis(area, axis)}${rows}${[...classes].map((entry, n) => keyAt(entry, n, bars.length))}`;
}

function barAt(
  { name: barName, look, parts }: ShareBar,
  colours: ReadonlyMap<string, string>,
  y: number,
): Html {
  const segments: Html[] = [];
  let from = 0;
  for (const { name, share } of parts) {
    const until = Math.min(from + share, 1);
    if (until > from) segments.push(segment(name, colours.get(name) ?? '', [from, until], y));
    from = until;
  }
  return html`<g${look === undefined ? null : html` class="series n${look.index}"`}>${fittedText({ text: barName, x: LEFT - 12, y: y + 15, width: LEFT - 16, classes: 'end' })}${segments}</g>
`;
}

function segment(
  name: string,
  colour: string,
  [from, until]: readonly [number, number],
  y: number,
): Html {
  const x = LEFT + from * (RIGHT - LEFT);
  const width = (until - from) * (RIGHT - LEFT);
  const text = percent(until - from);
  const isTold = width > (text.length + 1) * CHARACTER_WIDTH;
  const told = isTold
    ? html`<text class="tick-on middle" x="${coordinate(x + width / 2)}" y="${y + 15}">${text}</text>`
    : null;
  return html`<g class="segment ${colour}"><title>${name}: ${text}</title><rect x="${coordinate(x)}" y="${y}" width="${coordinate(width)}" height="${BAR}"/>${told}</g>`;
}

function keyAt([name, colour]: readonly [string, string], index: number, bars: number): Html {
  const column = (SHARE_WIDTH - 20) / KEY_COLUMNS;
  const x = 12 + (index % KEY_COLUMNS) * column;
  const y = keyTop(bars) + Math.floor(index / KEY_COLUMNS) * KEY_ROW;
  return html`<g class="segment ${colour}"><rect x="${coordinate(x)}" y="${y}" width="12" height="12"/></g>${fittedText({ text: name, x: x + 18, y: y + 10, width: column - 24 })}`;
}

function keyTop(bars: number): number {
  return TOP + bars * ROW + 48;
}

function percent(share: number): string {
  const value = share * 100;
  return `${Number(value.toFixed(value < 9.95 ? 1 : 0))} %`;
}
