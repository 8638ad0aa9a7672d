import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ratioScale } from '../../src/page/chart/ratio-scale.ts';
import { type Scale, linearScale, logScale, rangeScale } from '../../src/page/chart/scale.ts';

const anyNumber = fc.double({ noNaN: true });

function isWithin(scale: Scale, value: number): boolean {
  const at = scale.at(value);
  return at >= 10 && at <= 110;
}

describe('a linear scale', () => {
  test('ends at round numbers', () => {
    expect(linearScale(33_200, 0, 1).ticks).toEqual([0, 10_000, 20_000, 30_000, 40_000]);
    expect(linearScale(1, 0, 1).ticks).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(linearScale(0.3, 0, 1).ticks).toEqual([0, 0.1, 0.2, 0.3]);
  });

  test('puts values where they belong', () => {
    const scale = linearScale(100, 10, 110);
    expect([0, 25, 100, 1000, -5].map((value) => scale.at(value))).toEqual([10, 35, 110, 110, 10]);
  });

  test('is a scale for any number', () => {
    fc.assert(
      fc.property(anyNumber, anyNumber, (most, value) => {
        const scale = linearScale(most, 10, 110);
        expect(scale.ticks.length).toBeGreaterThanOrEqual(2);
        expect(scale.ticks.length).toBeLessThanOrEqual(12);
        expect(scale.ticks.every(Number.isFinite)).toBe(true);
        expect(isWithin(scale, value)).toBe(true);
      }),
    );
  });
});

describe('a logarithmic scale', () => {
  test('has round ticks, few over many decades', () => {
    expect(logScale(3, 40, 0, 1).ticks).toEqual([2, 5, 10, 20, 50]);
    expect(logScale(1000, 1e7, 0, 1).ticks).toEqual([1e3, 1e4, 1e5, 1e6, 1e7]);
    expect(logScale(1, 1e18, 0, 1).ticks.length).toBeLessThan(12);
  });

  test('gives each factor the same room', () => {
    const scale = logScale(1, 10_000, 10, 110);
    const at = [1, 10, 100, 1000, 10_000].map((value) => Math.round(scale.at(value)));
    expect(at).toEqual([10, 35, 60, 85, 110]);
    expect(scale.at(0)).toBe(10);
  });

  test('is a scale for any two numbers, and holds all between them', () => {
    fc.assert(
      fc.property(anyNumber, anyNumber, anyNumber, (least, most, value) => {
        const scale = logScale(least, most, 10, 110);
        const { ticks } = scale;
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.every((tick, n) => n === 0 || tick > (ticks[n - 1] as number))).toBe(true);
        expect(isWithin(scale, value)).toBe(true);
        if (least >= 1e-6 && most <= 1e15 && least <= most) {
          expect(ticks[0]).toBeLessThanOrEqual(least * 1.0001);
          expect(ticks.at(-1)).toBeGreaterThanOrEqual(most * 0.9999);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('a scale of a range', () => {
  test('has round ends around both values', () => {
    expect(rangeScale([21_300, 46_900], 0, 1).ticks).toEqual([20_000, 30_000, 40_000, 50_000]);
    expect(rangeScale([0, 9], 0, 1).ticks).toEqual([0, 2, 4, 6, 8, 10]);
  });

  test('does not blow up what is nearly the same', () => {
    const { ticks } = rangeScale([1000, 1000.001], 0, 1);
    expect((ticks.at(-1) as number) - (ticks[0] as number)).toBeGreaterThanOrEqual(10);
  });

  test('is a scale for any two numbers, and holds all between them', () => {
    fc.assert(
      fc.property(anyNumber, anyNumber, anyNumber, (least, most, value) => {
        const scale = rangeScale([least, most], 10, 110);
        const { ticks } = scale;
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(12);
        expect(isWithin(scale, value)).toBe(true);
        if (least >= 1e-6 && most <= 1e15 && least <= most) {
          expect(ticks[0]).toBeLessThanOrEqual(least * 1.0001);
          expect(ticks.at(-1)).toBeGreaterThanOrEqual(most * 0.9999);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('a scale of ratios', () => {
  test('has 1 in its middle and round ratios on both sides', () => {
    const scale = ratioScale([0.9, 1.2], 10, 110);
    expect(scale.at(1)).toBeCloseTo(60, 9);
    expect(scale.ticks).toEqual([0.9, 1, 1.1]);
    expect(scale.at(1.1) - 60).toBeCloseTo(60 - scale.at(1 / 1.1), 9);
  });

  test('shows a little around 1 even where all are 1, and whole decades where they are far', () => {
    expect(ratioScale([1, 1], 10, 110).ticks).toEqual([0.98, 1, 1.02]);
    expect(ratioScale([1000], 10, 110).ticks).toContain(1);
  });
});
