import { countText, pluralText } from '../report/quantity.ts';
import { type Chart, chartFigure } from './chart/chart-figure.ts';
import { type CountMatrix, MATRIX_WIDTH, countMatrix, matrixHeight } from './chart/count-matrix.ts';
import type { LockFigures } from './lock-figures.ts';
import type { Html } from './markup/html.ts';

/** Places with a row or a column; the table has all. */
const PLACES_MOST = 16;

interface Meeting {
  readonly class: string;
  readonly waiter: string;
  readonly holder: string;
  readonly count: number;
}

/** Which place waited for which, how often; null: nobody did. */
export function contentionChart(
  locks: readonly LockFigures[],
  { of, ...frame }: Pick<Chart, 'id' | 'command' | 'basis' | 'within'> & { readonly of: string },
): Html | null {
  const meetings = locks
    .flatMap((lock) => lock.points.map((point): Meeting => ({ class: lock.class, ...point })))
    .sort((a, b) => b.count - a.count);
  if (meetings.length === 0) return null;
  const matrix = matrixOf(meetings);
  const chart: Chart = {
    title: `Who waited for whom: ${of}`,
    note: 'Where a thread waited, and where the holder had taken the lock. The most frequent pairs of each class are kept, so small ones may be missing.',
    description: `${pluralText(matrix.rows.length, 'waiting place')} by ${pluralText(matrix.columns.length, 'holding place')}.`,
    width: MATRIX_WIDTH,
    height: matrixHeight(matrix),
    drawing: countMatrix(matrix),
    table: {
      caption: 'Pairs of places that met at a lock.',
      columns: [
        { head: 'class', isCode: true },
        { head: 'waited at', isCode: true },
        { head: 'held since', isCode: true },
        { head: 'times' },
      ],
      rows: meetings.map((one) => [one.class, one.waiter, one.holder, countText(one.count)]),
    },
    ...frame,
  };
  return chartFigure(chart);
}

/** A pair may meet at locks of several classes: the picture adds them up. */
function matrixOf(meetings: readonly Meeting[]): CountMatrix {
  const counts = new Map<string, number>();
  const keyOf = (waiter: string, holder: string) => JSON.stringify([waiter, holder]);
  for (const { waiter, holder, count } of meetings) {
    const key = keyOf(waiter, holder);
    counts.set(key, (counts.get(key) ?? 0) + count);
  }
  const rows = placesOf(meetings.map(({ waiter }) => waiter));
  const columns = placesOf(meetings.map(({ holder }) => holder));
  return {
    rows,
    columns,
    rowsLabel: 'waited at',
    columnsLabel: 'for the holder at',
    count: (row, column) => counts.get(keyOf(rows[row], columns[column])) ?? 0,
    format: (count) => countText(count),
  };
}

function placesOf(names: readonly string[]): readonly string[] {
  return [...new Set(names)].slice(0, PLACES_MOST);
}
