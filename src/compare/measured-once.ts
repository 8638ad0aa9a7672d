import type { PlannedTrial } from './ledger.ts';

/**
 * Without the trials that are two others added up: the baseline's own of a block is both copies of
 * its floor.
 */
export function measuredOnce<T extends PlannedTrial>(
  trials: readonly T[],
  baseline: string,
): readonly T[] {
  const copied = new Set(trials.filter(({ phase }) => phase === 'floor').map(placeOf));
  return trials.filter(
    (trial) =>
      trial.phase === 'floor' || trial.cell.design !== baseline || !copied.has(placeOf(trial)),
  );
}

function placeOf({ cell: { workload, threads }, block }: PlannedTrial): string {
  return JSON.stringify([workload, threads, block]);
}
