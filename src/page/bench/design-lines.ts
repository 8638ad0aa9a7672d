import type { CellResult } from '../../compare/comparison.ts';
import type { Line } from '../chart/line-chart.ts';
import type { SeriesLooks } from '../chart/series-look.ts';

/** Between the lines of two designs at the same place, so that intervals do not hide each other. */
const ASIDE = 4;

/** A line for each design, in the order of the cells; `pointsOf`: of one design's cells. */
export function designLines(
  cells: readonly CellResult[],
  looks: SeriesLooks,
  pointsOf: (own: readonly CellResult[]) => Line['points'],
): readonly Line[] {
  const designs = [...new Set(cells.map(({ design }) => design))];
  return designs.map((design, n) => ({
    look: looks.of(design),
    aside: (n - (designs.length - 1) / 2) * ASIDE,
    points: pointsOf(cells.filter((cell) => cell.design === design)),
  }));
}
