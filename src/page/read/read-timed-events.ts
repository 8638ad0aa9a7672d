import { UsageError } from '../../base/errors.ts';
import { TIMED_EVENT_KINDS, type TimedEvent, type TimedEvents } from '../trace/timed-events.ts';
import type { JsonReader } from './json-reader.ts';

/**
 * The timed lock events of a run: `{threads: [name], locks: [name], lost, events: [[ns, thread, kind,
 * lock]]}`, thread and lock by their place in the lists; null: the run kept none.
 *
 * @throws {UsageError} that names the place of what is wrong
 */
export function readTimedEvents(record: JsonReader | null): TimedEvents | null {
  if (record === null) return null;
  const threads = record
    .get('threads')
    .list()
    .map((name) => name.text());
  const locks = record
    .get('locks')
    .list()
    .map((name) => name.text());
  const events = record
    .get('events')
    .list()
    .map((row) => readRow(row, threads, locks));
  checkOrder(events, record.place);
  return { threads, locks, lost: record.numberOr('lost', 0), events };
}

function readRow(
  row: JsonReader,
  threads: readonly string[],
  locks: readonly string[],
): TimedEvent {
  const cells = row.list();
  const [at, thread, kind, lock] = cells;
  if (at === undefined || thread === undefined || kind === undefined || lock === undefined) {
    throw wrong(row, 'an event is [ns, thread, kind, lock]');
  }
  const word = kind.text();
  const known = TIMED_EVENT_KINDS.find((candidate) => candidate === word);
  if (known === undefined) throw wrong(kind, `"${word}" is no kind of event`);
  return {
    atNs: at.number(),
    kind: known,
    thread: placeIn(threads, thread),
    lock: placeIn(locks, lock),
  };
}

function placeIn(names: readonly string[], cell: JsonReader): number {
  const place = cell.number();
  if (Number.isInteger(place) && place < names.length) return place;
  throw wrong(cell, `there is no name at ${place}`);
}

function checkOrder(events: readonly TimedEvent[], place: string): void {
  const at = events.findIndex(({ atNs }, n) => n > 0 && atNs < (events[n - 1]?.atNs ?? 0));
  if (at === -1) return;
  throw new UsageError(`${place}.events[${at}]: earlier than the event before it`, MEND);
}

const MEND = 'events stand in the order of time, as lockyard writes them';

function wrong({ place }: JsonReader, what: string): UsageError {
  return new UsageError(`${place}: ${what}`, MEND);
}
