import type { CellResult } from '../../compare/comparison.ts';
import { countText, pluralText } from '../../report/quantity.ts';
import type { Axis, PlotArea } from '../chart/axes.ts';
import { chartFigure } from '../chart/chart-figure.ts';
import { type Line, drawnLine, plotAxes } from '../chart/line-chart.ts';
import { linearScale } from '../chart/scale.ts';
import { type Html, html } from '../markup/html.ts';
import type { PageFrame } from '../page-frame.ts';
import { benchOrigin } from './bench-origin.ts';
import { type BenchPart, threadCountsOf } from './bench-part.ts';
import { designLines } from './design-lines.ts';

const WIDTH = 820;
const HEIGHT = 400;
const AREA: PlotArea = { left: 70, top: 30, right: 790, bottom: 350 };

/** Operations per second of all designs over the number of threads; null: one number of threads. */
export function throughputChart(
  workload: string,
  part: BenchPart,
  { looks }: PageFrame,
  id: string,
): Html | null {
  const cells = part.comparison.cells.filter((cell) => cell.workload === workload);
  const threads = threadCountsOf(part);
  if (threads.length < 2 || cells.length === 0) return null;
  const [xAxis, yAxis] = throughputAxes(cells, threads, AREA);
  const lines = designLines(cells, looks, (own) => pointsOf(own, part.cores));
  return chartFigure({
    id,
    title: `Throughput by threads: ${workload}`,
    note: `Medians of the trials with intervals of 95 %. Hollow: more threads than the ${pluralText(part.cores, 'core')} of this machine, where the scheduler is measured as well.`,
    description: `Operations per second of ${lines.length} designs for ${threads.join(', ')} threads.`,
    width: WIDTH,
    height: HEIGHT,
    drawing: html`${plotAxes(AREA, xAxis, yAxis)}${lines.map((line) => drawnLine(line, xAxis, yAxis))}`,
    table: throughputTable(cells),
    ...benchOrigin(part),
  });
}

/** From no thread and no operation on, so that a straight line means that each thread adds as much. */
export function throughputAxes(
  cells: readonly CellResult[],
  threads: readonly number[],
  area: PlotArea,
): readonly [Axis, Axis] {
  const most = Math.max(...cells.map(({ opsPerSecond }) => opsPerSecond.high));
  const scale = linearScale(Math.max(...threads), area.left, area.right);
  return [
    { scale, label: 'threads', format: String, ticks: threads },
    {
      scale: linearScale(most, area.bottom, area.top),
      label: 'operations per second',
      format: countText,
    },
  ];
}

export function pointsOf(cells: readonly CellResult[], cores: number): Line['points'] {
  return [...cells]
    .sort((a, b) => a.threads - b.threads)
    .map(({ design, threads, opsPerSecond }) => ({
      x: threads,
      y: opsPerSecond.median,
      interval: opsPerSecond,
      hollow: threads > cores,
      told: `${design}, ${pluralText(threads, 'thread')}: ${countText(opsPerSecond.median)}/s (${countText(opsPerSecond.low)} to ${countText(opsPerSecond.high)})`,
    }));
}

function throughputTable(cells: readonly CellResult[]) {
  return {
    caption: 'Operations per second, intervals of 95 %.',
    columns: [
      { head: 'design', isText: true },
      { head: 'threads' },
      { head: 'median (1/s)' },
      { head: 'low (1/s)' },
      { head: 'high (1/s)' },
      { head: 'trials' },
    ],
    rows: cells.map(({ design, threads, opsPerSecond: rate, trials }) => [
      design,
      countText(threads),
      countText(rate.median),
      countText(rate.low),
      countText(rate.high),
      countText(trials),
    ]),
  };
}
