import type { CellResult } from '../../compare/comparison.ts';
import { countText, pluralText } from '../../report/quantity.ts';
import type { Axis, PlotArea } from '../chart/axes.ts';
import { chartFigure } from '../chart/chart-figure.ts';
import type { DataTable } from '../chart/data-table.ts';
import { type Line, drawnLine, plotAxes } from '../chart/line-chart.ts';
import { linearScale } from '../chart/scale.ts';
import { type Html, html } from '../markup/html.ts';
import type { PageFrame } from '../page-frame.ts';
import { benchOrigin } from './bench-origin.ts';
import type { BenchPart } from './bench-part.ts';
import { designLines } from './design-lines.ts';
import type { WorkloadAxis } from './workload-axis.ts';

const WIDTH = 820;
const HEIGHT = 360;
const AREA: PlotArea = { left: 70, top: 30, right: 800, bottom: 310 };

/** Operations per second of all designs over a setting of the workload, with the most threads. */
export function axisChart(
  axis: WorkloadAxis,
  part: BenchPart,
  { looks }: PageFrame,
  id: string,
): Html | null {
  const { label, of, places } = axis;
  const cells = cellsOn(axis, part);
  const most = Math.max(...cells.map(({ opsPerSecond }) => opsPerSecond.high));
  if (cells.length === 0) return null;
  const [xAxis, yAxis] = axesOf(axis, most);
  const lines = designLines(cells, looks, (own) => pointsOf(own, axis, part.cores));
  const threads = cells[0]?.threads ?? 0;
  return chartFigure({
    id,
    title: `Throughput by ${label}: ${of}, ${pluralText(threads, 'thread')}`,
    note: `One workload with “${label}” at several values; everything else is alike. The steps between the values are drawn equally wide.`,
    description: `Operations per second of ${lines.length} designs for ${places.length} values of ${label}.`,
    width: WIDTH,
    height: HEIGHT,
    drawing: html`${plotAxes(AREA, xAxis, yAxis)}${lines.map((line) => drawnLine(line, xAxis, yAxis))}`,
    table: axisTable(cells, axis),
    ...benchOrigin(part),
  });
}

/** With the most threads that all values were measured with, or else with any. */
function cellsOn({ places }: WorkloadAxis, { comparison }: BenchPart): readonly CellResult[] {
  const cells = comparison.cells.filter(({ workload }) =>
    places.some((place) => place.workload === workload),
  );
  const threads = Math.max(...cells.map((cell) => cell.threads));
  return cells.filter((cell) => cell.threads === threads);
}

function axesOf({ label, places }: WorkloadAxis, most: number): readonly [Axis, Axis] {
  const { left, right } = AREA;
  const step = (right - left) / places.length;
  const scale = { at: (place: number) => left + (place + 0.5) * step, ticks: [] };
  return [
    {
      scale,
      label,
      format: (place) => places[place]?.value ?? '',
      ticks: places.map((_, n) => n),
    },
    {
      scale: linearScale(most, AREA.bottom, AREA.top),
      label: 'operations per second',
      format: countText,
    },
  ];
}

function pointsOf(
  cells: readonly CellResult[],
  { label, places }: WorkloadAxis,
  cores: number,
): Line['points'] {
  return places.flatMap(({ workload, value }, n) => {
    const cell = cells.find((candidate) => candidate.workload === workload);
    if (cell === undefined) return [];
    const { design, opsPerSecond: rate } = cell;
    return {
      x: n,
      y: rate.median,
      interval: rate,
      hollow: cell.threads > cores,
      told: `${design}, ${label} ${value}: ${countText(rate.median)}/s (${countText(rate.low)} to ${countText(rate.high)})`,
    };
  });
}

function axisTable(cells: readonly CellResult[], { label, places }: WorkloadAxis): DataTable {
  return {
    caption: 'Operations per second with their intervals.',
    columns: [
      { head: 'design', isText: true },
      { head: label, isText: true },
      { head: 'median (1/s)' },
      { head: 'low (1/s)' },
      { head: 'high (1/s)' },
      { head: 'trials' },
    ],
    rows: cells.map(({ design, workload, opsPerSecond: rate, trials }) => [
      design,
      places.find((place) => place.workload === workload)?.value ?? '–',
      countText(rate.median),
      countText(rate.low),
      countText(rate.high),
      countText(trials),
    ]),
  };
}
