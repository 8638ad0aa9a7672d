import type { JudgedRun } from '../run/judged-run.ts';
import type { Palette } from './palette.ts';
import { plainTable } from './plain-table.ts';
import { countText, durationText, rateText, shareText } from './quantity.ts';

const HEAD = [
  'design',
  'verdict',
  'expected',
  'operations',
  'deadlocks',
  'first after\n(operations)',
  'reclaimed\n(pages)',
  'contended',
  'p99 wait',
];
/** design, verdict, expected */
const TEXT_COLUMNS = 3;

/** One line a design, at most 120 columns wide. */
export function verdictTable(runs: readonly JudgedRun[], palette: Palette): string {
  return plainTable(
    HEAD,
    TEXT_COLUMNS,
    runs.map((run) => row(run, palette)),
  );
}

function row({ design, judgement, result }: JudgedRun, palette: Palette): string[] {
  const { operations, seconds, deadlocks, firstDeadlockAfter, reclaim, contention } = result;
  return [
    design,
    palette(judgement.asExpected ? 'good' : 'bad', judgement.verdict),
    expectation(judgement.expected, judgement.asExpected, judgement.inconclusive),
    seconds === 0 ? '-' : rateText(operations / seconds),
    deadlocks === 0 ? '-' : countText(deadlocks),
    firstDeadlockAfter === null ? '-' : countText(firstDeadlockAfter),
    countText(reclaim.pages),
    shareText(contention.contentions, contention.acquisitions),
    durationText(contention.waitNsP99),
  ];
}

function expectation(expected: string, asExpected: boolean, inconclusive: boolean): string {
  if (inconclusive) return `? ${expected}`;
  return `${asExpected ? '✓' : '✗'} ${expected}`;
}
