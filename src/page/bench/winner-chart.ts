import type { CellResult } from '../../compare/comparison.ts';
import { countText, pluralText, rateText } from '../../report/quantity.ts';
import { chartFigure } from '../chart/chart-figure.ts';
import type { DataTable } from '../chart/data-table.ts';
import { fittedText } from '../chart/fitted-text.ts';
import type { SeriesLooks } from '../chart/series-look.ts';
import { coordinate } from '../markup/coordinate.ts';
import { type Html, html } from '../markup/html.ts';
import type { PageFrame } from '../page-frame.ts';
import { benchOrigin } from './bench-origin.ts';
import { type BenchPart, groundsOf, threadCountsOf } from './bench-part.ts';
import type { AxisPlace } from './workload-axis.ts';

const WIDTH = 820;
const LEFT = 240;
const TOP = 44;
const ROW = 44;

/** What the rows of the map are: workloads, or one at several settings. */
export interface WinnerRows {
  readonly title: string;
  /** Above the names of the rows. */
  readonly label: string;
  readonly places: readonly AxisPlace[];
}

/** The fastest on one ground. */
interface Winner {
  readonly workload: string;
  readonly threads: number;
  readonly first: CellResult;
  readonly second: CellResult | null;
  /** The intervals of the first two do not meet. */
  readonly isClear: boolean;
}

/** Who is fastest where: rows by threads; null: there is one place only, or one design. */
export function winnerChart(
  { title, label, places }: WinnerRows,
  part: BenchPart,
  { looks }: PageFrame,
  id: string,
): Html | null {
  const winners = winnersOf(part).filter(({ workload }) =>
    places.some((place) => place.workload === workload),
  );
  if (winners.length < 2 || winners.every(({ second }) => second === null)) return null;
  const threads = threadCountsOf(part);
  return chartFigure({
    id,
    title,
    note: 'Filled: the interval of the fastest lies above that of the second. Framed, with ~: they meet, so it may be either. The figure: as a multiple of the second.',
    description: `The fastest design for ${pluralText(places.length, 'row')} by ${pluralText(threads.length, 'number')} of threads.`,
    width: WIDTH,
    height: TOP + places.length * ROW + 8,
    drawing: html`<text class="label end" x="${LEFT - 10}" y="34">${label}</text>${winnerMap(winners, places, threads, looks)}`,
    table: winnerTable(winners),
    ...benchOrigin(part),
  });
}

function winnerMap(
  winners: readonly Winner[],
  places: readonly AxisPlace[],
  threads: readonly number[],
  looks: SeriesLooks,
): Html {
  const width = (WIDTH - LEFT) / threads.length;
  const heads = threads.map(
    (count, n) =>
      html`<text class="tick middle" x="${coordinate(LEFT + (n + 0.5) * width)}" y="34">${count}</text>`,
  );
  const head = html`<text class="label middle" x="${(LEFT + WIDTH) / 2}" y="14">threads</text>`;
  const names = places.map(({ value }, n) =>
    fittedText({
      text: value,
      x: LEFT - 10,
      y: TOP + (n + 0.5) * ROW + 4,
      width: LEFT - 14,
      classes: 'end',
    }),
  );
  const cells = winners.map((winner) => {
    const x = LEFT + threads.indexOf(winner.threads) * width;
    const y = TOP + places.findIndex(({ workload }) => workload === winner.workload) * ROW;
    return drawnWinner(winner, looks.of(winner.first.design).classes, { x, y, width });
  });
  return html`${head}${heads}${names}${cells}`;
}

function winnerTable(winners: readonly Winner[]): DataTable {
  return {
    caption: 'The two fastest by median.',
    columns: [
      { head: 'workload', isText: true },
      { head: 'threads' },
      { head: 'fastest', isText: true },
      { head: 'median (1/s)' },
      { head: 'second', isText: true },
      { head: 'median (1/s)' },
      { head: 'clear', isText: true },
    ],
    rows: winners.map(({ workload, threads, first, second, isClear }) => [
      workload,
      countText(threads),
      first.design,
      countText(first.opsPerSecond.median),
      second?.design ?? '–',
      second === null ? '–' : countText(second.opsPerSecond.median),
      isClear ? 'yes' : 'no',
    ]),
  };
}

function winnersOf(part: BenchPart): readonly Winner[] {
  return groundsOf(part).map(({ workload, threads, cells }) => {
    const sorted = [...cells].sort((a, b) => b.opsPerSecond.median - a.opsPerSecond.median);
    const first = sorted[0] as CellResult;
    const second = sorted[1] ?? null;
    const isClear = second === null || first.opsPerSecond.low > second.opsPerSecond.high;
    return { workload, threads, first, second, isClear };
  });
}

function drawnWinner(
  { first, second, isClear }: Winner,
  classes: string,
  { x, y, width }: { readonly x: number; readonly y: number; readonly width: number },
): Html {
  const middle = x + width / 2;
  const text = `${isClear ? '' : '~ '}${first.design}`;
  const lead =
    second === null || second.opsPerSecond.median === 0
      ? rateText(first.opsPerSecond.median)
      : `${(first.opsPerSecond.median / second.opsPerSecond.median).toFixed(2)}×`;
  return html`<g class="${isClear ? `won ${classes}` : 'tie'}"><rect x="${coordinate(x + 1)}" y="${y + 1}" width="${coordinate(width - 2)}" height="${ROW - 2}" rx="3"/>${fittedText({ text, x: middle, y: y + 19, width: width - 12, classes: 'middle' })}<text class="middle" x="${coordinate(middle)}" y="${y + 35}">${lead}</text></g>
`;
}
