import type { CellResult } from '../../compare/comparison.ts';
import { contentionChart } from '../contention-chart.ts';
import { lockTable } from '../lock-table.ts';
import { type Html, html } from '../markup/html.ts';
import type { PageFrame } from '../page-frame.ts';
import { benchOrigin } from './bench-origin.ts';
import { type BenchPart, workloadsOf } from './bench-part.ts';
import { mostThreads } from './ground-charts.ts';
import { groundText } from './verdict-overview.ts';

/** Of each workload the cells with the most threads, where locks are contended most. */
export function lockSections(part: BenchPart, { room }: PageFrame, prefix: string): Html {
  const blocks = workloadsOf(part).flatMap((workload, n) => {
    const most = mostThreads(part, workload);
    return part.comparison.cells
      .filter((cell) => cell.workload === workload && cell.threads === most)
      .map((cell, k) => lockBlock(cell, part, `${prefix}-contention${n + 1}-${k + 1}`));
  });
  return room.kept(blocks);
}

function lockBlock(cell: CellResult, part: BenchPart, id: string): Html | null {
  const of = `${cell.design}, ${groundText(cell)}`;
  if (cell.locks.length === 0) return null;
  return html`${contentionChart(cell.locks, { id, of, ...benchOrigin(part) })}
<details><summary>Lock statistics of ${of}</summary>${lockTable(cell.locks)}</details>
`;
}
