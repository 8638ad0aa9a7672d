import { expect } from 'vitest';

/** An event of a Chrome trace, as far as these tests look. */
export interface TraceEvent {
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly name: string;
  readonly ts: number;
  readonly dur: number;
  readonly id: number;
  readonly bp?: string;
  readonly args: Readonly<Record<string, string | number | boolean>>;
}

/** What each phase has, no more and no less (Trace Event Format); `args` are extra. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  M: ['args', 'name', 'ph', 'pid', 'tid'],
  X: ['args', 'cat', 'dur', 'name', 'ph', 'pid', 'tid', 'ts'],
  i: ['cat', 'name', 'ph', 'pid', 's', 'tid', 'ts'],
  s: ['cat', 'id', 'name', 'ph', 'pid', 'tid', 'ts'],
  f: ['bp', 'cat', 'id', 'name', 'ph', 'pid', 'tid', 'ts'],
};

/** Reads a trace, and checks all that a viewer takes for granted. */
export function checkedTrace(text: string): readonly TraceEvent[] {
  const { traceEvents, displayTimeUnit } = JSON.parse(text);
  expect(displayTimeUnit).toBe('ns');
  const events: readonly TraceEvent[] = traceEvents;
  const odd = events.filter((event) => !isOfFormat(event));
  expect(odd).toEqual([]);
  checkOrder(events);
  checkNames(events);
  const tracks = groupsOf(
    events.filter(({ ph }) => ph === 'X'),
    trackOf,
  );
  for (const track of tracks.values()) checkTrack(track);
  checkArrows(events, tracks);
  return events;
}

function isOfFormat(event: TraceEvent): boolean {
  const fields = Object.keys(event).sort().join();
  const times = [event.ts ?? 0, event.dur ?? 0];
  return (
    fields === FIELDS[event.ph]?.join() &&
    times.every((time) => Number.isFinite(time) && time >= 0) &&
    [event.pid, event.tid].every(Number.isInteger)
  );
}

/** Names first, then what happened in the order of time. */
function checkOrder(events: readonly TraceEvent[]): void {
  const first = events.findIndex(({ ph }) => ph !== 'M');
  const timed = first === -1 ? [] : events.slice(first);
  expect(timed.filter(({ ph }) => ph === 'M')).toEqual([]);
  expect(timed.filter(({ ts }, n) => n > 0 && ts < (timed[n - 1] as TraceEvent).ts)).toEqual([]);
}

/**
 * Each track and each group of tracks has one name. Viewers find a track by its number alone, so no two
 * groups may share one, nor may a track have that of a group.
 */
function checkNames(events: readonly TraceEvent[]): void {
  const named = events.filter(({ ph }) => ph === 'M');
  const groups = named.filter(({ name }) => name === 'process_name').map(({ pid }) => pid);
  const tracks = named.filter(({ name }) => name === 'thread_name');
  const numbers = [...groups, ...tracks.map(({ tid }) => tid)];
  expect(new Set(numbers).size).toBe(numbers.length);
  const known = new Set(tracks.map(trackOf));
  expect(events.filter((event) => !known.has(trackOf(event)))).toEqual([]);
  expect(events.filter(({ pid }) => !groups.includes(pid))).toEqual([]);
}

/** Slices of a track do not cross; here they do not even nest. */
function checkTrack(track: readonly TraceEvent[]): void {
  const crossed = track.filter((slice, n) => {
    const before = track[n - 1];
    return before !== undefined && slice.ts < nanos(before.ts + before.dur);
  });
  expect(crossed).toEqual([]);
}

/** Each arrow begins in a slice and ends in another, and a viewer finds both. */
function checkArrows(
  events: readonly TraceEvent[],
  tracks: ReadonlyMap<string, readonly TraceEvent[]>,
): void {
  const arrows = groupsOf(
    events.filter(({ ph }) => ph === 's' || ph === 'f'),
    ({ id }) => id,
  );
  for (const [id, ends] of arrows) {
    expect([id, ends.map(({ ph, bp }) => [ph, bp])]).toEqual([
      id,
      [
        ['s', undefined],
        ['f', 'e'],
      ],
    ]);
    for (const end of ends)
      expect([id, end.ph, sliceAt(tracks, end) !== undefined]).toEqual([id, end.ph, true]);
    const [from, to] = ends.map((end) => sliceAt(tracks, end));
    expect(from?.args['thread']).not.toBeUndefined();
    expect(to?.args['lock']).not.toBeUndefined();
  }
}

function sliceAt(
  tracks: ReadonlyMap<string, readonly TraceEvent[]>,
  at: TraceEvent,
): TraceEvent | undefined {
  const track = tracks.get(trackOf(at)) ?? [];
  return track.find(({ ts, dur }) => ts <= at.ts && at.ts < nanos(ts + dur));
}

function trackOf({ pid, tid }: TraceEvent): string {
  return `${pid} ${tid}`;
}

function groupsOf<K>(
  events: readonly TraceEvent[],
  keyOf: (event: TraceEvent) => K,
): Map<K, TraceEvent[]> {
  const groups = new Map<K, TraceEvent[]>();
  for (const event of events) {
    const group = groups.get(keyOf(event));
    if (group === undefined) groups.set(keyOf(event), [event]);
    else group.push(event);
  }
  return groups;
}

/** Sums of decimal fractions of microseconds, as they were before. */
function nanos(us: number): number {
  return Math.round(us * 1000) / 1000;
}
