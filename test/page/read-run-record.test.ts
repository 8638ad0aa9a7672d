import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/base/errors.ts';
import type { RunResult } from '../../src/run/run-result.ts';
import { runOf, stressDocument, stressPart } from './fixtures/stress-document.ts';

const TOLD: Partial<RunResult> = {
  dependencies: [
    {
      ...{ from: 'A', to: 'B/1', held: ['write', 'read'], acquired: 'recursive-read' },
      ...{ heldByTry: true, nestedUnder: 'C', promise: 'broken', primed: false },
      ...{ closesCycle: true, thread: 'T1', operation: 'submit', site: 'a.js:1', heldSite: null },
    },
  ],
  threadLines: [
    {
      ...{ name: 'T1', service: false, operations: 5, refusals: 1 },
      share: { waiting: 0.3, backingOff: 0.1, parked: 0.2, waitingByClass: { A: 0.4 } },
      cpu: { runMs: 1.5, waitedForCpuMs: 0.5, voluntarySwitches: 3, involuntarySwitches: 4 },
    },
    { name: 'kswapd', service: true, operations: 0, refusals: 0, share: null, cpu: null },
  ],
  events: {
    ...{ threads: ['T1'], locks: ['A'], lost: 3, wholeFromNs: 1, endNs: 9 },
    places: [
      { operation: 'idle', site: null },
      { operation: 'fault', site: 'f (a.js:1)' },
    ],
    events: [
      { atNs: 1, kind: 'wait', thread: 0, lock: 0, place: 1, refusal: null },
      { atNs: 2, kind: 'refused', thread: 0, lock: 0, place: null, refusal: 'deadlock' },
    ],
  },
};
const TEXT = stressDocument([runOf('merged', 'clean', TOLD)]);

test('what a run writes of its order, threads and times is what is read', () => {
  const [run] = stressPart(TEXT).runs;
  expect(run).toMatchObject(TOLD);
});

test('a run that writes nothing of these has nothing of them', () => {
  const document = JSON.parse(TEXT);
  for (const key of Object.keys(TOLD)) delete document.results[0][key];
  const [run] = stressPart(JSON.stringify(document)).runs;
  expect(run).toMatchObject({ dependencies: [], threadLines: [], events: null });
});

describe('one that is wrong is refused, with the place', () => {
  test.each([
    ['"recursive-read"', '"upside down"', 'dependencies[0].acquired: "upside down" is unknown'],
    ['"broken"', '"bent"', 'dependencies[0].promise: "bent" is unknown'],
    ['"closesCycle": true', '"closesCycle": 1', 'closesCycle: expected true or false, found 1'],
    ['"runMs": 1.5', '"runMs": "much"', 'threadLines[0].cpu.runMs: expected a number'],
    ['"parked": 0.2', '"parked": -1', 'threadLines[0].share.parked: expected a number'],
    ['"deadlock"]', '7]', 'events.events[1][4]: expected a text, found 7'],
    ['"wait",0,1]', '"wait",0,2]', 'events.events[0][4]: there is no name at 2'],
    ['["idle"]', '[]', 'events.places[0]: a place is [operation, site]'],
    ['"endNs": 9', '"endNs": "never"', 'events.endNs: expected a number'],
  ])('%s', (before, after, message) => {
    expect(TEXT).toContain(before);
    const read = () => stressPart(TEXT.replace(before, after));
    expect(read).toThrow(UsageError);
    expect(read).toThrow(message);
  });
});
