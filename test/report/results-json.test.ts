import { expect, test } from 'vitest';
import { resultsJson } from '../../src/report/results-json.ts';
import type { TimedEvents } from '../../src/run/timed-events.ts';

const EVENTS: TimedEvents = {
  threads: ['T1'],
  locks: ['$& "quoted"'],
  places: [
    { operation: 'fault', site: 'f (a.js:1)' },
    { operation: 'idle', site: null },
  ],
  lost: 3,
  wholeFromNs: 10,
  endNs: 99,
  events: [
    { atNs: 10, kind: 'wait', thread: 0, lock: 0, place: 1, refusal: null },
    { atNs: 20.4, kind: 'refused', thread: 0, lock: 0, place: null, refusal: 'deadlock' },
  ],
};

test('an event is a line of its own', () => {
  const text = resultsJson({ kind: 'stress', results: [{ name: 'a', events: EVENTS }] });
  expect(text).toContain(
    '\n        "events": [\n          [10,0,"wait",0,1],\n          [20,0,"refused",0,"deadlock"]\n        ]\n',
  );
  expect(text).toContain('[\n          ["fault","f (a.js:1)"],\n          ["idle"]\n        ]');
  const { events: _, ...told } = EVENTS;
  const places = [['fault', 'f (a.js:1)'], ['idle']];
  const rows = [
    [10, 0, 'wait', 0, 1],
    [20, 0, 'refused', 0, 'deadlock'],
  ];
  const results = [{ name: 'a', events: { ...told, places, events: rows } }];
  expect(JSON.parse(text)).toEqual({ kind: 'stress', results });
});

test('without events it is plain JSON', () => {
  const document = { kind: 'stress', results: [{ name: 'rows of events 0', events: undefined }] };
  expect(resultsJson(document)).toBe(`${JSON.stringify(document, null, 2)}\n`);
});

test('several runs keep their events apart, also empty ones', () => {
  const results = [{ events: { ...EVENTS, events: [] } }, { events: EVENTS }];
  const read = JSON.parse(resultsJson({ results })).results;
  expect(read.map((run: { events: { events: unknown[] } }) => run.events.events.length)).toEqual([
    0, 2,
  ]);
});
