import { countText, rateText } from '../../report/quantity.ts';
import { type Chart, chartFigure } from '../chart/chart-figure.ts';
import type { DataTable } from '../chart/data-table.ts';
import {
  type IntervalRow,
  PLOT_LEFT,
  PLOT_RIGHT,
  ROWS_WIDTH,
  intervalRows,
  rowsHeight,
} from '../chart/interval-rows.ts';
import { linearScale } from '../chart/scale.ts';
import type { Html } from '../markup/html.ts';
import type { PageFrame } from '../page-frame.ts';
import { stressOrigin } from './stress-origin.ts';
import type { StressPart, StressRun } from './stress-part.ts';

/** Operations per second of each run; null: none ran for any time. */
export function stressThroughput(part: StressPart, { looks }: PageFrame, id: string): Html | null {
  const timed = part.runs.filter(({ seconds }) => seconds > 0);
  if (timed.length === 0) return null;
  const rows = timed.map(
    (run): IntervalRow => ({
      look: looks.of(run.name),
      value: rateOf(run),
      interval: null,
      told: rateText(rateOf(run)),
    }),
  );
  const most = Math.max(...rows.map(({ value }) => value));
  const scale = linearScale(most, PLOT_LEFT, PLOT_RIGHT);
  const chart: Chart = {
    id,
    title: 'Throughput of each run',
    note: 'One run each, so nobody knows how far it would spread: lockyard bench compares designs.',
    description: `Operations per second of ${timed.length} runs.`,
    width: ROWS_WIDTH,
    height: rowsHeight(rows.length),
    drawing: intervalRows({
      rows,
      axis: { scale, label: 'operations per second', format: countText },
    }),
    table: throughputTable(timed),
    ...stressOrigin(part),
  };
  return chartFigure(chart);
}

function throughputTable(runs: readonly StressRun[]): DataTable {
  return {
    caption: 'Operations of all workers together.',
    columns: [
      { head: 'design', isText: true },
      { head: 'operations' },
      { head: 'seconds' },
      { head: 'operations per second' },
      { head: 'refused operations' },
    ],
    rows: runs.map((run) => [
      run.name,
      countText(run.operations),
      run.seconds.toFixed(3),
      countText(rateOf(run)),
      run.refusals === null ? '–' : countText(run.refusals),
    ]),
  };
}

function rateOf({ operations, seconds }: StressRun): number {
  return operations / seconds;
}
