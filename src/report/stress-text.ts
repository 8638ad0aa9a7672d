import type { JudgedRun } from '../run/judged-run.ts';
import { whereOfRun } from './finding-frame.ts';
import { findingText } from './finding-text.ts';
import { lockTable } from './lock-table.ts';
import type { Palette } from './palette.ts';
import { pinDownLine } from './pin-down-line.ts';
import { countText, pluralText } from './quantity.ts';
import { runBlocks } from './run-findings.ts';
import type { StressOutcome } from './stress-outcome.ts';
import { verdictTable } from './verdict-table.ts';

/**
 * What `stress` prints: the verdict table, the lock tables where asked for, every distinct finding
 * with what was not expected last, one sentence on the whole, and the command that runs it again.
 */
export function stressText(outcome: StressOutcome, lockTables: boolean, palette: Palette): string {
  const { runs, tool } = outcome;
  const blocks = [
    headLine(outcome),
    `${verdictTable(runs, palette)}${warmUpNote(outcome)}`,
    ...(lockTables ? runs.map((run) => lockBlock(run, palette)) : []),
    ...unexpectedLast(runs).flatMap((run) => [
      ...findingBlocks(run, tool),
      ...pinDownLine(run.result, outcome.rerun, run.design),
    ]),
    conclusion(outcome, palette),
    `run it again: ${outcome.rerun}`,
  ];
  return `${blocks.join('\n\n')}\n`;
}

function headLine({ tool, settings, versions, cores }: StressOutcome): string {
  return [
    `${tool} stress`,
    `workload ${settings.workload}`,
    pluralText(settings.workers, 'worker'),
    `instrumentation ${settings.level}`,
    `seed ${settings.seed}`,
    `node ${versions.node}`,
    pluralText(cores, 'core'),
  ].join(', ');
}

/** What the first line of the table does not pay for. */
function warmUpNote({ settings, runs }: StressOutcome): string {
  const [first] = runs;
  if (settings.warmUpMs === 0 || first === undefined) return '';
  return `\n\nwarm-up: ${first.design} ran for ${settings.warmUpMs} ms before, uncounted`;
}

function lockBlock({ design, result }: JudgedRun, palette: Palette): string {
  return `${palette('strong', `locks of ${design}`)}\n${lockTable(result.locks)}`;
}

function unexpectedLast(runs: readonly JudgedRun[]): JudgedRun[] {
  const expected = runs.filter((run) => run.judgement.asExpected);
  return [...expected, ...runs.filter((run) => !run.judgement.asExpected)];
}

function findingBlocks({ design, workload, result }: JudgedRun, tool: string): string[] {
  const context = { where: whereOfRun(tool, design, workload), level: result.plan.level };
  return runBlocks(design, result, ({ finding, count }) => findingText(finding, count, context));
}

function conclusion({ runs, skipped }: StressOutcome, palette: Palette): string {
  const wrong = runs.filter(({ judgement }) => !judgement.asExpected && !judgement.inconclusive);
  const open = runs.filter(({ judgement }) => judgement.inconclusive);
  const operations = runs.reduce((total, { result }) => total + result.operations, 0);
  const checked = runs.reduce((total, { result }) => total + result.integrity.checked, 0);
  const lines = [
    `${countText(runs.length - wrong.length - open.length)} of ` +
      `${pluralText(runs.length + skipped.length, 'design')} as expected; ` +
      `${countText(operations)} operations, ${countText(checked)} integrity checks.`,
  ];
  if (wrong.length > 0) {
    const names = wrong.map(({ design, judgement }) => `${design} (${judgement.verdict})`);
    lines.push(palette('bad', `not as expected: ${names.join(', ')}`));
  }
  const untold = [...open.map(({ design }) => design), ...skipped];
  if (untold.length > 0) {
    lines.push(palette('warning', `interrupted before a verdict: ${untold.join(', ')}`));
  }
  return lines.join('\n');
}
