import type { JudgedRun } from '../run/judged-run.ts';
import type { LockLine } from '../run/lock-lines.ts';
import type { LockKind } from '../shared/plan.ts';
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
/** Waiting for these is their purpose: no contention, and no order to blame. */
const EVENTS: readonly LockKind[] = ['completion', 'fence'];
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
  const { operations, seconds, deadlocks, firstDeadlockAfter, reclaim } = result;
  const locks = result.locks.filter(({ kind }) => !EVENTS.includes(kind));
  const acquisitions = sum(locks, (line) => line.acquisitions);
  return [
    design,
    palette(judgement.asExpected ? 'good' : 'bad', judgement.verdict),
    expectation(judgement.expected, judgement.asExpected, judgement.inconclusive),
    seconds === 0 ? '-' : rateText(operations / seconds),
    deadlocks === 0 ? '-' : countText(deadlocks),
    firstDeadlockAfter === null ? '-' : countText(firstDeadlockAfter),
    countText(reclaim.pages),
    shareText(
      sum(locks, (line) => line.contentions),
      acquisitions,
    ),
    durationText(Math.max(0, ...locks.map((line) => line.waitNsP99))),
  ];
}

function expectation(expected: string, asExpected: boolean, inconclusive: boolean): string {
  if (inconclusive) return `? ${expected}`;
  return `${asExpected ? '✓' : '✗'} ${expected}`;
}

function sum(lines: readonly LockLine[], value: (line: LockLine) => number): number {
  return lines.reduce((total, line) => total + value(line), 0);
}
