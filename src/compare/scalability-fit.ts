import { Random } from '../base/random.ts';
import { CONFIDENCE } from './pseudo-median.ts';
import { median, quantile } from './quantile.ts';
import {
  type ScalabilityLaw,
  fitScalabilityLaw,
  peakThreads,
  throughputAt,
} from './scalability-law.ts';

/** Trials of one design under one workload with one number of threads. */
export interface ThreadPoint {
  readonly threads: number;
  readonly opsPerSecond: readonly number[];
}

/** Lower and upper end of an interval. */
type Range = readonly [low: number, high: number];

export type ScalabilityFit =
  | {
      readonly kind: 'fit';
      readonly law: ScalabilityLaw;
      /** null: throughput does not fall within any number of threads. */
      readonly peak: number | null;
      readonly intervals: {
        readonly rate: Range;
        readonly contention: Range;
        readonly coherency: Range;
      };
      /** The largest count that it was fitted to. */
      readonly threadsMost: number;
      /** Share of the variance of the medians that the law explains. */
      readonly explained: number;
    }
  | { readonly kind: 'refused'; readonly reason: string };

/** Three parameters need more points than that (Gunther: half a dozen). */
const POINTS_LEAST = 6;
const EXPLAINED_LEAST = 0.95;
/** From here on a pattern in what is left does not matter. */
const EXPLAINED_WELL = 0.99;
const RESAMPLES = 1000;

/**
 * The law over thread counts that fit the cores; beyond, the scheduler is measured, not the locks.
 * Intervals are a bootstrap over the trials of each count.
 */
export function fitScalability(
  all: readonly ThreadPoint[],
  cores: number,
  seed: number,
): ScalabilityFit {
  const points = all.filter(({ threads }) => threads <= cores);
  if (points.length < POINTS_LEAST) return refused(tooFew(points.length, all.length, cores));
  const x = points.map(({ threads }) => threads);
  const y = points.map(({ opsPerSecond }) => median(opsPerSecond));
  const law = fitScalabilityLaw({ x, y });
  const rest = y.map((value, i) => value - throughputAt(law, x[i]));
  const explained = 1 - sumOfSquares(rest) / sumOfSquares(y.map((value) => value - mean(y)));
  if (!(explained >= EXPLAINED_LEAST)) {
    return refused(`the law explains ${percent(explained)} of what was measured; it takes 95 %`);
  }
  if (explained < EXPLAINED_WELL && signChanges(rest) < 2) {
    return refused('the measured points bend another way than the law: what is left has a pattern');
  }
  const peak = peakThreads(law);
  return {
    kind: 'fit',
    law,
    peak: Number.isFinite(peak) ? peak : null,
    intervals: intervalsOf(points, seed),
    threadsMost: Math.max(...x),
    explained,
  };
}

function tooFew(within: number, measured: number, cores: number): string {
  const beyond = measured > within ? `, ${measured - within} are beyond the ${cores} cores` : '';
  return `it takes ${POINTS_LEAST} thread counts within the cores: there are ${within}${beyond}`;
}

function refused(reason: string): ScalabilityFit {
  return { kind: 'refused', reason };
}

function intervalsOf(points: readonly ThreadPoint[], seed: number) {
  const random = new Random(seed);
  const x = points.map(({ threads }) => threads);
  const laws = Array.from({ length: RESAMPLES }, () =>
    fitScalabilityLaw({ x, y: points.map(({ opsPerSecond }) => resampled(opsPerSecond, random)) }),
  );
  const range = (part: keyof ScalabilityLaw): Range => {
    const sorted = Float64Array.from(laws, (law) => law[part]).sort();
    return [quantile(sorted, (1 - CONFIDENCE) / 2), quantile(sorted, (1 + CONFIDENCE) / 2)];
  };
  return { rate: range('rate'), contention: range('contention'), coherency: range('coherency') };
}

function resampled(values: readonly number[], random: Random): number {
  return median(values.map(() => values[random.below(values.length, 'resample of trials')]));
}

function signChanges(values: readonly number[]): number {
  return values.slice(1).filter((value, i) => value * values[i] < 0).length;
}

function sumOfSquares(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function percent(share: number): string {
  return `${Math.round(100 * Math.max(0, share))} %`;
}
