import type { Trial } from '../../compare/ledger.ts';
import { fairnessChart } from '../fairness-chart.ts';
import type { Html } from '../markup/html.ts';
import type { PageFrame } from '../page-frame.ts';
import { workerShares } from '../worker-shares.ts';
import { benchOrigin } from './bench-origin.ts';
import { type BenchPart, type GroundCells, trialsOf } from './bench-part.ts';
import { groundText } from './verdict-overview.ts';

/** How evenly each design served the workers of one ground; null: there is one worker. */
export function fairnessOfCells(
  ground: GroundCells,
  part: BenchPart,
  { looks }: PageFrame,
  id: string,
): Html | null {
  const trials = trialsOf(part, ground).filter(({ phase }) => phase === 'compare');
  const designs = ground.cells.map(({ design }) => {
    const mine = trials.filter(({ cell }) => cell.design === design);
    return { look: looks.of(design), shares: workerShares(operationsOf(mine)) };
  });
  const what = 'operations';
  return fairnessChart(designs, { id, of: groundText(ground), what, ...benchOrigin(part) });
}

/** Of each worker in all trials. */
function operationsOf(trials: readonly Trial[]): readonly [string, number][] {
  const sums = new Map<string, number>();
  for (const { name, service, operations } of trials.flatMap(({ threads }) => threads)) {
    if (!service) sums.set(name, (sums.get(name) ?? 0) + operations);
  }
  return [...sums];
}
