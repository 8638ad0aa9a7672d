import type { Trial } from './ledger.ts';
import { type Interval, pseudoMedian } from './pseudo-median.ts';

/** An estimate over the trials with its interval of 95 %. */
export interface Estimate {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

export function exponential({ estimate, low, high }: Interval): Estimate {
  return { median: Math.exp(estimate), low: Math.exp(low), high: Math.exp(high) };
}

/** Logarithms of the ratio in each block in which both have a trial, and something to divide. */
export function logRatios(
  mine: readonly Trial[],
  others: readonly Trial[],
  quantityOf: (trial: Trial) => number,
): number[] {
  return mine.flatMap((trial) => {
    const other = others.find(({ block }) => block === trial.block);
    const ratio = other === undefined ? 0 : quantityOf(trial) / quantityOf(other);
    return ratio > 0 && Number.isFinite(ratio) ? Math.log(ratio) : [];
  });
}

/** The ratio of a quantity, paired by block; null: no block has both. */
export function pairedRatio(
  mine: readonly Trial[],
  others: readonly Trial[],
  quantityOf: (trial: Trial) => number,
  seed: number,
): Estimate | null {
  const logs = logRatios(mine, others, quantityOf);
  return logs.length === 0 ? null : exponential(pseudoMedian(logs, seed));
}
