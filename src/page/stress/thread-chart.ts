import { countText } from '../../report/quantity.ts';
import { type Chart, chartFigure } from '../chart/chart-figure.ts';
import type { DataTable } from '../chart/data-table.ts';
import { SHARE_WIDTH, type ShareBar, shareBars, sharesHeight } from '../chart/share-bars.ts';
import type { Html } from '../markup/html.ts';
import type { PageFrame } from '../page-frame.ts';
import type { StressRun } from './stress-part.ts';
import {
  type ClockedLine,
  clockedLines,
  heaviestClasses,
  percentText,
  runningShare,
  shareParts,
} from './thread-shares.ts';

/** Classes with a part of their own in the picture; the table has all. */
const CLASSES_SHOWN = 5;
/** More threads are told by the table. */
const THREADS_MOST = 24;

/** What each thread of a run did with its time, a bar for each; null: it is not told. */
export function threadChart(
  { name, threadLines }: StressRun,
  { partColours }: PageFrame,
  frame: Pick<Chart, 'id' | 'command' | 'basis' | 'within'>,
): Html | null {
  const lines = clockedLines(threadLines);
  if (lines.length === 0) return null;
  const shown = heaviestClasses(
    lines.map(({ share }) => share),
    CLASSES_SHOWN,
  );
  const bars = lines
    .slice(0, THREADS_MOST)
    .map((line): ShareBar => ({ name: line.name, parts: shareParts(line.share, shown) }));
  return chartFigure({
    title: `Where the time of each thread went: ${name}`,
    note: 'Running: also ready without a core, and services at rest. Backing off: a transaction that was told to, with nothing else held. Parked: waiting for a fence or completion.',
    description: `Bars of 100 % for ${bars.length} threads.`,
    width: SHARE_WIDTH,
    height: sharesHeight(bars),
    drawing: shareBars(bars, partColours),
    table: threadTable(lines),
    ...frame,
  });
}

function threadTable(lines: readonly ClockedLine[]): DataTable {
  const classes = [...new Set(lines.flatMap(({ share }) => Object.keys(share.waitingByClass)))];
  return {
    caption: 'Shares of each thread’s time. Waiting by class has back-offs in it.',
    columns: [
      { head: 'thread', isCode: true },
      { head: 'operations' },
      { head: 'refused' },
      { head: 'running' },
      { head: 'waiting' },
      { head: 'backing off' },
      { head: 'parked' },
      { head: 'CPU (ms)' },
      { head: 'ready, without a core (ms)' },
      ...classes.map((name) => ({ head: name })),
    ],
    rows: lines.map(({ name, operations, refusals, share, cpu }) => [
      name,
      countText(operations),
      countText(refusals),
      percentText(runningShare(share)),
      percentText(share.waiting),
      percentText(share.backingOff),
      percentText(share.parked),
      cpu === null ? '–' : countText(cpu.runMs),
      cpu === null ? '–' : countText(cpu.waitedForCpuMs),
      ...classes.map((of) => percentText(share.waitingByClass[of] ?? 0)),
    ]),
  };
}
