import { expect, test } from 'vitest';
import { bucketOf } from '../../src/measure/histogram.ts';
import { contentionOf } from '../../src/run/contention.ts';
import type { LockKind } from '../../src/shared/plan.ts';

/** A class with `waits` waits of `ns` each. */
function lineOf(kind: LockKind, acquisitions: number, waits: number, ns: number) {
  const waitBuckets = Array.from({ length: bucketOf(ns) + 1 }, () => 0);
  waitBuckets[bucketOf(ns)] = waits;
  return { kind, acquisitions, contentions: waits, waitNsMax: waits === 0 ? 0 : ns, waitBuckets };
}

test('what is no lock counts neither as acquired nor as contended', () => {
  const told = contentionOf([
    lineOf('mutex', 1000, 10, 5000),
    lineOf('rw-semaphore', 500, 5, 5000),
    lineOf('pseudo', 90_000, 0, 0),
    lineOf('fence', 700, 700, 9e9),
    lineOf('completion', 70, 70, 9e9),
  ]);
  expect(told).toEqual({ acquisitions: 1500, contentions: 15, waitNsP99: 5000 });
});

test('the 99th percentile is that of all waits together, not of the worst class', () => {
  const rare = lineOf('ww-mutex', 10, 1, 8e6);
  const told = contentionOf([lineOf('mutex', 10_000, 999, 5000), rare]);
  expect(told.waitNsP99).toBeGreaterThanOrEqual(5000);
  expect(told.waitNsP99).toBeLessThan(6000);
});

test('no percentile lies above the longest wait, and none is told where nothing was clocked', () => {
  expect(contentionOf([lineOf('mutex', 10, 5, 1_000_001)]).waitNsP99).toBe(1_000_001);
  expect(contentionOf([{ ...lineOf('mutex', 10, 5, 0), waitNsMax: 0 }]).waitNsP99).toBe(0);
  expect(contentionOf([]).waitNsP99).toBe(0);
});
