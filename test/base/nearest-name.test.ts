import { expect, test } from 'vitest';
import { nearestName } from '../../src/base/nearest-name.ts';

test.each([
  ['resv-in-mop', 'resv-in-map'],
  ['mergd', 'merged'],
  ['nosuch', 'merged'],
  ['x', 'merged'],
])('the nearest of all to "%s" is %s, however far', (name, nearest) => {
  expect(nearestName(name, ['merged', 'resv-in-map', 'struct-mutex'])).toBe(nearest);
});

test('of none there is no nearest', () => {
  expect(nearestName('merged', [])).toBeNull();
});
