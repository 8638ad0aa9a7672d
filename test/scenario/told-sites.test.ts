import { expect, test } from 'vitest';
import { Interpreter } from '../../src/scenario/play/interpreter.ts';
import type { LockFaces } from '../../src/scenario/play/lock-faces.ts';
import { programOf } from '../../src/scenario/play/program.ts';
import type { Promises } from '../../src/scenario/play/promises.ts';
import type { Scene } from '../../src/scenario/play/scene.ts';
import { ToldSites } from '../../src/scenario/play/told-sites.ts';
import { readScenarioText } from '../../src/scenario/read/read-scenario.ts';

/** Runs the one thread of a file and asks for the site of each lock that it takes. */
function sitesOf(text: string): string[][] {
  const scenario = readScenarioText(text, 'stories/s.yaml');
  const told: string[][] = [];
  const sites = new ToldSites(scenario.file);
  const mutex = {
    acquire: () => {
      told.push(sites.site().split('\n'));
      return 'acquired';
    },
    release: () => undefined,
  };
  const reclaim = { enter: () => undefined, leave: () => undefined };
  const faces = { mutex: () => mutex, reclaim } as unknown as LockFaces;
  const pauses = { before: () => undefined };
  const scene = { faces, pauses, nofs: 0 } as unknown as Scene;
  const promises = { passed: () => undefined } as unknown as Promises;
  expect(new Interpreter(programOf(scenario, 0), scene, promises, sites).run()).toBe('done');
  return told;
}

test('a site is a line of the scenario, that of reclaim inside of its allocation', () => {
  const told = sitesOf(`scenario: s
locks: { A: mutex, B: mutex }
threads:
  T1:
    - alloc
    - lock B
    - unlock B
reclaim: [lock A, unlock A]
`);
  expect(told).toEqual([
    ['lock A (stories/s.yaml:8)', 'alloc (stories/s.yaml:5)'],
    ['lock B (stories/s.yaml:6)'],
  ]);
});

test('a file is told by the end of its path, and nothing before anything happened', () => {
  const sites = new ToldSites('/some/where/src/lock/stories/s.yaml');
  expect(sites.site()).toBe('');
  sites.at({ text: 'lock A', line: 7 });
  expect(sites.site()).toBe('lock A (stories/s.yaml:7)');
});
