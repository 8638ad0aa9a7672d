import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/base/errors.ts';
import { JsonReader } from '../../src/page/read/json-reader.ts';
import { readTimedEvents } from '../../src/page/read/read-timed-events.ts';
import { chromeTrace } from '../../src/page/trace/chrome-trace.ts';
import type { TimedEvents } from '../../src/page/trace/timed-events.ts';

type Row = readonly [ns: number, thread: number, kind: string, lock: number];

function recordOf(rows: readonly Row[], told: Readonly<Record<string, unknown>> = {}): TimedEvents {
  const record = { threads: ['T1', 'T2', 'T3'], locks: ['A', 'B'], lost: 0, events: rows, ...told };
  return readTimedEvents(new JsonReader(record, 'events')) as TimedEvents;
}

interface TraceEvent {
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly name: string;
  readonly ts: number;
  readonly dur: number;
  readonly id: number;
  readonly args: Readonly<Record<string, string>>;
}

function traceOf(record: TimedEvents): readonly TraceEvent[] {
  const text = chromeTrace([{ name: 'merged', record }], 'lockyard 0.1.0');
  const { traceEvents, displayTimeUnit } = JSON.parse(text);
  expect(displayTimeUnit).toBe('ns');
  return traceEvents;
}

const slices = (events: readonly TraceEvent[], pid: number) =>
  events
    .filter((event) => event.ph === 'X' && event.pid === pid)
    .map(({ tid, name, ts, dur }) => [tid, name, ts, dur]);

/** What each phase must have (Trace Event Format), and that slices of a track do not cross. */
function checkSchema(events: readonly TraceEvent[]): void {
  const FIELDS: Readonly<Record<string, readonly string[]>> = {
    M: ['name', 'pid', 'tid', 'args'],
    X: ['name', 'cat', 'pid', 'tid', 'ts', 'dur'],
    s: ['name', 'cat', 'pid', 'tid', 'ts', 'id'],
    f: ['name', 'cat', 'pid', 'tid', 'ts', 'id', 'bp'],
  };
  for (const event of events) {
    expect(Object.keys(event)).toEqual(expect.arrayContaining([...(FIELDS[event.ph] ?? ['?'])]));
    for (const time of [event.ts, event.dur]) expect(time ?? 0).toBeGreaterThanOrEqual(0);
  }
  const tracks = groupsOf(
    events.filter(({ ph }) => ph === 'X'),
    ({ pid, tid }) => `${pid} ${tid}`,
  );
  for (const track of tracks.values()) {
    track.sort((a, b) => a.ts - b.ts);
    track.slice(1).forEach((slice, n) => {
      const before = track[n] as TraceEvent;
      expect(slice.ts).toBeGreaterThanOrEqual(Number((before.ts + before.dur).toFixed(3)));
    });
  }
  for (const [id, ends] of groupsOf(
    events.filter(({ ph }) => ph === 's' || ph === 'f'),
    (event) => event.id,
  )) {
    expect([id, ends.map(({ ph }) => ph)]).toEqual([id, ['s', 'f']]);
    for (const { pid, tid, ts } of ends) expect(isInSlice(events, pid, tid, ts)).toBe(true);
  }
}

function groupsOf<K>(
  events: readonly TraceEvent[],
  keyOf: (event: TraceEvent) => K,
): Map<K, TraceEvent[]> {
  const groups = new Map<K, TraceEvent[]>();
  for (const event of events) {
    const key = keyOf(event);
    groups.set(key, [...(groups.get(key) ?? []), event]);
  }
  return groups;
}

function isInSlice(events: readonly TraceEvent[], pid: number, tid: number, ts: number): boolean {
  return events.some(
    (event) =>
      event.ph === 'X' &&
      event.pid === pid &&
      event.tid === tid &&
      event.ts <= ts &&
      ts <= event.ts + event.dur + 1e-6,
  );
}

describe('a trace', () => {
  const record = recordOf([
    [1000, 0, 'acquire', 0],
    [2000, 1, 'wait', 0],
    [5000, 0, 'release', 0],
    [5500, 1, 'acquire', 0],
    [9000, 1, 'release', 0],
  ]);

  test('has a track for each thread and each lock', () => {
    const names = traceOf(record).filter(({ ph }) => ph === 'M');
    expect(names.map(({ pid, args }) => [pid, args['name']])).toEqual([
      [1, 'merged: threads'],
      [2, 'merged: locks'],
      [1, 'T1'],
      [1, 'T2'],
      [1, 'T3'],
      [2, 'A'],
    ]);
  });

  test('has waits on the threads and holds on the locks, in microseconds from the beginning', () => {
    const events = traceOf(record);
    checkSchema(events);
    expect(slices(events, 1)).toEqual([[2, 'waits for A', 1, 3.5]]);
    expect(slices(events, 2)).toEqual([
      [1, 'T1', 0, 4],
      [1, 'T2', 4.5, 3.5],
    ]);
  });

  test('leads from the hold in the way to the wait', () => {
    const flows = traceOf(record).filter(({ ph }) => ph === 's' || ph === 'f');
    expect(flows.map(({ ph, pid, tid, ts }) => [ph, pid, tid, ts])).toEqual([
      ['s', 2, 1, 1],
      ['f', 1, 2, 1],
    ]);
  });

  test('gives readers that hold one lock at once a track each', () => {
    const events = traceOf(
      recordOf([
        [0, 0, 'acquire-shared', 1],
        [1, 1, 'acquire-shared', 1],
        [2, 2, 'wait', 1],
        [3, 0, 'release', 1],
        [4, 1, 'release', 1],
        [4, 2, 'acquire', 1],
        [9, 2, 'release', 1],
      ]),
    );
    checkSchema(events);
    expect(slices(events, 2).map(([tid, name]) => [tid, name])).toEqual([
      [1001, 'T1'],
      [1002, 'T2'],
      [1001, 'T3'],
    ]);
    expect(events.filter(({ ph }) => ph === 's')).toHaveLength(2);
  });

  test('marks what the record does not have the ends of', () => {
    const events = traceOf(
      recordOf(
        [
          [100, 0, 'release', 0],
          [200, 1, 'acquire', 1],
          [300, 2, 'wait', 1],
        ],
        { lost: 7 },
      ),
    );
    checkSchema(events);
    const args = events.filter(({ ph }) => ph === 'X').map((event) => event.args);
    expect(args).toEqual([
      { lock: 'B', 'not ended in the record': true },
      { thread: 'T1', 'began before the record': true },
      { thread: 'T2', 'not ended in the record': true },
    ]);
  });

  test('is whole for any orderly record', () => {
    const step = fc.record({
      thread: fc.integer({ min: 0, max: 2 }),
      lock: fc.integer({ min: 0, max: 1 }),
      isShared: fc.boolean(),
      pause: fc.integer({ min: 0, max: 5000 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const rows = playedOut(steps);
        const events = traceOf(recordOf(rows));
        checkSchema(events);
        const acquired = rows.filter(([, , kind]) => kind.startsWith('acquire')).length;
        expect(slices(events, 2)).toHaveLength(acquired);
        const waited = rows.filter(([, , kind]) => kind === 'wait').length;
        expect(slices(events, 1)).toHaveLength(waited);
      }),
    );
  });
});

interface Step {
  readonly thread: number;
  readonly lock: number;
  readonly isShared: boolean;
  readonly pause: number;
}

/** Each step takes the lock, waits for it, or gives it up, whatever that thread can do. */
function playedOut(steps: readonly Step[]): Row[] {
  const rows: Row[] = [];
  const held = new Map<number, Map<number, boolean>>([
    [0, new Map()],
    [1, new Map()],
  ]);
  const waits = new Map<number, number>();
  let ns = 0;
  for (const { thread, lock, isShared, pause } of steps) {
    ns += pause;
    const holders = held.get(lock) as Map<number, boolean>;
    const waited = waits.get(thread);
    if (waited !== undefined && waited !== lock) continue;
    const others = [...holders].filter(([holder]) => holder !== thread);
    const isFree = others.every(([, shared]) => shared && isShared);
    if (holders.delete(thread)) rows.push([ns, thread, 'release', lock]);
    else if (isFree) {
      holders.set(thread, isShared);
      waits.delete(thread);
      rows.push([ns, thread, isShared ? 'acquire-shared' : 'acquire', lock]);
    } else if (waited === undefined) {
      waits.set(thread, lock);
      rows.push([ns, thread, 'wait', lock]);
    } else {
      waits.delete(thread);
      rows.push([ns, thread, 'refused', lock]);
    }
  }
  return rows;
}

describe('a record that is wrong is refused, with the place', () => {
  test.each<[Row[], string]>([
    [[[0, 3, 'wait', 0]], 'events.events[0][1]: there is no name at 3'],
    [[[0, 0, 'wait', 0.5]], 'events.events[0][3]: there is no name at 0.5'],
    [[[0, 0, 'grab', 0]], 'events.events[0][2]: "grab" is no kind of event'],
    [[[0, 0] as unknown as Row], 'events.events[0]: an event is [ns, thread, kind, lock]'],
    [
      [
        [5, 0, 'wait', 0],
        [4, 0, 'acquire', 0],
      ],
      'events.events[1]: earlier than the event before it',
    ],
  ])('%#', (rows, message) => {
    expect(() => recordOf(rows)).toThrow(UsageError);
    expect(() => recordOf(rows)).toThrow(message);
  });
});
