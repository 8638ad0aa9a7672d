import type { CellResult } from '../../compare/comparison.ts';
import { pluralText } from '../../report/quantity.ts';
import { contentionChart } from '../contention-chart.ts';
import { lockTable } from '../lock-table.ts';
import { type Html, html } from '../markup/html.ts';
import type { PageFrame } from '../page-frame.ts';
import type { PageSection } from '../page-section.ts';
import { type BenchPart, type GroundCells, groundsOf, workloadsOf } from './bench-part.ts';
import { costTable, reclaimTable } from './cost-table.ts';
import { findingTable } from './finding-table.ts';
import { latencyChart } from './latency-chart.ts';
import { ratioChart } from './ratio-chart.ts';
import { scalingChart } from './scaling-chart.ts';
import { throughputChart } from './throughput-chart.ts';
import { timeChart } from './time-chart.ts';
import { groundText, verdictOverview } from './verdict-overview.ts';
import { winnerChart } from './winner-chart.ts';

/** What one chart is made for. */
type Maker = (ground: GroundCells, part: BenchPart, frame: PageFrame, id: string) => Html | null;

/** The verdicts, then throughput, latency, time and contention of all cells. */
export function benchSections(part: BenchPart, frame: PageFrame, prefix: string): PageSection[] {
  const grounds = groundsOf(part);
  const each = (make: Maker, name: string) =>
    kept(
      grounds.map((ground, n) => make(ground, part, frame, `${prefix}-${name}${n + 1}`)),
      frame,
    );
  const workloads = workloadsOf(part);
  const byThreads = workloads.flatMap((workload, n) => [
    throughputChart(workload, part, frame, `${prefix}-throughput${n + 1}`),
    scalingChart(workload, part, frame, `${prefix}-scaling${n + 1}`),
  ]);
  const sections: PageSection[] = [
    {
      id: `${prefix}-verdicts`,
      title: 'Verdicts',
      body: html`${verdictOverview(part)}${findingTable(part)}${kept([winnerChart(part, frame, `${prefix}-winner`)], frame)}`,
    },
    {
      id: `${prefix}-throughput`,
      title: 'Throughput',
      body: html`${each(ratioChart, 'ratio')}${kept(byThreads, frame)}`,
    },
    { id: `${prefix}-latency`, title: 'Latency', body: latencyBody(part, frame, prefix) },
    { id: `${prefix}-time`, title: 'Time of the workers', body: each(timeChart, 'time') },
    { id: `${prefix}-cost`, title: 'Fairness and cost', body: costTables(grounds, part, frame) },
    { id: `${prefix}-reclaim`, title: 'Reclaim', body: reclaimTables(grounds, part, frame) },
    { id: `${prefix}-locks`, title: 'Locks', body: lockSections(part, frame, prefix) },
  ];
  return sections.filter(({ body }) => body.toString().trim() !== '');
}

/** What there is to draw, as far as the page has room; the rest is told. */
function kept(charts: readonly (Html | null)[], { room }: PageFrame): Html {
  const drawn = charts.filter((chart) => chart !== null);
  const fitting = drawn.filter((chart) => room.takes(chart));
  const left = drawn.length - fitting.length;
  const more =
    left === 0
      ? null
      : html`<p class="warning-box">${pluralText(left, 'further piece')} had no room on this page: report fewer cells at once.</p>`;
  return html`${fitting}${more}`;
}

/** Open: the cells with the most threads of each workload. The others behind a fold. */
function latencyBody(part: BenchPart, frame: PageFrame, prefix: string): Html {
  const grounds = groundsOf(part);
  const made = grounds.map((ground, n) => ({
    isMost: ground.threads === mostThreads(part, ground.workload),
    chart: latencyChart(ground, part, frame, `${prefix}-latency${n + 1}`),
  }));
  const open = kept(
    made.map(({ isMost, chart }) => (isMost ? chart : null)),
    frame,
  );
  const others = made.filter(({ isMost, chart }) => !isMost && chart !== null);
  if (others.length === 0) return open;
  const folded = kept(
    others.map(({ chart }) => chart),
    frame,
  );
  return html`${open}<details><summary>Latency with fewer threads</summary>${folded}</details>`;
}

function mostThreads({ comparison }: BenchPart, workload: string): number {
  const cells = comparison.cells.filter((cell) => cell.workload === workload);
  return Math.max(...cells.map(({ threads }) => threads));
}

function costTables(
  grounds: readonly GroundCells[],
  { warmUpMs, durationMs }: BenchPart,
  frame: PageFrame,
): Html {
  const tables = kept(
    grounds.map((ground) => costTable(ground.cells, groundText(ground))),
    frame,
  );
  return html`${tables}<p class="note">Jain’s index is 1 when all workers did, or held, the same. Least worker: operations of the one that did least, of the average. CPU time and context switches are those of the whole process. CPU of others: what else ran on the machine meanwhile, of all its cores. Each trial measured ${durationMs} ms after ${warmUpMs} ms of warm-up.</p>`;
}

function reclaimTables(
  grounds: readonly GroundCells[],
  { baseline }: BenchPart,
  frame: PageFrame,
): Html {
  return kept(
    grounds.map((ground) => reclaimTable(ground.cells, baseline, groundText(ground))),
    frame,
  );
}

/** Of each workload the cells with the most threads, where locks are contended most. */
function lockSections(part: BenchPart, frame: PageFrame, prefix: string): Html {
  const blocks = workloadsOf(part).flatMap((workload, n) => {
    const most = mostThreads(part, workload);
    return part.comparison.cells
      .filter((cell) => cell.workload === workload && cell.threads === most)
      .map((cell, k) => lockBlock(cell, part, `${prefix}-contention${n + 1}-${k + 1}`));
  });
  return kept(blocks, frame);
}

function lockBlock(cell: CellResult, { command }: BenchPart, id: string): Html | null {
  const of = `${cell.design}, ${groundText(cell)}`;
  if (cell.locks.length === 0) return null;
  return html`${contentionChart(cell.locks, { id, of, command })}
<details><summary>Lock statistics of ${of}</summary>${lockTable(cell.locks)}</details>
`;
}
