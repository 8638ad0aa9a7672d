import { countText } from '../report/quantity.ts';
import { type Chart, chartFigure } from './chart/chart-figure.ts';
import {
  DOTS_LEFT,
  DOTS_RIGHT,
  DOTS_WIDTH,
  type DotRow,
  dotRows,
  dotRowsHeight,
} from './chart/dot-rows.ts';
import { linearScale } from './chart/scale.ts';
import type { SeriesLook } from './chart/series-look.ts';
import type { Html } from './markup/html.ts';
import type { WorkerShare } from './worker-shares.ts';

/** How evenly a design served its workers. */
export interface ServedWorkers {
  readonly look: SeriesLook;
  readonly shares: readonly WorkerShare[];
}

type Frame = Pick<Chart, 'id' | 'command' | 'basis'> & {
  readonly of: string;
  /** What is counted: `operations`. */
  readonly what: string;
};

/** A dot for each worker: what it got of an even share; null: there is nothing to share. */
export function fairnessChart(
  designs: readonly ServedWorkers[],
  { of, what, ...frame }: Frame,
): Html | null {
  const served = designs.filter(({ shares }) => shares.length > 1);
  if (served.length === 0) return null;
  const most = Math.max(...served.flatMap(({ shares }) => shares.map(({ share }) => share)));
  const axis = {
    scale: linearScale(most, DOTS_LEFT, DOTS_RIGHT),
    label: `${what}, as a multiple of an even share`,
    format: (value: number) => `${Number(value.toFixed(2))}×`,
  };
  return chartFigure({
    title: `What each worker got: ${of}`,
    note: `A dot for each worker, by its ${what}; at the line all got the same. Workers in other roles have other work to do: compare the designs.`,
    description: `Rows of dots for ${served.length} designs, one dot for each worker.`,
    width: DOTS_WIDTH,
    height: dotRowsHeight(served.length),
    drawing: dotRows(
      served.map((one) => rowOf(one, what)),
      axis,
      1,
    ),
    table: {
      caption: `What each worker got, over all that was measured: ${what}.`,
      columns: [
        { head: 'design', isText: true },
        { head: 'worker', isText: true },
        { head: what },
        { head: 'of an even share' },
      ],
      rows: served.flatMap(({ look, shares }) =>
        shares.map(({ worker, count, share }) => [
          look.name,
          worker,
          countText(count),
          share.toFixed(3),
        ]),
      ),
    },
    ...frame,
  });
}

function rowOf({ look, shares }: ServedWorkers, what: string): DotRow {
  const values = shares.map(({ share }) => share);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return {
    look,
    dots: shares.map(({ worker, count, share }) => ({
      value: share,
      told: `${look.name}, ${worker}: ${countText(count)} ${what}, ${share.toFixed(2)} of an even share`,
    })),
    told: `${least.toFixed(2)} to ${most.toFixed(2)}`,
  };
}
