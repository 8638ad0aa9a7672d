import { countText, durationText, shareText } from '../report/quantity.ts';
import { type Cell, type Column, dataTable } from './chart/data-table.ts';
import type { LockFigures } from './lock-figures.ts';
import type { Html } from './markup/html.ts';

const COLUMNS: readonly Column[] = [
  { head: 'class', isCode: true },
  { head: 'acquisitions' },
  { head: 'contentions' },
  { head: 'share' },
  { head: 'owner changes' },
  { head: 'wait avg' },
  { head: 'wait p99' },
  { head: 'wait max' },
  { head: 'hold avg' },
  { head: 'hold max' },
  { head: 'try failed' },
  { head: 'back-offs' },
];

/** A run's lock_stat, as the terminal prints it. */
export function lockTable(locks: readonly LockFigures[]): Html {
  return dataTable({
    caption:
      'A line for each lock class. Owner changes: contended, and taken over from another thread. Holds: those that were clocked.',
    columns: COLUMNS,
    rows: locks.map(rowOf),
  });
}

function rowOf(lock: LockFigures): Cell[] {
  const hold = (ns: number) => (lock.holdsClocked === 0 ? '–' : timed(ns));
  return [
    lock.class,
    counted(lock.acquisitions),
    counted(lock.contentions),
    {
      shown: shareText(lock.contentions, lock.acquisitions),
      value: lock.contentions / Math.max(lock.acquisitions, 1),
    },
    counted(lock.ownerChanges),
    timed(lock.waitNsAverage),
    timed(lock.waitNsP99),
    timed(lock.waitNsMax),
    hold(lock.holdNsAverage),
    hold(lock.holdNsMax),
    counted(lock.tryFailed),
    counted(lock.backOffs),
  ];
}

function counted(value: number): Cell {
  return { shown: countText(value), value };
}

function timed(ns: number): Cell {
  return { shown: durationText(ns), value: ns };
}
