import type { CellResult } from '../../compare/comparison.ts';
import type { LatencySummary } from '../../compare/ledger.ts';
import { countText, durationText } from '../../report/quantity.ts';
import type { Axis, PlotArea } from '../chart/axes.ts';
import { chartFigure } from '../chart/chart-figure.ts';
import type { DataTable } from '../chart/data-table.ts';
import { fittedText } from '../chart/fitted-text.ts';
import { drawnLine, plotAxes } from '../chart/line-chart.ts';
import { type Scale, logScale } from '../chart/scale.ts';
import { type Html, html } from '../markup/html.ts';
import type { PageFrame } from '../page-frame.ts';
import { benchOrigin } from './bench-origin.ts';
import type { BenchPart, GroundCells } from './bench-part.ts';
import { ratioRange } from './ratio-words.ts';
import { groundText } from './verdict-overview.ts';

const COLUMNS = 2;
const PANEL_WIDTH = 480;
const PANEL_HEIGHT = 290;
/** Shares of all operations that were slower; the axis is even in their logarithm. */
const SLOWER = [0.5, 0.25, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0001, 0.00001] as const;
const SHOWN: readonly number[] = [0.5, 0.1, 0.01, 0.001, 0.0001, 0.00001];

/** How long operations took, a panel for each type, a curve for each design; null: nothing is told. */
export function latencyChart(
  ground: GroundCells,
  part: BenchPart,
  { looks }: PageFrame,
  id: string,
): Html | null {
  const operations = operationsOf(ground.cells);
  if (operations.length === 0) return null;
  const panels = operations.map((operation, n) => {
    const told = ground.cells.flatMap(({ design, latencyNs }) => {
      const summary = latencyNs[operation];
      return summary === undefined || summary.count === 0
        ? []
        : [{ look: looks.of(design), summary }];
    });
    const summaries = told.map(({ summary }) => summary);
    const { area, xAxis, yAxis } = panelAt(n, summaries);
    const lines = told.map(({ look, summary }) => {
      const points = curveOf(summary).map(({ slower, ns }) => ({
        x: slower,
        y: ns,
        interval: null,
        hollow: false,
        told: `${look.name}, ${operation}: ${percentText(1 - slower)} within ${durationText(ns)}`,
      }));
      return drawnLine({ look, points }, xAxis, yAxis);
    });
    const name = { text: operation, x: area.left, y: area.top - 24, width: area.right - area.left };
    return html`<g>${fittedText({ ...name, classes: 'strong' })}${plotAxes(area, xAxis, yAxis)}${lines}</g>
`;
  });
  return chartFigure({
    id,
    title: `Latency of operations: ${groundText(ground)}`,
    note: 'All trials of a cell together. The further right, the rarer the slow ones: at 99 %, one in a hundred took longer than the curve says.',
    description: `${operations.length} panels, one for each type of operation, with a curve for each design.`,
    width: COLUMNS * PANEL_WIDTH,
    height: Math.ceil(operations.length / COLUMNS) * PANEL_HEIGHT,
    drawing: html`${panels}`,
    table: latencyTable(ground.cells, operations),
    ...benchOrigin(part),
  });
}

function operationsOf(cells: readonly CellResult[]): readonly string[] {
  const told = cells.flatMap(({ latencyNs }) =>
    Object.entries(latencyNs).flatMap(([name, { count }]) => (count > 0 ? [name] : [])),
  );
  return [...new Set(told)].sort();
}

function panelAt(
  n: number,
  summaries: readonly LatencySummary[],
): { readonly area: PlotArea; readonly xAxis: Axis; readonly yAxis: Axis } {
  const left = (n % COLUMNS) * PANEL_WIDTH;
  const top = Math.floor(n / COLUMNS) * PANEL_HEIGHT;
  const area = {
    left: left + 62,
    top: top + 48,
    right: left + PANEL_WIDTH - 24,
    bottom: top + 236,
  };
  const rarest = Math.min(...summaries.map(({ count }) => rarestOf(count)));
  const times = summaries.flatMap((summary) => curveOf(summary).map(({ ns }) => ns));
  const known = times.filter((ns) => ns > 0);
  const least = known.length === 0 ? 1 : Math.min(...known);
  return {
    area,
    xAxis: {
      scale: rarityScale(rarest, area),
      label: 'operations that took no longer',
      format: (slower) => percentText(1 - slower),
      ticks: SHOWN.filter((slower) => slower >= rarest),
    },
    yAxis: {
      scale: logScale(least, Math.max(1, ...known), area.bottom, area.top),
      label: '',
      format: durationText,
    },
  };
}

/** Of a few operations nobody knows a rare percentile. */
function rarestOf(count: number): number {
  return SLOWER.findLast((slower) => slower * count >= 1) ?? SLOWER[0];
}

function rarityScale(rarest: number, { left, right }: PlotArea): Scale {
  const span = Math.max(Math.log10(SLOWER[0] / rarest), 1);
  // Room for a marker beside the names of the ticks.
  const start = left + 8;
  return {
    at: (slower) => start + ((right - start) * Math.log10(SLOWER[0] / slower)) / span,
    ticks: [],
  };
}

/** The histogram read at round percentiles. */
function curveOf({ buckets, count, max }: LatencySummary): { slower: number; ns: number }[] {
  return SLOWER.filter((slower) => slower >= rarestOf(count)).map((slower) => {
    const rank = Math.ceil(count * (1 - slower));
    let below = 0;
    const bucket = buckets.find(([, entries]) => {
      below += entries;
      return below >= rank;
    });
    return { slower, ns: Math.min(bucket?.[0] ?? max, max) };
  });
}

function percentText(share: number): string {
  return `${Number((100 * share).toFixed(4))} %`;
}

function latencyTable(cells: readonly CellResult[], operations: readonly string[]): DataTable {
  return {
    caption: 'Time of an operation from its beginning to its end, in nanoseconds.',
    columns: [
      { head: 'operation', isText: true },
      { head: 'design', isText: true },
      { head: 'count' },
      { head: 'mean (ns)' },
      { head: 'p50 (ns)' },
      { head: 'p90 (ns)' },
      { head: 'p99 (ns)' },
      { head: 'p99.9 (ns)' },
      { head: 'max (ns)' },
      { head: 'mean, to the baseline' },
    ],
    rows: operations.flatMap((operation) =>
      cells.flatMap(({ design, latencyNs, latencyRatio }) => {
        const summary = latencyNs[operation];
        if (summary === undefined) return [];
        const { count, mean, p50, p90, p99, p999, max } = summary;
        const numbers = [count, mean, p50, p90, p99, p999, max].map(countText);
        const ratio = latencyRatio[operation];
        return [[operation, design, ...numbers, ratio === undefined ? '–' : ratioRange(ratio)]];
      }),
    ),
  };
}
