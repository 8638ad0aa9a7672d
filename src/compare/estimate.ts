import type { Trial } from './ledger.ts';
import { midmean } from './midmean.ts';
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

/**
 * Logarithms of the ratio of throughput in each block in which both have a trial: the midmean over the
 * rounds in which both took a turn. A turn in which the machine was elsewhere counts for no more than
 * any other, and one without an operation as half of one: only what took no time at all is left out.
 */
export function throughputLogRatios(mine: readonly Trial[], others: readonly Trial[]): number[] {
  return mine.flatMap((trial) => {
    const other = others.find(({ block }) => block === trial.block);
    if (other === undefined) return [];
    const rounds = trial.turns.flatMap((rate, round) => logRatio(rate, other.turns[round] ?? 0));
    return rounds.length === 0 ? [] : midmean(rounds);
  });
}

/** The ratio of throughput, paired by round and block; null: no block has both. */
export function throughputRatio(
  mine: readonly Trial[],
  others: readonly Trial[],
  seed: number,
): Estimate | null {
  const logs = throughputLogRatios(mine, others);
  return logs.length === 0 ? null : exponential(pseudoMedian(logs, seed));
}

/** Logarithms of the ratio in each block in which both have a trial, and something to divide. */
function logRatios(
  mine: readonly Trial[],
  others: readonly Trial[],
  quantityOf: (trial: Trial) => number,
): number[] {
  return mine.flatMap((trial) => {
    const other = others.find(({ block }) => block === trial.block);
    return other === undefined ? [] : logRatio(quantityOf(trial), quantityOf(other));
  });
}

function logRatio(mine: number, other: number): number[] {
  const ratio = mine / other;
  return ratio > 0 && Number.isFinite(ratio) ? [Math.log(ratio)] : [];
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
