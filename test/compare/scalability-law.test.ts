import { describe, expect, test } from 'vitest';
import { fitScalability } from '../../src/compare/scalability-fit.ts';
import { fitScalabilityLaw, peakThreads, throughputAt } from '../../src/compare/scalability-law.ts';

/** SPEC SDM91 on a SPARCcenter 2000, as the R package `usl` ships it (data `specsdm91`). */
const SDM91 = {
  x: [1, 18, 36, 72, 108, 144, 216],
  y: [64.9, 995.9, 1652.4, 1853.2, 1828.9, 1775.0, 1702.2],
};
/** A ray tracer (data `raytracer` of the same package). */
const RAY_TRACER = {
  x: [1, 4, 8, 12, 16, 20, 24, 28, 32, 48, 64],
  y: [20, 78, 130, 170, 190, 200, 210, 230, 260, 280, 310],
};

describe('the fit agrees with what the R package `usl` publishes', () => {
  test('specsdm91: alpha, beta and gamma of its read-me', () => {
    const law = fitScalabilityLaw(SDM91);
    expect(law.contention).toBeCloseTo(0.0277285, 6);
    expect(law.coherency).toBeCloseTo(0.0001044, 6);
    expect(law.rate).toBeCloseTo(89.99523, 2);
    expect(peakThreads(law)).toBeCloseTo(96.5, 0);
  });

  test('raytracer: without coherency cost, which a free fit would make negative', () => {
    const law = fitScalabilityLaw(RAY_TRACER);
    expect(law.coherency).toBe(0);
    expect(law.contention).toBeCloseTo(0.057771, 5);
    expect(law.rate).toBeCloseTo(21.848843, 3);
    expect(peakThreads(law)).toBe(Number.POSITIVE_INFINITY);
  });
});

test('points that obey the law give its parameters back', () => {
  const law = { rate: 1200, contention: 0.08, coherency: 0.004 };
  const x = [1, 2, 3, 4, 6, 8, 12, 16];
  const fit = fitScalabilityLaw({ x, y: x.map((n) => throughputAt(law, n)) });
  expect(fit.rate).toBeCloseTo(law.rate, 4);
  expect(fit.contention).toBeCloseTo(law.contention, 7);
  expect(fit.coherency).toBeCloseTo(law.coherency, 7);
});

describe('a fit with intervals', () => {
  const law = { rate: 1000, contention: 0.05, coherency: 0.002 };
  const points = [1, 2, 4, 6, 8, 12, 16].map((threads) => ({
    threads,
    opsPerSecond: [-3, -2, -1, 0, 1, 2, 3].map((k) => throughputAt(law, threads) * (1 + k / 200)),
  }));

  test('covers the parameters, and the same seed gives the same interval', () => {
    const fit = fitScalability(points, 16, 1);
    if (fit.kind === 'refused') throw new Error(fit.reason);
    for (const part of ['rate', 'contention', 'coherency'] as const) {
      const [low, high] = fit.intervals[part];
      expect(low).toBeLessThan(law[part]);
      expect(high).toBeGreaterThan(law[part]);
    }
    expect(fit.peak).toBeCloseTo(Math.sqrt(0.95 / 0.002), 3);
    expect(fitScalability(points, 16, 1)).toEqual(fit);
  });

  test('is refused when threads exceed the cores', () => {
    const fit = fitScalability(points, 4, 1);
    expect(fit).toMatchObject({ kind: 'refused', reason: expect.stringMatching(/4 are beyond/) });
  });

  test('is refused when the points do not follow the law', () => {
    const cliff = [100, 200, 300, 400, 90, 500, 80];
    const poor = points.map(({ threads }, i) => ({ threads, opsPerSecond: [cliff[i]] }));
    const fit = fitScalability(poor, 16, 1);
    expect(fit).toMatchObject({ kind: 'refused', reason: expect.stringMatching(/explains/) });
  });
});
