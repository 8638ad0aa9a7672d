import { type Interval, VALUES_LEAST } from './pseudo-median.ts';

/**
 * What a ratio to the baseline says. `same`: no difference that matters, which takes more evidence than
 * seeing none. `inconclusive`: more trials or a quieter machine would tell.
 */
export type RatioVerdict = 'faster' | 'slower' | 'same' | 'inconclusive';

/**
 * 5 % is what a comparison is to tell from nothing. A difference is told from half of it on: in the
 * middle, taking one for the other is equally rare.
 */
const EFFECT_LEAST = 0.025;
/** What is called the same, differs by less than this: an interval that reaches it says nothing. */
const SAME_WITHIN = 0.05;

/**
 * The smallest difference that counts, as a logarithm: 2.5 %, or what two copies of the baseline differ
 * by where that is more. How far that is certain is left to the interval of each ratio, which has the
 * same noise in it.
 *
 * @param floor log ratio of the baseline to itself
 */
export function marginOf({ estimate }: Pick<Interval, 'estimate'>): number {
  return Math.max(Math.log1p(EFFECT_LEAST), Math.abs(estimate));
}

/**
 * A difference is told when the interval excludes none at all *and* the estimate is beyond the margin.
 * Sameness is told when the estimate is within the margin *and* the whole interval is within 5 % of
 * one: what is 5 % slower in truth, is hardly ever called the same. No margin makes that range wider: a
 * loud machine cannot tell.
 *
 * @param ratio log ratio of throughput to the baseline's, and the blocks that it comes from
 */
export function ratioVerdict(ratio: Interval, blocks: number, margin: number): RatioVerdict {
  if (blocks < VALUES_LEAST) return 'inconclusive';
  if (ratio.low > 0 && ratio.estimate >= margin) return 'faster';
  if (ratio.high < 0 && ratio.estimate <= -margin) return 'slower';
  const most = Math.log1p(SAME_WITHIN);
  const isWithin = ratio.low > -most && ratio.high < most;
  return isWithin && Math.abs(ratio.estimate) < margin ? 'same' : 'inconclusive';
}
