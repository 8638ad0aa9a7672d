import { type Estimate, exponential } from '../../compare/estimate.ts';
import type { Trial } from '../../compare/ledger.ts';
import { pseudoMedian } from '../../compare/pseudo-median.ts';
import { countText, durationText, rateText } from '../../report/quantity.ts';
import type { Axis, PlotArea } from '../chart/axes.ts';
import { chartFigure } from '../chart/chart-figure.ts';
import type { DataTable } from '../chart/data-table.ts';
import { fittedText } from '../chart/fitted-text.ts';
import { pathThrough, plotAxes } from '../chart/line-chart.ts';
import { pointLabels } from '../chart/point-labels.ts';
import { rangeScale } from '../chart/scale.ts';
import { type SeriesLook, markerAt } from '../chart/series-look.ts';
import { coordinate } from '../markup/coordinate.ts';
import { type Html, html } from '../markup/html.ts';
import type { PageFrame } from '../page-frame.ts';
import { benchOrigin } from './bench-origin.ts';
import { type BenchPart, type GroundCells, trialsOf } from './bench-part.ts';
import { groundText } from './verdict-overview.ts';

const WIDTH = 820;
const HEIGHT = 380;
const AREA: PlotArea = { left: 70, top: 34, right: 800, bottom: 330 };

/** What a design delivers, and what it costs. */
interface CpuPoint {
  readonly look: SeriesLook;
  readonly cpuNs: Estimate;
  readonly rate: Estimate;
  /** No other delivers more for less. */
  readonly isBest: boolean;
}

/** Operations per second against CPU time per operation; null: fewer than two designs have both. */
export function cpuChart(
  ground: GroundCells,
  part: BenchPart,
  { looks }: PageFrame,
  id: string,
): Html | null {
  const trials = trialsOf(part, ground).filter(({ phase }) => phase === 'compare');
  const costs = ground.cells.flatMap(({ design, opsPerSecond: rate }) => {
    const cpuNs = cpuOf(
      trials.filter(({ cell }) => cell.design === design),
      part.seed,
    );
    return cpuNs === null || rate.median === 0 ? [] : [{ look: looks.of(design), cpuNs, rate }];
  });
  if (costs.length < 2) return null;
  const points = costs.map((one): CpuPoint => ({ ...one, isBest: isBest(one, costs) }));
  const [xAxis, yAxis] = axesOf(points);
  return chartFigure({
    id,
    title: `Throughput for CPU time: ${groundText(ground)}`,
    note: 'Further left is cheaper, further up is faster. Line: the designs that no other beats in both. CPU time is that of the whole process, services too. The axes need not begin at 0.',
    description: `${points.length} designs by CPU time per operation and operations per second.`,
    width: WIDTH,
    height: HEIGHT,
    drawing: html`${plotAxes(AREA, xAxis, yAxis)}${frontier(points, xAxis, yAxis)}${points.map((point) => drawnPoint(point, xAxis, yAxis))}${labels(points, xAxis, yAxis)}`,
    table: cpuTable(points),
    ...benchOrigin(part),
  });
}

/** Nanoseconds of CPU time per operation; null: nothing was done, or no time was told. */
function cpuOf(trials: readonly Trial[], seed: number): Estimate | null {
  const costs = trials.flatMap(({ cpu, operations }) => {
    const ns = operations >= 1 ? ((cpu.userMs + cpu.systemMs) * 1e6) / operations : 0;
    return ns > 0 ? Math.log(ns) : [];
  });
  return costs.length === 0 ? null : exponential(pseudoMedian(costs, seed));
}

type Cost = Omit<CpuPoint, 'isBest'>;

function isBest(one: Cost, all: readonly Cost[]): boolean {
  return !all.some(
    ({ cpuNs, rate }) => cpuNs.median < one.cpuNs.median && rate.median > one.rate.median,
  );
}

function axesOf(points: readonly CpuPoint[]): readonly [Axis, Axis] {
  const ends = (of: (point: CpuPoint) => Estimate) => {
    const all = points.map(of);
    return [
      Math.min(...all.map(({ low }) => low)),
      Math.max(...all.map(({ high }) => high)),
    ] as const;
  };
  const costs = ends(({ cpuNs }) => cpuNs);
  const rates = ends(({ rate }) => rate);
  return [
    {
      scale: rangeScale(costs, AREA.left, AREA.right),
      label: 'CPU time per operation',
      format: (ns) => (ns === 0 ? '0' : durationText(ns)),
    },
    {
      scale: rangeScale(rates, AREA.bottom, AREA.top),
      label: 'operations per second',
      format: countText,
    },
  ];
}

function frontier(points: readonly CpuPoint[], xAxis: Axis, yAxis: Axis): Html | null {
  const best = points
    .filter((point) => point.isBest)
    .map(({ cpuNs, rate }) => ({ x: cpuNs.median, y: rate.median }))
    .sort((a, b) => a.x - b.x);
  if (best.length < 2) return null;
  return html`<path class="ideal" d="${pathThrough(best, xAxis, yAxis)}"/>`;
}

function drawnPoint({ look, cpuNs, rate }: CpuPoint, xAxis: Axis, yAxis: Axis): Html {
  const [x, left, right] = [cpuNs.median, cpuNs.low, cpuNs.high].map((ns) =>
    coordinate(xAxis.scale.at(ns)),
  ) as [number, number, number];
  const [y, bottom, top] = [rate.median, rate.low, rate.high].map((value) =>
    coordinate(yAxis.scale.at(value)),
  ) as [number, number, number];
  const told = `${look.name}: ${rateText(rate.median)} at ${durationText(cpuNs.median)} an operation`;
  return html`<g class="${look.classes}"><title>${told}</title><path class="whisker thin" d="M${left} ${y}H${right}M${x} ${bottom}V${top}"/>${markerAt(look, x, y)}</g>
`;
}

/** The best are named first. */
function labels(points: readonly CpuPoint[], xAxis: Axis, yAxis: Axis): readonly Html[] {
  const sorted = [...points].sort((a, b) => Number(b.isBest) - Number(a.isBest));
  const places = sorted.map(({ look, cpuNs, rate }) => ({
    name: look.name,
    x: xAxis.scale.at(cpuNs.median),
    y: yAxis.scale.at(rate.median),
  }));
  return pointLabels(places, AREA).map((label) => {
    const classes = sorted.find(({ look }) => look.name === label.text)?.look.classes ?? '';
    return html`<g class="${classes}">${fittedText(label)}</g>`;
  });
}

function cpuTable(points: readonly CpuPoint[]): DataTable {
  return {
    caption: 'CPU time of the whole process for each operation, and operations per second.',
    columns: [
      { head: 'design', isText: true },
      { head: 'CPU per operation (ns)' },
      { head: 'low (ns)' },
      { head: 'high (ns)' },
      { head: 'operations per second' },
      { head: 'low (1/s)' },
      { head: 'high (1/s)' },
      { head: 'beaten in both', isText: true },
    ],
    rows: points.map(({ look, cpuNs, rate, isBest: best }) => [
      look.name,
      ...[cpuNs.median, cpuNs.low, cpuNs.high, rate.median, rate.low, rate.high].map(countText),
      best ? 'no' : 'yes',
    ]),
  };
}
