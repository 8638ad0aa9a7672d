import { expect, test } from 'vitest';
import { durationText, pluralText, rateText, shareText } from '../../src/report/quantity.ts';

test.each([
  [0, '-'],
  [7, '7 ns'],
  [999, '999 ns'],
  [1500, '1.5 µs'],
  [12_345_678, '12.3 ms'],
  [2e9, '2 s'],
])('%d ns: %s', (ns, text) => expect(durationText(ns)).toBe(text));

test('rates have three figures, shares a percent sign, counts their noun', () => {
  expect(rateText(123_456)).toBe('123,000/s');
  expect(shareText(1, 400)).toBe('0.25 %');
  expect(shareText(1, 4)).toBe('25.0 %');
  expect(shareText(0, 0)).toBe('-');
  expect([0, 1, 2000].map((count) => pluralText(count, 'lock'))).toEqual([
    'no locks',
    '1 lock',
    '2,000 locks',
  ]);
});
