import { expect, test } from 'vitest';
import { midmean } from '../../src/compare/midmean.ts';

/** By definition: each value four times over, and the middle half of that. */
function byDefinition(values: readonly number[]): number {
  const fourfold = [...values]
    .sort((a, b) => a - b)
    .flatMap((value) => [value, value, value, value]);
  const middle = fourfold.slice(values.length, 3 * values.length);
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}

test.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 30])(
  'of %i values is the mean of the middle half',
  (count) => {
    const values = Array.from({ length: count }, (_, i) => Math.sin(i * 12.9898) * 10 ** (i % 4));
    expect(midmean(values)).toBeCloseTo(byDefinition(values), 9);
  },
);

test('what is far out on one side does not move it', () => {
  const values = [3, 1, 4, 1, 5, 9, 2, 6];
  expect(midmean([...values.slice(0, 5), 1e9, 2, 6])).toBe(midmean(values));
});
