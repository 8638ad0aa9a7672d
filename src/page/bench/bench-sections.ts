import { type Html, html } from '../markup/html.ts';
import type { PageFrame } from '../page-frame.ts';
import type { PageSection } from '../page-section.ts';
import { axisChart } from './axis-chart.ts';
import { type BenchPart, workloadsOf } from './bench-part.ts';
import { costTables, reclaimTables } from './cost-tables.ts';
import { cpuChart } from './cpu-chart.ts';
import { fairnessOfCells } from './fairness-of-cells.ts';
import { findingTable } from './finding-table.ts';
import { type GroundMaker, chartsOfFewer, chartsOfMost } from './ground-charts.ts';
import { lockSections } from './lock-section.ts';
import { latencyChart } from './latency-chart.ts';
import { ratioChart } from './ratio-chart.ts';
import { scalingChart } from './scaling-chart.ts';
import { throughputChart } from './throughput-chart.ts';
import { timeChart } from './time-chart.ts';
import { trialChart } from './trial-chart.ts';
import { verdictOverview } from './verdict-overview.ts';
import { winnerCharts } from './winner-charts.ts';
import { workloadAxes } from './workload-axis.ts';

/** Pieces of a section; what is behind folds is made last, with the room that is left. */
interface Draft {
  readonly name: string;
  readonly title: string;
  readonly open: Html;
  readonly folds: readonly (() => Html | null)[];
}

/** The verdicts, then throughput, latency, time and contention of all cells. */
export function benchSections(part: BenchPart, frame: PageFrame, prefix: string): PageSection[] {
  const drafts = draftsOf(part, frame, prefix);
  return drafts
    .map(({ name, title, open, folds }) => ({
      id: `${prefix}-${name}`,
      title,
      body: html`${open}${folds.map((fold) => fold())}`,
    }))
    .filter(({ body }) => body.toString().trim() !== '');
}

function draftsOf(part: BenchPart, frame: PageFrame, prefix: string): readonly Draft[] {
  const { room } = frame;
  const making = (name: string) => ({ part, frame, id: `${prefix}-${name}` });
  const most = (make: GroundMaker, name: string) => chartsOfMost(make, making(name));
  const fewer = (make: GroundMaker, name: string, title: string) => () =>
    chartsOfFewer(make, making(name), title);
  return [
    { name: 'verdicts', title: 'Verdicts', open: verdictsOf(part, frame, prefix), folds: [] },
    {
      name: 'throughput',
      title: 'Throughput',
      open: html`${most(ratioChart, 'ratio')}${room.kept(throughputCharts(part, frame, prefix))}`,
      folds: [fewer(ratioChart, 'ratio', 'Against the baseline')],
    },
    {
      name: 'latency',
      title: 'Latency',
      open: most(latencyChart, 'latency'),
      folds: [fewer(latencyChart, 'latency', 'Latency')],
    },
    {
      name: 'time',
      title: 'Time of the workers',
      open: most(timeChart, 'time'),
      folds: [fewer(timeChart, 'time', 'Time')],
    },
    {
      name: 'cost',
      title: 'Fairness and cost',
      open: html`${most(cpuChart, 'cpu')}${most(fairnessOfCells, 'fairness')}${costTables(part, frame)}`,
      folds: [fewer(cpuChart, 'cpu', 'CPU time'), fewer(fairnessOfCells, 'fairness', 'Fairness')],
    },
    { name: 'reclaim', title: 'Reclaim', open: reclaimTables(part, frame), folds: [] },
    {
      name: 'trials',
      title: 'Every trial',
      open: most(trialChart, 'trial'),
      folds: [fewer(trialChart, 'trial', 'Trials')],
    },
    { name: 'locks', title: 'Locks', open: lockSections(part, frame, prefix), folds: [] },
  ];
}

function verdictsOf(part: BenchPart, frame: PageFrame, prefix: string): Html {
  const winners = frame.room.kept(winnerCharts(part, frame, `${prefix}-winner`));
  return html`${verdictOverview(part)}${answerList(part)}${findingTable(part)}${winners}`;
}

/** The same words as in the terminal. */
function answerList({ answer }: BenchPart): Html | null {
  const [baseline, ...designs] = answer;
  if (baseline === undefined || designs.length === 0) return null;
  const items = designs.map(
    (text) => html`<li>${text}</li>
`,
  );
  return html`<h4>In words</h4><p>${baseline}</p><ul class="answer">${items}</ul>`;
}

/** Over threads, and over whatever else was varied. */
function throughputCharts(
  part: BenchPart,
  frame: PageFrame,
  prefix: string,
): readonly (Html | null)[] {
  const workloads = workloadsOf(part);
  const axes = workloadAxes(workloads);
  return [
    ...axes.map((axis, n) => axisChart(axis, part, frame, `${prefix}-axis${n + 1}`)),
    ...workloads.flatMap((workload, n) => [
      throughputChart(workload, part, frame, `${prefix}-throughput${n + 1}`),
      scalingChart(workload, part, frame, `${prefix}-scaling${n + 1}`),
    ]),
  ];
}
