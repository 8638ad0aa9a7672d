import { describe, expect, test } from 'vitest';
import { allDesigns } from '../../emulator/design-catalog.ts';
import { allScenarios, findScenario } from '../../emulator/scenario-catalog.ts';
import { allWorkloads } from '../../emulator/workload-catalog.ts';
import { readScenarioFile } from '../../src/scenario/read/read-scenario.ts';

/** Reading them is a test by itself: a story that does not parse fails all of them. */
const STORIES = allScenarios().map(({ name, file }) => ({ name, story: readScenarioFile(file) }));
const CLASSES = Array.from({ length: 27 }, (_, i) => `D${i + 1}`);

describe('the catalogue', () => {
  test('has a file of its own for each class D1 to D27, under its number', () => {
    const numbered = STORIES.filter(({ name }) => /^d\d\d-/.test(name));
    expect(numbered.map(({ story }) => story.finds?.class)).toEqual(CLASSES);
    expect(numbered.map(({ name }) => `D${Number(name.slice(1, 3))}`)).toEqual(CLASSES);
  });

  test('plays at least four stories in the emulated stack', () => {
    const staged = STORIES.filter(({ story }) => story.stage !== undefined);
    expect(staged.length).toBeGreaterThan(3);
    expect(staged.every(({ story }) => story.fixed?.stage !== undefined)).toBe(true);
  });

  test('finds a story by its name, and knows which one was meant', () => {
    expect(findScenario('d03-self-import').file).toMatch(/d03-self-import\.yaml$/);
    expect(() => findScenario('d03-self-imports')).toThrow(/no scenario is named/);
  });
});

describe.each(STORIES)('$name', ({ name, story }) => {
  test('is named after its file, so that names are unique', () => {
    expect(story.name).toBe(name);
  });

  test('says in a line what goes wrong, where it did, and what mended it', () => {
    for (const line of [story.summary, story.source, story.fixed?.summary]) {
      expect(line).toMatch(/^[^\n]{20,110}$/);
    }
  });

  test('belongs to a class of the catalogue', () => {
    expect(CLASSES).toContain(story.finds?.class);
  });

  test('is mended by something else than it was', () => {
    const { threads, reclaim, stage, trace } = story;
    const { fixed } = story;
    const mended = fixed && {
      threads: fixed.threads,
      reclaim: fixed.reclaim,
      stage: fixed.stage,
      trace: fixed.trace,
    };
    expect(mended).toBeDefined();
    expect(told(mended)).not.toEqual(told({ threads, reclaim, stage, trace }));
  });
});

const STAGED = STORIES.flatMap(({ name, story }) => {
  const { stage, fixed } = story;
  return stage !== undefined && fixed?.stage !== undefined
    ? [{ name, stage, fixed: fixed.stage }]
    : [];
});

test.each(STAGED)('$name plays on designs and workloads that exist', async ({ stage, fixed }) => {
  const designs = (await allDesigns()).map(({ design }) => design.name);
  const workloads = (await allWorkloads()).map((workload) => workload.name);
  expect(designs).toEqual(expect.arrayContaining([stage.design, fixed.design]));
  expect(workloads).toEqual(expect.arrayContaining([stage.workload, fixed.workload]));
});

/** Without the lines of the file, which differ in any case. */
function told(story: unknown): unknown {
  const placed = ['line', 'opLines'];
  const unplaced = (key: string, value: unknown) => (placed.includes(key) ? undefined : value);
  return JSON.parse(JSON.stringify(story, unplaced));
}
