import type { CellResult } from '../../compare/comparison.ts';
import { chartFigure } from '../chart/chart-figure.ts';
import type { DataTable } from '../chart/data-table.ts';
import {
  SHARE_WIDTH,
  type ShareBar,
  type SharePart,
  shareBars,
  sharesHeight,
} from '../chart/share-bars.ts';
import type { Html } from '../markup/html.ts';
import type { PageFrame } from '../page-frame.ts';
import { benchOrigin } from './bench-origin.ts';
import type { BenchPart, GroundCells } from './bench-part.ts';
import { groundText } from './verdict-overview.ts';

/** Classes with a part of their own in the picture; the table has all. */
const CLASSES_SHOWN = 4;
const REST = 'waiting: other classes';

/** What the workers did with their time, a bar for each design. */
export function timeChart(
  ground: GroundCells,
  part: BenchPart,
  { looks, partColours }: PageFrame,
  id: string,
): Html {
  const shown = heaviestClasses(ground.cells);
  const bars = ground.cells.map(
    (cell): ShareBar => ({
      name: cell.design,
      look: looks.of(cell.design),
      parts: partsOf(cell, shown),
    }),
  );
  return chartFigure({
    id,
    title: `Where the time of the workers went: ${groundText(ground)}`,
    note: 'Running: neither waiting nor asleep, or ready without a core. Backing off: a transaction that was told to, waiting with nothing else held. Parked: waiting for a fence or completion.',
    description: `Bars of 100 % for ${bars.length} designs.`,
    width: SHARE_WIDTH,
    height: sharesHeight(bars),
    drawing: shareBars(bars, partColours),
    table: timeTable(ground.cells),
    ...benchOrigin(part),
  });
}

function timeTable(cells: readonly CellResult[]): DataTable {
  const classes = [...new Set(cells.flatMap(({ share }) => Object.keys(share.waitingByClass)))];
  return {
    caption:
      'Shares of the time of all workers, means over the trials. Waiting by class has back-offs in it.',
    columns: [
      { head: 'design', isText: true },
      { head: 'running' },
      { head: 'waiting' },
      { head: 'backing off' },
      { head: 'parked' },
      ...classes.map((name) => ({ head: name })),
    ],
    rows: cells.map(({ design, share }) => [
      design,
      percent(share.running),
      percent(share.waiting),
      percent(share.backingOff),
      percent(share.parked),
      ...classes.map((name) => percent(share.waitingByClass[name] ?? 0)),
    ]),
  };
}

function heaviestClasses(cells: readonly CellResult[]): readonly string[] {
  const sums = new Map<string, number>();
  for (const cell of cells) {
    for (const [name, share] of waitsOf(cell)) sums.set(name, (sums.get(name) ?? 0) + share);
  }
  return [...sums]
    .filter(([, share]) => share > 0)
    .sort(([, a], [, b]) => b - a)
    .slice(0, CLASSES_SHOWN)
    .map(([name]) => name);
}

/**
 * Waiting by class. Back-offs are waits for locks of the ww classes; where only one of these was waited
 * for, they are taken out of it, to be told apart. Where there are several, nobody knows whose they are.
 */
function waitsOf({ share, locks }: CellResult): readonly (readonly [string, number])[] {
  const isWw = (name: string) =>
    locks.some((lock) => lock.class === name && lock.kind === 'ww-mutex');
  const waits = Object.entries(share.waitingByClass);
  const ww = waits.filter(([name, part]) => isWw(name) && part > 0);
  return waits.map(([name, part]) =>
    ww.length === 1 && name === ww[0]?.[0]
      ? [name, Math.max(0, part - share.backingOff)]
      : [name, part],
  );
}

function partsOf(cell: CellResult, shown: readonly string[]): SharePart[] {
  const waits = waitsOf(cell);
  const { running, parked, backingOff } = cell.share;
  const waiting = shown.map((name) => ({
    name: `waiting: ${name}`,
    share: waits.find(([other]) => other === name)?.[1] ?? 0,
  }));
  const rest = waits.reduce((sum, [name, part]) => sum + (shown.includes(name) ? 0 : part), 0);
  const isSeparate = waits.reduce((sum, [, part]) => sum + part, 0) <= cell.share.waiting + 1e-9;
  const parts: readonly SharePart[] = [
    { name: 'running', share: running, tone: 'plain' },
    ...waiting,
    { name: REST, share: rest, tone: 'rest' },
    { name: 'backing off', share: isSeparate ? backingOff : 0 },
    { name: 'parked', share: parked, tone: 'parked' },
  ];
  return parts.filter(({ share }) => share > 0);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}
