import { chartFigure } from '../chart/chart-figure.ts';
import type { DataTable } from '../chart/data-table.ts';
import { SHARE_WIDTH, type ShareBar, shareBars, sharesHeight } from '../chart/share-bars.ts';
import type { ThreadTimeShares } from '../../run/thread-lines.ts';
import type { Html } from '../markup/html.ts';
import type { PageFrame } from '../page-frame.ts';
import { stressOrigin } from './stress-origin.ts';
import type { StressPart } from './stress-part.ts';
import {
  clockedLines,
  heaviestClasses,
  meanShares,
  percentText,
  runningShare,
  shareParts,
} from './thread-shares.ts';

/** Classes with a name of their own in the picture; the others are one part. The table has all. */
const CLASSES_SHOWN = 6;

interface ClockedRun {
  readonly name: string;
  readonly share: ThreadTimeShares;
}

/** What the threads of each run did with their time, a bar for each run; null: it is not told. */
export function stressWaiting(
  part: StressPart,
  { looks, partColours }: PageFrame,
  id: string,
): Html | null {
  const told = part.runs.flatMap(({ name, threadLines }): ClockedRun[] => {
    const lines = clockedLines(threadLines);
    return lines.length === 0 ? [] : [{ name, share: meanShares(lines) }];
  });
  if (told.length === 0) return null;
  const shown = heaviestClasses(
    told.map(({ share }) => share),
    CLASSES_SHOWN,
  );
  const bars = told.map(
    ({ name, share }): ShareBar => ({
      name,
      look: looks.of(name),
      parts: shareParts(share, shown),
    }),
  );
  return chartFigure({
    id,
    title: 'Where the time of the threads went',
    note: 'Of all threads together, services too. Running: also ready without a core, and services at rest. Backing off: a transaction that was told to. Parked: waiting for a fence or completion.',
    description: `Bars of 100 % for ${told.length} runs.`,
    width: SHARE_WIDTH,
    height: sharesHeight(bars),
    drawing: shareBars(bars, partColours),
    table: waitingTable(told),
    ...stressOrigin(part),
  });
}

function waitingTable(runs: readonly ClockedRun[]): DataTable {
  const classes = [...new Set(runs.flatMap(({ share }) => Object.keys(share.waitingByClass)))];
  return {
    caption: 'Shares of the time of all threads. Waiting by class has back-offs in it.',
    columns: [
      { head: 'design', isText: true },
      { head: 'running' },
      { head: 'waiting' },
      { head: 'backing off' },
      { head: 'parked' },
      ...classes.map((name) => ({ head: name })),
    ],
    rows: runs.map(({ name, share }) => [
      name,
      percentText(runningShare(share)),
      percentText(share.waiting),
      percentText(share.backingOff),
      percentText(share.parked),
      ...classes.map((of) => percentText(share.waitingByClass[of] ?? 0)),
    ]),
  };
}
