import { describe, expect, test } from 'vitest';
import { jainIndex } from '../../src/compare/jain-index.ts';
import { marginOf, ratioVerdict } from '../../src/compare/ratio-verdict.ts';

const log = Math.log;
const margin = log(1.03);
const ratio = (estimate: number, low: number, high: number) => ({
  estimate: log(estimate),
  low: log(low),
  high: log(high),
});

describe('the word for a ratio', () => {
  test.each([
    ['slower', 'clear of one, and large enough to matter', ratio(0.95, 0.93, 0.97)],
    ['faster', 'likewise', ratio(1.05, 1.03, 1.07)],
    ['same', 'the whole interval within 5 %', ratio(1.005, 0.98, 1.03)],
    ['same', 'there is a difference, but none that matters', ratio(0.985, 0.975, 0.995)],
    ['inconclusive', 'near, but 5 % less may be true', ratio(0.99, 1 / 1.05, 1.02)],
    ['inconclusive', 'near, but 5 % more may be true', ratio(1.01, 0.99, 1.05)],
    ['inconclusive', 'within 5 %, but beyond the margin', ratio(0.969, 0.955, 1.001)],
    ['inconclusive', 'large, but the interval includes one', ratio(0.94, 0.87, 1.02)],
    ['inconclusive', 'small, but much more may be true', ratio(0.99, 0.9, 1.09)],
  ] as const)('%s: %s', (verdict, _why, interval) => {
    expect(ratioVerdict(interval, 10, margin)).toBe(verdict);
  });

  test('is none of few blocks', () => {
    expect(ratioVerdict(ratio(0.5, 0.49, 0.51), 4, margin)).toBe('inconclusive');
    expect(ratioVerdict(ratio(0.5, 0.49, 0.51), 5, margin)).toBe('slower');
  });

  test('is never `same` by noise alone: a loud machine cannot tell', () => {
    expect(ratioVerdict(ratio(1, 0.8, 1.25), 10, log(1.5))).toBe('inconclusive');
    expect(ratioVerdict(ratio(1, 0.94, 1.06), 10, log(1.5))).toBe('inconclusive');
    expect(ratioVerdict(ratio(1, 0.96, 1.04), 10, log(1.5))).toBe('same');
  });
});

test('the margin is 2.5 %, or what two copies of the baseline differ by', () => {
  expect(marginOf({ estimate: log(0.99) })).toBeCloseTo(log(1.025));
  expect(marginOf({ estimate: log(0.95) })).toBeCloseTo(-log(0.95));
  expect(marginOf({ estimate: log(1.08) })).toBeCloseTo(log(1.08));
});

describe('Jain’s index', () => {
  test('its own examples (Jain, Chiu, Hawe 1984): k of n users served equally give k/n', () => {
    expect(jainIndex([1, 1, 1, 1])).toBe(1);
    expect(jainIndex([20, 0, 0, 0])).toBe(0.25);
    expect(jainIndex([...Array<number>(10).fill(3), ...Array<number>(90).fill(0)])).toBeCloseTo(
      0.1,
    );
  });

  test('is 1 / (1 + square of the coefficient of variation)', () => {
    const shares = [12, 30, 7, 22, 18];
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    const variance = shares.reduce((sum, share) => sum + (share - mean) ** 2, 0) / shares.length;
    expect(jainIndex(shares)).toBeCloseTo(1 / (1 + variance / mean ** 2), 12);
  });

  test('of nothing at all is 1', () => {
    expect(jainIndex([0, 0])).toBe(1);
  });
});
