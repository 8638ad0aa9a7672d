import type { CellResult } from '../../compare/comparison.ts';
import { countText, durationText } from '../../report/quantity.ts';
import { type Cell, dataTable } from '../chart/data-table.ts';
import type { Html } from '../markup/html.ts';
import { ratioRange } from './ratio-words.ts';

/** Fairness and CPU time of each cell of one ground. */
export function costTable(cells: readonly CellResult[], caption: string): Html {
  return dataTable({
    caption,
    columns: [
      { head: 'design', isText: true },
      { head: 'p99 of all operations' },
      { head: 'Jain, operations' },
      { head: 'Jain, hold time' },
      { head: 'least worker' },
      { head: 'CPU per operation' },
      { head: 'switches per operation' },
      { head: 'CPU of others' },
      { head: 'refused' },
      { head: 'trials by verdict', isText: true },
    ],
    rows: cells.map(costRow),
  });
}

function costRow(cell: CellResult): Cell[] {
  const { fairness, perOperation: per, operations } = cell;
  const cpuUs = per.userUs + per.systemUs;
  const switches = per.voluntarySwitches + per.involuntarySwitches;
  const none = operations === 0;
  return [
    cell.design,
    { shown: durationText(cell.overallNs.p99), value: cell.overallNs.p99 },
    fairness.jainOperations.toFixed(3),
    fairness.jainHold.toFixed(3),
    percent(fairness.leastShare),
    none ? '–' : { shown: durationText(cpuUs * 1000), value: cpuUs },
    none ? '–' : switches.toFixed(2),
    percent(cell.othersShare),
    countText(cell.refusals),
    Object.entries(cell.verdicts)
      .map(([verdict, count]) => `${count} × ${verdict}`)
      .join(', '),
  ];
}

/** What reclaim brought, and at what price; null: there was none on this ground. */
export function reclaimTable(
  cells: readonly CellResult[],
  baseline: string,
  caption: string,
): Html | null {
  if (cells.every(({ reclaim }) => reclaim.pages + reclaim.skippedBusy === 0)) return null;
  return dataTable({
    caption,
    columns: [
      { head: 'design', isText: true },
      { head: 'pages per second' },
      { head: 'direct (pages)' },
      { head: 'kswapd (pages)' },
      { head: 'skipped as busy (pages)' },
      { head: 'busy per 100 pages' },
      { head: `time of a scan, to ${baseline}` },
    ],
    rows: cells.map((cell) => reclaimRow(cell, baseline)),
  });
}

function reclaimRow(
  { design, reclaim, seconds, reclaimRatio }: CellResult,
  baseline: string,
): Cell[] {
  const { pages, direct, kswapd, skippedBusy } = reclaim;
  return [
    design,
    seconds === 0 ? '–' : countText(pages / seconds),
    countText(direct),
    countText(kswapd),
    countText(skippedBusy),
    pages === 0 ? '–' : ((100 * skippedBusy) / pages).toFixed(2),
    reclaimRatio === null || design === baseline ? '–' : ratioRange(reclaimRatio),
  ];
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}
