import { countText } from '../../report/quantity.ts';
import { dataTable } from '../chart/data-table.ts';
import { type Html, html } from '../markup/html.ts';
import type { BenchPart } from './bench-part.ts';
import { groundText } from './verdict-overview.ts';

/** More than this is for a stress run to tell. */
const ROWS_MOST = 100;

/** What the trials found while they were measured; null: nothing. */
export function findingTable({ comparison }: BenchPart): Html | null {
  const found = comparison.cells.flatMap((cell) =>
    cell.findings.map((finding) => ({ cell, finding })),
  );
  if (found.length === 0) return null;
  const left = found.length - ROWS_MOST;
  const more =
    left <= 0 ? null : html`<p class="note">${countText(left)} further ones left out.</p>`;
  return html`${dataTable({
    caption: 'Found in the trials. A design that deadlocks pays for it in these figures.',
    columns: [
      { head: 'design', isText: true },
      { head: 'workload and threads', isText: true },
      { head: 'finding', isText: true },
      { head: 'level', isText: true },
      { head: 'times' },
      { head: 'summary', isText: true },
    ],
    rows: found
      .slice(0, ROWS_MOST)
      .map(({ cell, finding: { type, level, count, summary } }) => [
        cell.design,
        groundText(cell),
        type,
        level,
        countText(count),
        summary,
      ]),
  })}${more}`;
}
