import { describe, expect, test } from 'vitest';
import { SERIES_COLOURS, SeriesLooks } from '../../src/page/chart/series-look.ts';
import { COLOURS, HEAT_STEPS, HEAT_STEPS_WITH_INK } from '../../src/page/style/colours.ts';

type Name = keyof typeof COLOURS;
const THEMES = [
  ['light', 0],
  ['dark', 1],
] as const;

/** Relative luminance of WCAG 2.2. */
function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: Name, b: Name, theme: 0 | 1): number {
  const [high, low] = [luminance(COLOURS[a][theme]), luminance(COLOURS[b][theme])].sort(
    (x, y) => y - x,
  );
  return ((high as number) + 0.05) / ((low as number) + 0.05);
}

describe.each(THEMES)('%s', (_name, theme) => {
  test.each(['ink', 'quiet', 'link', 'good', 'bad', 'warning'] as const)(
    '%s can be read on both grounds',
    (name) => {
      expect(contrast(name, 'ground', theme)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(name, 'raised', theme)).toBeGreaterThanOrEqual(4.5);
    },
  );

  test('every series can be seen, and written on', () => {
    for (let n = 0; n < SERIES_COLOURS; n++) {
      expect(contrast(`c${n}` as Name, 'ground', theme)).toBeGreaterThanOrEqual(4.5);
    }
  });

  test('counts can be read on every step of the ramp, and neutral parts too', () => {
    for (let step = 0; step < HEAT_STEPS; step++) {
      const ink = step < HEAT_STEPS_WITH_INK ? 'ink' : 'ground';
      expect(contrast(ink, `heat${step}` as Name, theme)).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrast('ink', 'line', theme)).toBeGreaterThanOrEqual(4.5);
  });

  test('the ramp goes one way', () => {
    const steps = Array.from({ length: HEAT_STEPS }, (_, step) =>
      contrast(`heat${step}` as Name, 'ground', theme),
    );
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
  });
});

test('no two of many names look the same, and colour is not all that tells them apart', () => {
  const { all } = new SeriesLooks(Array.from({ length: 60 }, (_, n) => `design ${n}`));
  const looks = all.map(({ classes, dash, marker }) =>
    [classes.split(' ')[1], dash, marker].join(),
  );
  expect(new Set(looks).size).toBe(60);
  const sameColour = all.filter(({ index }) => index % SERIES_COLOURS === 0).slice(0, 3);
  expect(new Set(sameColour.map(({ dash, marker }) => dash + marker)).size).toBe(3);
});
