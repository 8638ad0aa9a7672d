import { countText, durationText, rateText, shareText } from '../../report/quantity.ts';
import { type Cell, type Column, dataTable } from '../chart/data-table.ts';
import { type Html, html } from '../markup/html.ts';
import type { StressRun } from './stress-part.ts';
import { verdictBadge } from './verdict-words.ts';

const COLUMNS: readonly Column[] = [
  { head: 'design', isText: true },
  { head: 'verdict', isText: true },
  { head: 'expected', isText: true },
  { head: 'operations' },
  { head: 'deadlocks' },
  { head: 'first after (operations)' },
  { head: 'findings' },
  { head: 'reclaimed (pages)' },
  { head: 'contended' },
  { head: 'p99 wait' },
];

/** One line a run, each with a link to all that is told of it. `idOf`: where that is. */
export function verdictTable(runs: readonly StressRun[], idOf: (n: number) => string): Html {
  return dataTable({
    caption: 'One line for each run; its name leads to what was found in it.',
    columns: COLUMNS,
    rows: runs.map((run, n) => rowOf(run, idOf(n))),
  });
}

function rowOf(run: StressRun, id: string): Cell[] {
  const { name, expected, operations, seconds, deadlocks, firstDeadlockAfter, contention } = run;
  return [
    html`<a href="#${id}">${name}</a>`,
    verdictBadge(run),
    expected ?? '–',
    seconds === 0 ? '–' : valued(rateText(operations / seconds), operations / seconds),
    counted(deadlocks),
    firstDeadlockAfter === null ? '–' : counted(firstDeadlockAfter),
    counted(run.findings.length + run.findingsLost),
    run.reclaimedPages === null ? '–' : counted(run.reclaimedPages),
    contention === null
      ? '–'
      : valued(
          shareText(contention.contentions, contention.acquisitions),
          contention.contentions / Math.max(contention.acquisitions, 1),
        ),
    contention === null ? '–' : valued(durationText(contention.waitNsP99), contention.waitNsP99),
  ];
}

function counted(value: number): Cell {
  return valued(countText(value), value);
}

function valued(shown: string, value: number): Cell {
  return { shown, value };
}
