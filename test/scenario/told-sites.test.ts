import { afterEach, expect, test } from 'vitest';
import { Interpreter } from '../../src/scenario/play/interpreter.ts';
import type { LockFaces } from '../../src/scenario/play/lock-faces.ts';
import { programOf } from '../../src/scenario/play/program.ts';
import type { Promises } from '../../src/scenario/play/promises.ts';
import type { Scene } from '../../src/scenario/play/scene.ts';
import { ToldSites } from '../../src/scenario/play/told-sites.ts';
import { readScenarioText } from '../../src/scenario/read/read-scenario.ts';
import { captureSite } from '../../src/validate/site.ts';

let sites: ToldSites | undefined;
afterEach(() => sites?.close());

/** Runs the one thread of a file and captures the site of each lock that it takes. */
function sitesOf(text: string): string[][] {
  const scenario = readScenarioText(text, 'stories/s.yaml');
  const captured: string[][] = [];
  const mutex = {
    acquire: () => {
      captured.push(captureSite().split('\n').slice(0, 3));
      return 'acquired';
    },
    release: () => undefined,
  };
  const reclaim = { enter: () => undefined, leave: () => undefined };
  const faces = { mutex: () => mutex, reclaim } as unknown as LockFaces;
  const pauses = { before: () => undefined };
  const scene = { faces, pauses, nofs: 0 } as unknown as Scene;
  const promises = { passed: () => undefined } as unknown as Promises;
  sites = new ToldSites(scenario.file);
  expect(new Interpreter(programOf(scenario, 0), scene, promises, sites).run()).toBe('done');
  return captured;
}

test('a site is a line of the scenario, that of reclaim inside of its allocation', () => {
  const captured = sitesOf(`scenario: s
locks: { A: mutex, B: mutex }
threads:
  T1:
    - alloc
    - lock B
    - unlock B
reclaim: [lock A, unlock A]
`);
  expect(captured.map((frames) => frames.filter((frame) => frame.includes('s.yaml')))).toEqual([
    ['lock A (stories/s.yaml:8)', 'alloc (stories/s.yaml:5)'],
    ['lock B (stories/s.yaml:6)'],
  ]);
  expect(captured.flat().join()).not.toContain('interpreter');
});

test('other errors keep their own frames, and all do when it is closed', () => {
  const before = Error.prepareStackTrace;
  sites = new ToldSites('stories/s.yaml');
  sites.at({ text: 'lock A', line: 7 });
  expect(new Error('elsewhere').stack).toMatch(/^Error: elsewhere\n {4}at .*told-sites\.test/);
  sites.close();
  expect(Error.prepareStackTrace).toBe(before);
});
