import type { Trial } from '../../compare/ledger.ts';
import { median } from '../../compare/quantile.ts';
import { countText, pluralText } from '../../report/quantity.ts';
import type { Axis, PlotArea } from '../chart/axes.ts';
import { chartFigure } from '../chart/chart-figure.ts';
import type { DataTable } from '../chart/data-table.ts';
import { pathThrough, plotAxes } from '../chart/line-chart.ts';
import { ratioScale } from '../chart/ratio-scale.ts';
import { linearScale } from '../chart/scale.ts';
import { markerAt } from '../chart/series-look.ts';
import { type Html, html } from '../markup/html.ts';
import type { PageFrame } from '../page-frame.ts';
import { benchOrigin } from './bench-origin.ts';
import { type BenchPart, type GroundCells, trialsOf } from './bench-part.ts';
import { measuredOnce } from '../../compare/measured-once.ts';
import { ratioText } from './ratio-words.ts';
import { groundText, ratioTick } from './verdict-overview.ts';

const WIDTH = 820;
const HEIGHT = 290;
const AREA: PlotArea = { left: 70, top: 30, right: 800, bottom: 240 };

/** Less is standing still. */
const RATE_LEAST = 1e-9;

/** A trial against the median of those of its design here. */
interface PlacedTrial {
  readonly trial: Trial;
  readonly ratio: number;
}

/** Each trial by the block that it took turns in: whether the machine drifted; null: two at most. */
export function trialChart(
  ground: GroundCells,
  part: BenchPart,
  { looks }: PageFrame,
  id: string,
): Html | null {
  const placed = placedTrials(measuredOnce(trialsOf(part, ground), part.baseline));
  if (placed.length < 3) return null;
  const ratios = placed.map(({ ratio }) => ratio);
  const last = Math.max(...placed.map(({ trial }) => trial.trial));
  const xAxis: Axis = {
    scale: linearScale(last + 1, AREA.left, AREA.right),
    label: 'trials, block after block',
    format: countText,
  };
  const yAxis: Axis = {
    scale: ratioScale(ratios, AREA.bottom, AREA.top),
    label: 'operations per second, to the median of the same design',
    format: ratioTick,
  };
  const marks = placed.map(({ trial, ratio }) => {
    const look = looks.of(trial.cell.design);
    const at = [xAxis.scale.at(trial.trial + 1), yAxis.scale.at(ratio)] as const;
    return html`<g class="${look.classes}"><title>${toldOf(trial)}: ${ratioText(ratio)}</title>${markerAt(look, ...at, trial.phase === 'floor')}</g>
`;
  });
  const course = pathThrough(courseOf(placed), xAxis, yAxis);
  return chartFigure({
    id,
    title: `Every trial: ${groundText(ground)}`,
    note: `A level cloud: the machine was the same all along. Trials of one block took turns, so only the blocks have an order in time; the line is the median of each. Hollow: the two copies of ${part.baseline}, which are its noise floor. ${driftText(placed)}`,
    description: `${pluralText(placed.length, 'trial')} block after block.`,
    width: WIDTH,
    height: HEIGHT,
    drawing: html`${plotAxes(AREA, xAxis, yAxis)}<path class="course" d="${course}"/>${marks}`,
    table: trialTable(placed),
    ...benchOrigin(part),
  });
}

function placedTrials(trials: readonly Trial[]): readonly PlacedTrial[] {
  const moving = trials.filter(({ opsPerSecond }) => opsPerSecond > RATE_LEAST);
  return moving.map((trial) => {
    const alike = moving.filter(({ cell }) => cell.design === trial.cell.design);
    const middle = median(alike.map(({ opsPerSecond }) => opsPerSecond));
    return { trial, ratio: trial.opsPerSecond / middle };
  });
}

/** In the order in which they were measured. */
function blocksOf(placed: readonly PlacedTrial[]): readonly (readonly PlacedTrial[])[] {
  const blocks = new Map<number, PlacedTrial[]>();
  for (const one of placed) {
    const block = blocks.get(one.trial.block) ?? [];
    blocks.set(one.trial.block, block);
    block.push(one);
  }
  return [...blocks].sort(([a], [b]) => a - b).map(([, block]) => block);
}

/** A point for each block, in the middle of its trials. */
function courseOf(placed: readonly PlacedTrial[]): readonly { x: number; y: number }[] {
  return blocksOf(placed)
    .map((block) => ({
      x: median(block.map(({ trial }) => trial.trial + 1)),
      y: median(block.map(({ ratio }) => ratio)),
    }))
    .sort((a, b) => a.x - b.x);
}

/** The end against the beginning, in words; within a block there is neither. */
function driftText(placed: readonly PlacedTrial[]): string {
  const blocks = blocksOf(placed);
  if (blocks.length < 2) return 'One block alone does not tell.';
  const third = Math.ceil(blocks.length / 3);
  const [first, last] = [blocks.slice(0, third), blocks.slice(-third)].map((part) =>
    median(part.flat().map(({ ratio }) => ratio)),
  ) as [number, number];
  return `Last third of the blocks against the first: ${ratioText(last / first)}.`;
}

function toldOf({ cell, phase, block, trial }: Trial): string {
  return `${cell.design}, trial ${trial + 1}, block ${blockText({ phase, block })}`;
}

function blockText({ phase, block }: Pick<Trial, 'phase' | 'block'>): string {
  return phase === 'floor' ? `${block + 1} of the floor` : String(block + 1);
}

function trialTable(placed: readonly PlacedTrial[]): DataTable {
  return {
    caption: 'Each trial, block after block; those of one block took turns.',
    columns: [
      { head: 'trial' },
      { head: 'design', isText: true },
      { head: 'block', isText: true },
      { head: 'started at', isText: true },
      { head: 'operations per second' },
      { head: 'to the median' },
    ],
    rows: placed.map(({ trial, ratio }) => [
      countText(trial.trial + 1),
      trial.cell.design,
      blockText(trial),
      trial.startedAt,
      countText(trial.opsPerSecond),
      ratio.toFixed(4),
    ]),
  };
}
