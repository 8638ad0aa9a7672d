import type { CellResult, Floor } from '../../compare/comparison.ts';
import { countText } from '../../report/quantity.ts';
import { chartFigure } from '../chart/chart-figure.ts';
import type { DataTable } from '../chart/data-table.ts';
import {
  type IntervalRow,
  PLOT_LEFT,
  PLOT_RIGHT,
  ROWS_WIDTH,
  intervalRows,
  rowsHeight,
} from '../chart/interval-rows.ts';
import { ratioScale } from '../chart/ratio-scale.ts';
import type { Html } from '../markup/html.ts';
import type { PageFrame } from '../page-frame.ts';
import { benchOrigin } from './bench-origin.ts';
import type { BenchPart, GroundCells } from './bench-part.ts';
import { ratioRange, ratioWord } from './ratio-words.ts';
import { groundText, ratioTick, resolutionText } from './verdict-overview.ts';

/** Each design's ratio to the baseline on one ground, over the band of what may be noise; null: none. */
export function ratioChart(
  ground: GroundCells,
  part: BenchPart,
  { looks }: PageFrame,
  id: string,
): Html | null {
  const { baseline, comparison } = part;
  const cells = ground.cells.filter(
    ({ design, ratioToBaseline }) => design !== baseline && ratioToBaseline.median > 0,
  );
  if (cells.length === 0) return null;
  const floor = comparison.floors.find(
    ({ workload, threads }) => workload === ground.workload && threads === ground.threads,
  );
  const edge = 1 + (floor?.resolution ?? 0);
  const rows = cells.map(({ design, ratioToBaseline: ratio }): IntervalRow => {
    const told = `${ratioRange(ratio)}, ${ratioWord(ratio.verdict)}`;
    return { look: looks.of(design), value: ratio.median, interval: ratio, told };
  });
  const ends = cells.flatMap(({ ratioToBaseline: { low, high } }) => [low, high]);
  const scale = ratioScale([...ends, edge, 1 / edge], PLOT_LEFT, PLOT_RIGHT);
  return chartFigure({
    id,
    title: `Throughput against ${baseline}: ${groundText(ground)}`,
    note: noteOf(floor, baseline),
    description: `Ratio of ${rows.length} designs to ${baseline}, with intervals.`,
    width: ROWS_WIDTH,
    height: rowsHeight(rows.length),
    drawing: intervalRows({
      rows,
      axis: {
        scale,
        label: `operations per second, as a multiple of ${baseline}`,
        format: ratioTick,
      },
      reference: 1,
      ...(floor === undefined ? {} : { band: { low: 1 / edge, high: edge } }),
    }),
    table: ratioTable(ground, baseline),
    ...benchOrigin(part),
  });
}

function noteOf(floor: Floor | undefined, baseline: string): string {
  const side = 'Right of the line is faster.';
  if (floor === undefined) return side;
  return `${side} The grey band, ${resolutionText(floor)} to either side, is what can hardly be told from noise here: ${baseline} against itself.`;
}

function ratioTable({ cells }: GroundCells, baseline: string): DataTable {
  const hasVariants = cells.some(({ ratioToOriginal }) => ratioToOriginal !== null);
  return {
    caption: `Ratio to ${baseline}, block by block; intervals of 95 %.`,
    columns: [
      { head: 'design', isText: true },
      { head: 'ratio' },
      { head: 'low' },
      { head: 'high' },
      { head: 'verdict', isText: true },
      { head: 'trials' },
      { head: 'operations per second' },
      { head: 'low (1/s)' },
      { head: 'high (1/s)' },
      ...(hasVariants ? [{ head: 'to the design it is a variant of' }] : []),
    ],
    rows: cells.map(({ design, ratioToBaseline: ratio, trials, opsPerSecond: rate, ...cell }) => [
      design,
      ratio.median.toFixed(4),
      ratio.low.toFixed(4),
      ratio.high.toFixed(4),
      design === baseline ? 'the baseline' : ratio.verdict,
      countText(trials),
      countText(rate.median),
      countText(rate.low),
      countText(rate.high),
      ...(hasVariants ? [variantText(cell.ratioToOriginal)] : []),
    ]),
  };
}

function variantText(ratio: CellResult['ratioToOriginal']): string {
  return ratio === null ? '–' : ratioRange(ratio);
}
