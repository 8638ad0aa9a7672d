import { type Interval, VALUES_LEAST } from './pseudo-median.ts';

/**
 * What a ratio to the baseline says. `same`: no difference that matters, which takes more evidence than
 * seeing none. `inconclusive`: more trials or a quieter machine would tell.
 */
export type RatioVerdict = 'faster' | 'slower' | 'same' | 'inconclusive';

/** The smallest difference that matters, where the machine can tell it. */
const EFFECT_LEAST = 0.03;
/** A machine that can tell only larger differences than this apart calls nothing the same. */
const SAME_MOST = 0.1;

/**
 * The smallest difference that counts, as a logarithm: 3 %, or the far end of the A/A floor's interval
 * where that is more.
 *
 * @param floor interval of the log ratio of the baseline to itself
 */
export function marginOf(floor: Pick<Interval, 'low' | 'high'>): number {
  return Math.max(Math.log1p(EFFECT_LEAST), Math.abs(floor.low), Math.abs(floor.high));
}

/**
 * A difference is told when the interval excludes none at all *and* the estimate is beyond the margin.
 * Sameness is told when the whole interval lies within twice the margin: that of two copies of one
 * design is as wide as the floor's own, wherever it happens to be centred.
 *
 * @param ratio log ratio of throughput to the baseline's, and the blocks that it comes from
 */
export function ratioVerdict(ratio: Interval, blocks: number, margin: number): RatioVerdict {
  if (blocks < VALUES_LEAST) return 'inconclusive';
  if (ratio.low > 0 && ratio.estimate >= margin) return 'faster';
  if (ratio.high < 0 && ratio.estimate <= -margin) return 'slower';
  const most = Math.min(2 * margin, Math.log1p(SAME_MOST));
  return ratio.low > -most && ratio.high < most ? 'same' : 'inconclusive';
}
