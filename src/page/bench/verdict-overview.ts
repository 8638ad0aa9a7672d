import type { CellResult, Floor } from '../../compare/comparison.ts';
import { pluralText, rateText } from '../../report/quantity.ts';
import { type Cell, type Column, dataTable } from '../chart/data-table.ts';
import { type Html, html } from '../markup/html.ts';
import { type BenchPart, type Ground, type GroundCells, groundsOf } from './bench-part.ts';
import { ratioBadge, ratioRange, ratioText } from './ratio-words.ts';

/** The answer on one table: a row for each design, a column for each workload and number of threads. */
export function verdictOverview(part: BenchPart): Html {
  const grounds = groundsOf(part);
  const designs = [...new Set(part.comparison.cells.map(({ design }) => design))];
  const columns: Column[] = [
    { head: 'design', isText: true },
    ...grounds.map((ground) => ({ head: groundText(ground) })),
  ];
  return html`${dataTable({
    caption: `Throughput against ${part.baseline}, with the interval of 95 %. Below it the operations per second.`,
    columns,
    rows: designs.map((design) => [
      design,
      ...grounds.map((ground) => cellOf(ground, design, part.baseline)),
    ]),
  })}
<p class="note">▲ faster, ▼ slower: the interval excludes no difference at all, and the difference is larger than the smallest that counts. = same: the whole interval lies near 1. ? inconclusive: more trials or a quieter machine would tell.</p>
${noiseTable(part)}`;
}

export function groundText({ workload, threads }: Ground): string {
  return `${workload}, ${pluralText(threads, 'thread')}`;
}

function cellOf({ cells }: GroundCells, design: string, baseline: string): Cell {
  const cell = cells.find((candidate) => candidate.design === design);
  if (cell === undefined) return '–';
  const { opsPerSecond } = cell;
  const rate = html`<br><span class="note">${rateText(opsPerSecond.median)}</span>`;
  if (design === baseline) return { shown: html`the baseline${rate}`, value: 1 };
  const { ratioToBaseline: ratio } = cell;
  if (ratio.median === 0) return { shown: html`${ratioBadge(ratio.verdict)}${rate}`, value: 0 };
  const shown = html`${ratioBadge(ratio.verdict)}<br>${ratioRange(ratio)}${rate}`;
  return { shown, value: ratio.median };
}

/** The A/A floor, and how many trials ended in what. */
function noiseTable(part: BenchPart): Html | null {
  const { floors, cells } = part.comparison;
  if (floors.length === 0)
    return html`<p class="warning-box">The noise floor was not measured: nothing can be called faster, slower or the same.</p>`;
  return dataTable({
    caption: `The noise floor: ${part.baseline} against itself, measured in the same way. A difference smaller than “told from” can hardly be told from noise here.`,
    columns: [
      { head: 'workload and threads', isText: true },
      { head: 'ratio to itself' },
      { head: 'pairs' },
      { head: 'told from' },
      { head: 'trials of each design' },
    ],
    rows: floors.map((floor) => [
      groundText(floor),
      ratioRange(floor),
      String(floor.blocks),
      resolutionText(floor),
      trialsText(cells.filter((cell) => isOn(cell, floor))),
    ]),
  });
}

/** The smallest difference that could be told here: `2.5 %`. */
export function resolutionText({ resolution }: Floor): string {
  return `${(100 * resolution).toFixed(resolution < 0.1 ? 1 : 0)} %`;
}

function isOn(cell: CellResult, { workload, threads }: Ground): boolean {
  return cell.workload === workload && cell.threads === threads;
}

function trialsText(cells: readonly CellResult[]): string {
  const counts = cells.map(({ trials }) => trials);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return least === most ? String(least) : `${least} to ${most}`;
}

/** What the ratio axis says of a value. */
export function ratioTick(value: number): string {
  return ratioText(value).replace(/\.?0+×/, '×');
}
