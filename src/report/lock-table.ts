import type { LockLine, NamedPoint } from '../run/lock-lines.ts';
import { plainTable } from './plain-table.ts';
import { countText, durationText, pluralText, shareText } from './quantity.ts';

const HEAD = [
  'class name',
  'acqui-\nsitions',
  'conten-\ntions',
  'share',
  'bounces',
  'wait\navg',
  'wait\nmax',
  'wait\np99',
  'hold\navg',
  'hold\nmax',
  'try\nfailed',
];

/**
 * A run's lock_stat (Documentation/locking/lockstat.rst) with its own units. `bounces`: contended
 * acquisitions from another thread. Holds: those that were clocked.
 */
export function lockTable(lines: readonly LockLine[]): string {
  const table = plainTable(HEAD, 1, lines.map(row));
  return [table, ...lines.flatMap(pointLines)].join('\n');
}

function row(line: LockLine): string[] {
  return [
    line.class,
    countText(line.acquisitions),
    countText(line.contentions),
    shareText(line.contentions, line.acquisitions),
    countText(line.ownerChanges),
    durationText(line.waitNsAverage),
    durationText(line.waitNsMax),
    durationText(line.waitNsP99),
    durationText(line.holdNsAverage),
    durationText(line.holdNsMax),
    countText(line.tryFailed),
  ];
}

function pointLines({ class: name, points }: LockLine): string[] {
  return points.map((point) => `  ${name}: ${pointText(point)}`);
}

function pointText({ waiter, holder, count }: NamedPoint): string {
  return `${pluralText(count, 'time')} ${waiter} waited for the holder at ${holder}`;
}
