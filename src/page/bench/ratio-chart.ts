import type { CellResult } from '../../compare/comparison.ts';
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
import { type Scale, logScale } from '../chart/scale.ts';
import type { Html } from '../markup/html.ts';
import type { PageFrame } from '../page-frame.ts';
import type { BenchPart, GroundCells } from './bench-part.ts';
import { ratioRange, ratioWord } from './ratio-words.ts';
import { groundText, ratioTick } from './verdict-overview.ts';

/** Each design's ratio to the baseline on one ground, over the band of what is noise; null: none. */
export function ratioChart(
  ground: GroundCells,
  { baseline, command, comparison }: BenchPart,
  { looks }: PageFrame,
  id: string,
): Html | null {
  const cells = ground.cells.filter(
    ({ design, ratioToBaseline }) => design !== baseline && ratioToBaseline.median > 0,
  );
  if (cells.length === 0) return null;
  const floor = comparison.floors.find(
    ({ workload, threads }) => workload === ground.workload && threads === ground.threads,
  );
  const margin = 1 + (floor?.margin ?? 0);
  const rows = cells.map(({ design, ratioToBaseline: ratio }): IntervalRow => {
    const told = `${ratioRange(ratio)}, ${ratioWord(ratio.verdict)}`;
    return { look: looks.of(design), value: ratio.median, interval: ratio, told };
  });
  const ends = cells.flatMap(({ ratioToBaseline: { low, high } }) => [low, high]);
  const scale = ratioScale([...ends, margin, 1 / margin]);
  return chartFigure({
    id,
    title: `Throughput against ${baseline}: ${groundText(ground)}`,
    note: 'Right of the line is faster. The grey band is what counts as no difference here.',
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
      ...(floor === undefined ? {} : { band: { low: 1 / margin, high: margin } }),
    }),
    table: ratioTable(ground, baseline),
    command,
  });
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

/** No less than this factor is shown around 1. */
const REACH_LEAST = 1.02;

/** Round ratios on both sides of 1, evenly in the logarithm. */
function ratioScale(values: readonly number[]): Scale {
  const far = Math.max(...values.map((value) => Math.abs(Math.log(value))));
  const reach = Math.max(far * 1.04, Math.log(REACH_LEAST));
  const most = Math.exp(reach);
  const steps = STEPS.find(({ upTo }) => most <= upTo)?.ticks;
  // Far apart: whole decades, as for times.
  if (steps === undefined) return logScale(1 / most, most, PLOT_LEFT, PLOT_RIGHT);
  const at = (value: number) => {
    const share = (Math.log(value) / reach + 1) / 2;
    return PLOT_LEFT + (PLOT_RIGHT - PLOT_LEFT) * Math.min(Math.max(share, 0), 1);
  };
  const ticks = steps.filter((tick) => tick <= most && tick >= 1 / most);
  return { at, ticks };
}

const STEPS = [
  { upTo: 1.06, ticks: [0.95, 0.98, 1, 1.02, 1.05] },
  { upTo: 1.3, ticks: [0.8, 0.9, 1, 1.1, 1.25] },
  { upTo: 2.2, ticks: [0.5, 0.67, 0.8, 1, 1.25, 1.5, 2] },
  { upTo: 12, ticks: [0.1, 0.2, 0.5, 1, 2, 5, 10] },
] as const;
