import type { CellResult, Comparison } from '../../compare/comparison.ts';
import { countText } from '../../report/quantity.ts';
import type { Axis, PlotArea } from '../chart/axes.ts';
import { chartFigure } from '../chart/chart-figure.ts';
import type { DataTable } from '../chart/data-table.ts';
import { fittedText } from '../chart/fitted-text.ts';
import { drawnLine, pathThrough, plotAxes } from '../chart/line-chart.ts';
import type { SeriesLook } from '../chart/series-look.ts';
import { type Html, html } from '../markup/html.ts';
import type { PageFrame } from '../page-frame.ts';
import { benchOrigin } from './bench-origin.ts';
import { type BenchPart, threadCountsOf } from './bench-part.ts';
import { pointsOf, throughputAxes } from './throughput-chart.ts';

type NamedFit = Comparison['fits'][number];

const COLUMNS = 3;
const PANEL_WIDTH = 330;
const PANEL_HEIGHT = 240;

/** A panel for each design: how far it is from twice the threads, twice the work; null: one number. */
export function scalingChart(
  workload: string,
  part: BenchPart,
  { looks }: PageFrame,
  id: string,
): Html | null {
  const cells = part.comparison.cells.filter((cell) => cell.workload === workload);
  const threads = threadCountsOf(part);
  if (threads.length < 2 || cells.length === 0) return null;
  const designs = [...new Set(cells.map(({ design }) => design))];
  const fits = part.comparison.fits.filter((fit) => fit.workload === workload);
  const panels = designs.map((design, n) => {
    const own = cells.filter((cell) => cell.design === design);
    const panel = new Panel(n, cells, threads);
    return panel.drawn(
      looks.of(design),
      own,
      part.cores,
      fits.find((fit) => fit.design === design),
    );
  });
  return chartFigure({
    id,
    title: `Scaling of each design: ${workload}`,
    note: 'Dashed grey: the ideal, each thread as fast as the first. Dotted: the Universal Scalability Law, where it fits. Hollow: more threads than cores.',
    description: `${designs.length} panels, one for each design.`,
    width: COLUMNS * PANEL_WIDTH,
    height: Math.ceil(designs.length / COLUMNS) * PANEL_HEIGHT,
    drawing: html`${panels}`,
    table: fitTable(designs, fits),
    ...benchOrigin(part),
  });
}

/** One design's plot within the chart. All panels have the same axes. */
class Panel {
  readonly #area: PlotArea;
  readonly #x: Axis;
  readonly #y: Axis;

  constructor(n: number, cells: readonly CellResult[], threads: readonly number[]) {
    const left = (n % COLUMNS) * PANEL_WIDTH;
    const top = Math.floor(n / COLUMNS) * PANEL_HEIGHT;
    this.#area = {
      left: left + 64,
      top: top + 46,
      right: left + PANEL_WIDTH - 16,
      bottom: top + 186,
    };
    const [x, y] = throughputAxes(cells, threads, this.#area);
    this.#x = x;
    this.#y = { ...y, label: '' };
  }

  drawn(
    look: SeriesLook,
    cells: readonly CellResult[],
    cores: number,
    fit: NamedFit | undefined,
  ): Html {
    const { left, right, top } = this.#area;
    const name = { text: look.name, x: left, y: top - 26, width: right - left };
    return html`<g>${fittedText({ ...name, classes: 'strong' })}<text class="tick" x="${left}" y="${top - 10}">operations per second</text>${plotAxes(this.#area, this.#x, this.#y)}${this.#ideal(cells)}${this.#fit(look, fit, cells)}${drawnLine({ look, points: pointsOf(cells, cores) }, this.#x, this.#y)}</g>
`;
  }

  /** From nothing, through the fewest threads, until the panel ends. */
  #ideal(cells: readonly CellResult[]): Html | null {
    const first = cells.reduce((least, cell) => (cell.threads < least.threads ? cell : least));
    const slope = first.opsPerSecond.median / first.threads;
    if (slope === 0) return null;
    const x = Math.min(this.#x.scale.ticks.at(-1) as number, this.#top / slope);
    const path = pathThrough(
      [
        { x: 0, y: 0 },
        { x, y: slope * x },
      ],
      this.#x,
      this.#y,
    );
    return html`<path class="ideal" d="${path}"/>`;
  }

  #fit(look: SeriesLook, named: NamedFit | undefined, cells: readonly CellResult[]): Html | null {
    if (named === undefined || named.fit.kind === 'refused') return null;
    const { rate, contention, coherency } = named.fit.law;
    const most = Math.max(...cells.map(({ threads }) => threads));
    const points = Array.from({ length: STEPS + 1 }, (_, n) => {
      const x = 1 + ((most - 1) * n) / STEPS;
      return { x, y: (rate * x) / (1 + contention * (x - 1) + coherency * x * (x - 1)) };
    });
    const shown = points.filter(({ y }) => y <= this.#top);
    return html`<g class="${look.classes}"><path class="fit" d="${pathThrough(shown, this.#x, this.#y)}"/></g>`;
  }

  get #top(): number {
    return this.#y.scale.ticks.at(-1) as number;
  }
}

const STEPS = 40;

function fitTable(designs: readonly string[], fits: readonly NamedFit[]): DataTable {
  return {
    caption:
      'The Universal Scalability Law X(n) = λ n / (1 + σ (n − 1) + κ n (n − 1)), intervals of 95 %.',
    columns: [
      { head: 'design', isText: true },
      { head: 'λ (operations per second)' },
      { head: 'σ (contention)' },
      { head: 'κ (coherency)' },
      { head: 'peak (threads)' },
      { head: 'explained' },
      { head: 'not fitted because', isText: true },
    ],
    rows: designs.map((design) => {
      const fit = fits.find((candidate) => candidate.design === design)?.fit;
      if (fit === undefined)
        return [design, '–', '–', '–', '–', '–', 'there is no fit in the input'];
      if (fit.kind === 'refused') return [design, '–', '–', '–', '–', '–', fit.reason];
      const { law, intervals, peak, explained } = fit;
      const part = (value: number, [low, high]: readonly [number, number], digits: number) =>
        `${value.toFixed(digits)} (${low.toFixed(digits)} to ${high.toFixed(digits)})`;
      return [
        design,
        `${countText(law.rate)} (${countText(intervals.rate[0])} to ${countText(intervals.rate[1])})`,
        part(law.contention, intervals.contention, 4),
        part(law.coherency, intervals.coherency, 5),
        peak === null ? 'none' : peak.toFixed(1),
        `${(100 * explained).toFixed(1)} %`,
        '–',
      ];
    }),
  };
}
