import { countText } from '../../report/quantity.ts';
import { type Chart, chartFigure } from '../chart/chart-figure.ts';
import type { DataTable } from '../chart/data-table.ts';
import { orderGraph } from '../graph/order-graph.ts';
import type { Html } from '../markup/html.ts';
import { type FoundEdge, orderEdgesOf } from './order-edges.ts';
import type { StressRun } from './stress-part.ts';

/** More than this is no picture any more; the table has all. */
const EDGES_MOST = 80;

/** The lock order of a run by class, its cycles marked; null: nothing is known of it. */
export function orderGraphChart(
  run: StressRun,
  frame: Pick<Chart, 'id' | 'command' | 'basis' | 'within'>,
): Html | null {
  const all = orderEdgesOf(run);
  if (all.length === 0) return null;
  const drawn = foundFirst(all).slice(0, EDGES_MOST);
  const { width, height, drawing, inCycle } = orderGraph(drawn);
  const cycles = inCycle.filter(Boolean).length;
  return chartFigure({
    title: titleOf(run),
    note: noteOf(run, drawn, { cycles, left: all.length - drawn.length }),
    description: `${edgesText(drawn.length)} between lock classes, ${cycles === 0 ? 'none' : countText(cycles)} on a cycle.`,
    width: Math.ceil(width),
    height: Math.ceil(height),
    drawing,
    table: edgeTable(foundFirst(all)),
    ...frame,
  });
}

/** Of too many edges those are drawn that something was found of. */
function foundFirst(edges: readonly FoundEdge[]): readonly FoundEdge[] {
  if (edges.length <= EDGES_MOST) return edges;
  return [...edges].sort((a, b) => Number(b.findings > 0) - Number(a.findings > 0));
}

function titleOf({ name, dependencies }: StressRun): string {
  return dependencies.length === 0
    ? `Lock order behind the findings: ${name}`
    : `Lock order: ${name}`;
}

function noteOf(
  { dependencies }: StressRun,
  drawn: readonly FoundEdge[],
  { cycles, left }: { readonly cycles: number; readonly left: number },
): string {
  const notes = [
    'An arrow leads from a class that was held to one that was acquired.',
    cycles === 0 ? 'There is no cycle.' : 'Red: part of a cycle.',
    ...(drawn.some(({ isCut }) => isCut) ? ['Dashed, with ✂: the edges to cut.'] : []),
    ...(drawn.some(({ isWeak }) => isWeak)
      ? ['Dotted: held by a try, or known before the run.']
      : []),
    ...(left === 0 ? [] : [`${edgesText(left)} more only in the table.`]),
    dependencies.length === 0
      ? 'Orders that nothing was found in are not part of the input.'
      : 'What follows from other edges is left out.',
  ];
  return notes.join(' ');
}

function edgesText(count: number): string {
  return count === 1 ? '1 dependency' : `${countText(count)} dependencies`;
}

function edgeTable(edges: readonly FoundEdge[]): DataTable {
  return {
    caption: 'Dependencies by number, each as first seen.',
    columns: [
      { head: 'number' },
      { head: 'held', isCode: true },
      { head: 'acquired', isCode: true },
      { head: 'modes', isText: true },
      { head: 'promise', isText: true },
      { head: 'in findings' },
      { head: 'level', isText: true },
      { head: 'by', isText: true },
      { head: 'acquired at', isCode: true },
      { head: 'held since', isCode: true },
      { head: 'to cut', isText: true },
    ],
    rows: edges.map((edge, n) => [
      countText(n + 1),
      edge.from,
      edge.to,
      edge.modes === '' ? '–' : edge.modes,
      edge.promise,
      countText(edge.findings),
      edge.level ?? '–',
      edge.by,
      edge.site ?? '–',
      edge.heldSite ?? '–',
      edge.isCut ? 'yes' : 'no',
    ]),
  };
}
