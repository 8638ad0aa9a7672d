import { countText, durationText } from '../../report/quantity.ts';
import { type Chart, chartFigure } from '../chart/chart-figure.ts';
import {
  SHARE_WIDTH,
  type ShareBar,
  type SharePart,
  shareBars,
  sharesHeight,
} from '../chart/share-bars.ts';
import type { Html } from '../markup/html.ts';
import type { PageFrame } from '../page-frame.ts';
import type { StressPart, StressRun } from './stress-part.ts';

/** Classes with a name of their own in the picture; the others are one part. The table has all. */
const CLASSES_SHOWN = 6;
const REST = 'other classes';
const NOT_WAITING = 'not waiting for a lock';

/** Share of thread time by what is waited for; null: nobody waited, or it is not told. */
export function stressWaiting(
  { runs, command }: StressPart,
  { looks, partColours }: PageFrame,
  id: string,
): Html | null {
  const told = runs.filter((run) => threadNsOf(run) > 0 && waitNsOf(run) > 0);
  if (told.length === 0) return null;
  const shown = heaviestClasses(told);
  const bars = told.map(
    (run): ShareBar => ({ look: looks.of(run.name), parts: partsOf(run, shown) }),
  );
  const chart: Chart = {
    id,
    title: 'Where the time of the threads went',
    note: 'Of the time of all threads, services too: waiting by class of lock, fences too. The rest is work, sleep without work, and waiting for a core.',
    description: `Bars of 100 % for ${told.length} runs.`,
    width: SHARE_WIDTH,
    height: sharesHeight(bars),
    drawing: shareBars(bars, partColours),
    table: {
      caption: 'Waiting time of all threads together.',
      columns: [
        { head: 'design', isText: true },
        { head: 'class', isCode: true },
        { head: 'waits' },
        { head: 'waited (ns)' },
        { head: 'waited' },
        { head: 'of all thread time' },
      ],
      rows: told.flatMap(rowsOf),
    },
    command,
  };
  return chartFigure(chart);
}

function threadNsOf({ threadsInAll, seconds }: StressRun): number {
  return threadsInAll * seconds * 1e9;
}

function waitNsOf({ locks }: StressRun): number {
  return locks.reduce((sum, { waitNsTotal }) => sum + waitNsTotal, 0);
}

function heaviestClasses(runs: readonly StressRun[]): ReadonlySet<string> {
  const shares = new Map<string, number>();
  for (const run of runs) {
    for (const lock of run.locks) {
      const share = lock.waitNsTotal / threadNsOf(run);
      shares.set(lock.class, (shares.get(lock.class) ?? 0) + share);
    }
  }
  const sorted = [...shares].filter(([, share]) => share > 0).sort(([, a], [, b]) => b - a);
  return new Set(sorted.slice(0, CLASSES_SHOWN).map(([name]) => name));
}

/** The same order in each bar, so that the same colour stands in the same place. */
function partsOf(run: StressRun, shown: ReadonlySet<string>): SharePart[] {
  const whole = threadNsOf(run);
  const shareOf = (isOfIt: (name: string) => boolean) =>
    run.locks.reduce((sum, lock) => sum + (isOfIt(lock.class) ? lock.waitNsTotal / whole : 0), 0);
  const parts = [
    ...[...shown].map((name) => ({ name, share: shareOf((other) => other === name) })),
    { name: REST, share: shareOf((name) => !shown.has(name)) },
  ];
  const waiting = parts.reduce((sum, { share }) => sum + share, 0);
  return [
    ...parts.filter(({ share }) => share > 0),
    { name: NOT_WAITING, share: Math.max(0, 1 - waiting), isNeutral: true },
  ];
}

function rowsOf(run: StressRun): string[][] {
  const whole = threadNsOf(run);
  return run.locks
    .filter(({ waitNsTotal }) => waitNsTotal > 0)
    .map((lock) => [
      run.name,
      lock.class,
      countText(lock.contentions),
      countText(lock.waitNsTotal),
      durationText(lock.waitNsTotal),
      `${((100 * lock.waitNsTotal) / whole).toFixed(2)} %`,
    ]);
}
