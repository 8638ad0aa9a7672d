import type { CellResult } from '../compare/comparison.ts';
import { benchAnswer } from './bench-answer.ts';
import { benchNotes } from './bench-notes.ts';
import type { BenchOutcome } from './bench-outcome.ts';
import { intervalText, ratioText, toldFromText } from './bench-table.ts';
import { durationText, pluralText, rateText, shareText } from './quantity.ts';

const HEAD = ['design', 'operations', 'ratio', '95 % interval', 'verdict', 'p99', 'lock wait'];

/** Tables for a pull request. */
export function benchMarkdown(outcome: BenchOutcome): string {
  const { plan, comparison, rerun, host } = outcome;
  const tables = plan.workloads.flatMap((workload) =>
    plan.threads.flatMap((threads) => {
      const cells = comparison.cells.filter(
        (cell) => cell.workload === workload && cell.threads === threads,
      );
      if (cells.length === 0) return [];
      return [`### ${workload}, ${pluralText(threads, 'worker')}`, table(cells, plan.baseline)];
    }),
  );
  const floors = comparison.floors.map(
    (floor) =>
      `- A/A floor of ${floor.workload}, ${pluralText(floor.threads, 'worker')}: ` +
      `${intervalText(floor)}; ${toldFromText(floor)}`,
  );
  return `${[
    ...tables,
    floors.join('\n'),
    benchAnswer(outcome)
      .map((text) => `- ${escaped(text)}`)
      .join('\n'),
    benchNotes(outcome)
      .map((note) => `> ${escaped(note)}`)
      .join('\n'),
    `\`${rerun}\` on ${escaped(host.cpu)}, ${pluralText(host.cores, 'core')}, node ${host.node}`,
  ]
    .filter((block) => block !== '')
    .join('\n\n')}\n`;
}

function table(cells: readonly CellResult[], baseline: string): string {
  const rows = cells.map(({ design, opsPerSecond, ratioToBaseline, overallNs, share }) => [
    escaped(design),
    rateText(opsPerSecond.median),
    ratioText(ratioToBaseline.median),
    design === baseline ? '' : intervalText(ratioToBaseline),
    design === baseline ? 'baseline' : ratioToBaseline.verdict,
    durationText(overallNs.p99),
    shareText(share.waiting + share.backingOff, 1),
  ]);
  const rule = HEAD.map((_, i) => (i === 0 ? '---' : '---:'));
  return [HEAD, rule, ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/** What Markdown would take for its own. */
function escaped(text: string): string {
  return text.replace(/[|<>*_`]/g, '\\$&');
}
