import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/base/errors.ts';
import { JsonReader } from '../../src/page/read/json-reader.ts';
import { readTimedEvents } from '../../src/page/read/read-timed-events.ts';
import { chromeTrace } from '../../src/page/trace/chrome-trace.ts';
import type { TimedEvents } from '../../src/page/trace/timed-events.ts';
import { type TraceEvent, checkedTrace } from './trace-schema.ts';

type Row = readonly [
  ns: number,
  thread: number,
  kind: string,
  lock: number,
  detail?: string | number,
];

function recordOf(rows: readonly Row[], told: Readonly<Record<string, unknown>> = {}): TimedEvents {
  const record = { threads: ['T1', 'T2', 'T3'], locks: ['A', 'B'], lost: 0, events: rows, ...told };
  return readTimedEvents(new JsonReader(record, 'events')) as TimedEvents;
}

function traceOf(record: TimedEvents): readonly TraceEvent[] {
  return checkedTrace(chromeTrace([{ name: 'merged', record }], 'lockyard 0.1.0'));
}

const slices = (events: readonly TraceEvent[], pid: number) =>
  events
    .filter((event) => event.ph === 'X' && event.pid === pid)
    .map(({ tid, name, ts, dur }) => [tid, name, ts, dur]);

const moments = (events: readonly TraceEvent[]) =>
  events.filter(({ ph }) => ph === 'i').map(({ pid, tid, name, ts }) => [pid, tid, name, ts]);

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
    expect(names.map(({ pid, tid, args }) => [pid, tid, args['name']])).toEqual([
      [1, 3, 'merged: threads'],
      [1, 3, 'T1'],
      [1, 4, 'T2'],
      [1, 5, 'T3'],
      [2, 6, 'merged: locks'],
      [2, 6, 'A'],
    ]);
  });

  test('has waits on the threads and holds on the locks, in microseconds from the beginning', () => {
    const events = traceOf(record);
    expect(slices(events, 1)).toEqual([[4, 'waits for A', 1, 3.5]]);
    expect(slices(events, 2)).toEqual([
      [6, 'T1', 0, 4],
      [6, 'T2', 4.5, 3.5],
    ]);
  });

  test('leads from the hold in the way to the wait', () => {
    const flows = traceOf(record).filter(({ ph }) => ph === 's' || ph === 'f');
    expect(flows.map(({ ph, pid, tid, ts }) => [ph, pid, tid, ts])).toEqual([
      ['s', 2, 6, 1],
      ['f', 1, 4, 1],
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
    expect(slices(events, 2).map(([tid, name]) => [tid, name])).toEqual([
      [6, 'T1'],
      [7, 'T2'],
      [6, 'T3'],
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
    const args = events.filter(({ ph }) => ph === 'X').map((event) => event.args);
    expect(args).toEqual([
      { thread: 'T1', 'began before the record': true },
      { thread: 'T2', 'not ended in the record': true },
      { lock: 'B', 'not ended in the record': true },
    ]);
  });

  test('lets what has not ended last until the run had', () => {
    const rows: Row[] = [
      [100, 0, 'acquire', 0],
      [200, 1, 'wait', 0],
    ];
    const events = traceOf(recordOf(rows, { endNs: 900 }));
    expect(slices(events, 1)).toEqual([[4, 'waits for A', 0.1, 0.7]]);
    expect(slices(events, 2)).toEqual([[6, 'T1', 0, 0.8]]);
    expect(events.filter(({ ph }) => ph === 's')).toHaveLength(1);
  });

  test('begins what was begun before no earlier than its own thread is recorded', () => {
    const rows: Row[] = [
      [0, 0, 'acquire', 0],
      [100, 0, 'release', 0],
      [200, 1, 'wait', 1],
      [300, 1, 'acquire', 1],
      [400, 1, 'release', 0],
    ];
    const events = traceOf(recordOf(rows, { lost: 1, wholeFromNs: 200 }));
    expect(slices(events, 2)).toContainEqual([6, 'T2', 0.2, 0.2]);
    expect(moments(events)).toEqual([[1, 3, 'from here on the record has every thread', 0.2]]);
  });

  test('tells in which operation a lock was asked for and taken, and where', () => {
    const rows: Row[] = [
      [0, 0, 'wait', 0, 0],
      [1000, 0, 'acquire', 0, 1],
      [2000, 0, 'release', 0],
    ];
    const events = traceOf(recordOf(rows, { places: [['fault'], ['submit', 'f (a.js:1)']] }));
    const args = events.filter(({ ph }) => ph === 'X').map((event) => event.args);
    expect(args).toEqual([
      { lock: 'A', operation: 'fault' },
      { thread: 'T1', operation: 'submit', at: 'f (a.js:1)' },
    ]);
  });

  test('tells why a lock was not to be had', () => {
    const events = traceOf(
      recordOf([
        [0, 0, 'wait', 0],
        [1000, 0, 'refused', 0, 'deadlock'],
        [2000, 1, 'refused', 1, 'busy'],
        [3000, 1, 'refused', 1],
      ]),
    );
    const [wait] = events.filter(({ ph }) => ph === 'X');
    expect(wait).toMatchObject({ dur: 1, args: { lock: 'A', 'ended with': 'deadlock' } });
    expect(moments(events)).toEqual([
      [1, 4, 'B: busy', 2],
      [1, 4, 'B: refused', 3],
    ]);
  });

  test('ends a wait for an event with its signal, and holds nothing', () => {
    const events = traceOf(
      recordOf([
        [0, 0, 'wait', 1],
        [4000, 1, 'signal', 1],
        [5000, 0, 'passed', 1],
      ]),
    );
    expect(slices(events, 1)).toEqual([[3, 'waits for B', 0, 5]]);
    expect(slices(events, 2)).toEqual([]);
    expect(moments(events)).toEqual([[2, 6, 'T2 signals', 4]]);
  });

  test('pairs each release of a reader that came twice', () => {
    const events = traceOf(
      recordOf([
        [0, 0, 'acquire-shared', 0],
        [1000, 0, 'acquire-shared', 0],
        [2000, 0, 'release', 0],
        [3000, 0, 'release', 0],
      ]),
    );
    expect(slices(events, 2)).toEqual([
      [6, 'T1', 0, 3],
      [7, 'T1', 1, 1],
    ]);
  });

  test('keeps the arrows of several runs apart', () => {
    const text = chromeTrace(
      ['merged', 'ww-resv'].map((name) => ({ name, record })),
      'lockyard 0.1.0',
    );
    const arrows = checkedTrace(text).filter(({ ph }) => ph === 's' || ph === 'f');
    expect(arrows.map(({ id, pid }) => [id, pid])).toEqual([
      [1, 2],
      [1, 1],
      [2, 4],
      [2, 3],
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
