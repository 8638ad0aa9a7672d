/**
 * All colours of the page, each for a light and a dark ground. Kept as data, so that a test can hold
 * them against the contrast that WCAG 2.2 asks for.
 */
export const COLOURS = {
  ground: ['#ffffff', '#14171c'],
  raised: ['#f4f6f8', '#1d2229'],
  ink: ['#16191d', '#e9ecf0'],
  quiet: ['#525a65', '#a9b2bd'],
  line: ['#c9d0d8', '#3a424d'],
  link: ['#0b57a4', '#8cc4ff'],
  focus: ['#0b57a4', '#8cc4ff'],
  good: ['#006b4f', '#52d6a8'],
  bad: ['#b3261e', '#ff9289'],
  warning: ['#855400', '#f2bd55'],
  c0: ['#0067a8', '#5ab0f0'],
  c1: ['#b84a00', '#ff9a4d'],
  c2: ['#00735a', '#3ccba0'],
  c3: ['#a8397f', '#ee86cc'],
  c4: ['#7a5c00', '#e3c044'],
  c5: ['#0b7285', '#66d9e8'],
  c6: ['#4a4f58', '#c3c8d0'],
  c7: ['#6344bd', '#b3a0ff'],
  heat0: ['#e8f1fa', '#1b2733'],
  heat1: ['#bcd9f2', '#1f3f5c'],
  heat2: ['#86b9e6', '#275a86'],
  heat3: ['#2a6fae', '#74b5ea'],
  heat4: ['#0b4a82', '#c3e2ff'],
} as const satisfies Readonly<Record<string, readonly [light: string, dark: string]>>;

/** Steps of the ramp for counts. On the first ones `ink` is written, on the others `ground`. */
export const HEAT_STEPS = 5;
export const HEAT_STEPS_WITH_INK = 3;

/** Declarations of custom properties, for both grounds at once. */
export function colourDeclarations(): string {
  return Object.entries(COLOURS)
    .map(([name, [light, dark]]) => `--${name}:light-dark(${light},${dark});`)
    .join('');
}
