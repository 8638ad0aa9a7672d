import { describe, expect, test } from 'vitest';
import { expandedTail, normalShare, studentQuantile } from '../../src/compare/expanded-tail.ts';
import { pseudoMedian } from '../../src/compare/pseudo-median.ts';
import { median, quantile } from '../../src/compare/quantile.ts';

/** Darwin's 15 differences in height of crossed and self-fertilised maize, in eighths of an inch. */
const MAIZE = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];

/** Pairwise means, sorted, and their middle: the definition and nothing else. */
function hodgesLehmann(values: readonly number[]): number {
  const means: number[] = [];
  for (let i = 0; i < values.length; i++) {
    for (let j = i; j < values.length; j++) means.push((values[i] + values[j]) / 2);
  }
  means.sort((a, b) => a - b);
  const middle = means.length / 2;
  return means.length % 2 === 1
    ? means[Math.floor(middle)]
    : (means[middle - 1] + means[middle]) / 2;
}

/** Another generator (mulberry32), another way to resample: values drawn, not counted. */
function referenceEnds(values: readonly number[], tail: number): readonly [number, number] {
  let state = 12345;
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const estimates = Array.from({ length: 20_000 }, () =>
    hodgesLehmann(values.map(() => values[Math.floor(uniform() * values.length)])),
  ).sort((a, b) => a - b);
  const at = (share: number) => estimates[Math.round(share * (estimates.length - 1))];
  return [at(tail), at(1 - tail)];
}

test('quantiles between neighbours (R: quantile, type 7)', () => {
  expect(quantile([1, 2, 3, 4], 0.1)).toBeCloseTo(1.3);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([9, 1, 5])).toBe(5);
  expect(median([7])).toBe(7);
});

describe('tails agree with published tables', () => {
  test.each([
    [1, 12.7062],
    [2, 4.30265],
    [5, 2.57058],
    [9, 2.26216],
    [14, 2.14479],
    [30, 2.04227],
  ])('Student’s t, 0.975, %i degrees: %f', (freedom, t) => {
    expect(studentQuantile(0.975, freedom)).toBeCloseTo(t, 4);
  });

  test('the normal distribution', () => {
    expect(normalShare(-1.959964)).toBeCloseTo(0.025, 6);
    expect(normalShare(0)).toBeCloseTo(0.5, 6);
    expect(normalShare(-2.575829)).toBeCloseTo(0.005, 6);
  });

  test('the expanded percentile: wider for few values, the plain one for many', () => {
    expect(expandedTail(10, 0.95)).toBeCloseTo(normalShare(-Math.sqrt(10 / 9) * 2.262157), 6);
    expect(expandedTail(10, 0.95)).toBeLessThan(0.01);
    expect(expandedTail(1000, 0.95)).toBeCloseTo(0.025, 3);
  });
});

describe('the pseudo-median', () => {
  test('is the middle of the pairwise means', () => {
    expect(pseudoMedian(MAIZE, 1).estimate).toBe(hodgesLehmann(MAIZE));
    expect(pseudoMedian(MAIZE.slice(0, 6), 1).estimate).toBe(hodgesLehmann(MAIZE.slice(0, 6)));
  });

  test('has the interval of an independent bootstrap', () => {
    const { low, high } = pseudoMedian(MAIZE, 1);
    const [referenceLow, referenceHigh] = referenceEnds(MAIZE, expandedTail(MAIZE.length, 0.95));
    expect(Math.abs(low - referenceLow)).toBeLessThan(0.03 * (high - low));
    expect(Math.abs(high - referenceHigh)).toBeLessThan(0.03 * (high - low));
  });

  test('is the same for the same seed, and a little different for another', () => {
    const values = MAIZE.map((value, i) => value + i / 100);
    expect(pseudoMedian(values, 7)).toEqual(pseudoMedian(values, 7));
    expect(pseudoMedian(values, 8)).not.toEqual(pseudoMedian(values, 7));
  });

  test('does not follow one trial that went astray', () => {
    const steady = [0.98, 0.99, 1, 1, 1.01, 1.02, 1, 0.99, 1.01];
    const { estimate } = pseudoMedian([...steady, 0.1], 1);
    expect(estimate).toBeCloseTo(1, 2);
  });

  test('of few values has their range, of one no width', () => {
    expect(pseudoMedian([3, 1, 2], 1)).toEqual({ estimate: 2, low: 1, high: 3 });
    expect(pseudoMedian([5], 1)).toEqual({ estimate: 5, low: 5, high: 5 });
  });

  test('its interval covers the truth about as often as it says', () => {
    let state = 99;
    const uniform = () => {
      state = (Math.imul(state, 1664525) + 1013904223) | 0;
      return (state >>> 0) / 4294967296;
    };
    const normal = () =>
      Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
    const covered = Array.from({ length: 400 }, (_, seed) => {
      const { low, high } = pseudoMedian(Array.from({ length: 10 }, normal), seed);
      return low <= 0 && high >= 0;
    }).filter(Boolean).length;
    expect(covered / 400).toBeGreaterThan(0.92);
    expect(covered / 400).toBeLessThan(0.985);
  });
});
