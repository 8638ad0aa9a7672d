import { expect, test } from 'vitest';
import { paletteFor } from '../../src/report/palette.ts';

test('colours only on a terminal, and not where they are refused', () => {
  const colours = (isTTY: boolean, environment: Record<string, string>) =>
    paletteFor({ isTTY }, environment)('bad', 'x') !== 'x';
  expect(colours(true, {})).toBe(true);
  expect(colours(false, {})).toBe(false);
  expect(colours(true, { NO_COLOR: '1' })).toBe(false);
  expect(colours(true, { CI: 'true' })).toBe(false);
  expect(colours(true, { TERM: 'dumb' })).toBe(false);
});
