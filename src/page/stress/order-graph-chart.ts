import { countText, pluralText } from '../../report/quantity.ts';
import { type Chart, chartFigure } from '../chart/chart-figure.ts';
import { type OrderEdge, orderGraph } from '../graph/order-graph.ts';
import type { Html } from '../markup/html.ts';
import type { Cut, CycleEdge, FoundFinding, StressRun } from './stress-part.ts';

/** More than this is no picture any more; the table has all. */
const EDGES_MOST = 80;
const LEVELS = ['possible', 'predicted', 'confirmed'];

interface Dependency extends OrderEdge {
  /** The highest level of these. */
  readonly level: string;
  /** Findings that it is part of. */
  readonly findings: number;
  readonly step: CycleEdge;
}

/** The dependencies of all that a run found, by class; null: there is none. */
export function orderGraphChart(
  run: StressRun,
  frame: Pick<Chart, 'id' | 'command' | 'within'>,
): Html | null {
  const all = dependenciesOf(run);
  if (all.length === 0) return null;
  const drawn = all.slice(0, EDGES_MOST);
  const { width, height, drawing, inCycle } = orderGraph(drawn);
  const cuts = drawn.some(({ isCut }) => isCut) ? ' Dashed, with ✂: the edges to cut.' : '';
  const left = all.length - drawn.length;
  const more = left === 0 ? '' : ` ${pluralText(left, 'further edge')} only in the table.`;
  const chart: Chart = {
    title: `Lock order behind the findings: ${run.name}`,
    note: `An arrow leads from a class that was held to one that was acquired. In red: part of a cycle.${cuts}${more} Orders that nothing was found in are not part of the input.`,
    description: `${pluralText(drawn.length, 'dependency').replace('dependencys', 'dependencies')} between lock classes, ${countText(inCycle.filter(Boolean).length)} on a cycle.`,
    width: Math.ceil(width),
    height: Math.ceil(height),
    drawing,
    table: {
      caption: 'Dependencies by number, each as first seen.',
      columns: [
        { head: 'number' },
        { head: 'held', isCode: true },
        { head: 'acquired', isCode: true },
        { head: 'in findings' },
        { head: 'level', isText: true },
        { head: 'by', isText: true },
        { head: 'acquired at', isCode: true },
        { head: 'to cut', isText: true },
      ],
      rows: all.map(({ from, to, findings, level, step, isCut }, n) => [
        countText(n + 1),
        from,
        to,
        countText(findings),
        level,
        `${step.thread} in ${step.operation}`,
        step.site ?? '–',
        isCut ? 'yes' : 'no',
      ]),
    },
    ...frame,
  };
  return chartFigure(chart);
}

function dependenciesOf({ findings, cuts }: StressRun): readonly Dependency[] {
  const edges = new Map<string, Dependency>();
  for (const finding of findings.filter(({ rejection }) => rejection === null)) {
    for (const step of finding.cycle) {
      const from = classOf(step.from, finding);
      const to = classOf(step.to, finding);
      const key = JSON.stringify([from, to]);
      const known = edges.get(key);
      edges.set(key, {
        from,
        to,
        isCut: cuts.some((cut) => isOf(cut, from, to)),
        level: higher(known?.level, finding.level),
        findings: (known?.findings ?? 0) + 1,
        step: known?.step ?? step,
      });
    }
  }
  return [...edges.values()];
}

/** What happened is told by instance, and drawn by class. */
function classOf(name: string, { locks, threads }: FoundFinding): string {
  const all = [...locks, ...threads.flatMap(({ holds }) => holds)];
  return all.find((lock) => lock.name === name)?.class ?? name;
}

/** A cut names nodes with their subclass, an instance knows its class alone. */
function isOf(cut: Cut, from: string, to: string): boolean {
  const plain = (node: string) => node.replace(/\/\d+$/, '');
  const is = (node: string, name: string) => node === name || plain(node) === name;
  return is(cut.from, from) && is(cut.to, to);
}

function higher(known: string | undefined, level: string): string {
  return known !== undefined && LEVELS.indexOf(known) >= LEVELS.indexOf(level) ? known : level;
}
