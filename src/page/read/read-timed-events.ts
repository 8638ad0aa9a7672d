import { UsageError } from '../../base/errors.ts';
import {
  type EventPlace,
  TIMED_EVENT_KINDS,
  type TimedEvent,
  type TimedEvents,
} from '../trace/timed-events.ts';
import type { JsonReader } from './json-reader.ts';

/**
 * The timed lock events of a run: `{threads: [name], locks: [name], places: [[operation, site]], lost,
 * wholeFromNs, endNs, events: [[ns, thread, kind, lock, detail?]]}`. Thread and lock are places in the
 * lists; so is the detail of what was taken or asked for, that of a refusal is a word. null: the run
 * kept none.
 *
 * @throws {UsageError} that names the place of what is wrong
 */
export function readTimedEvents(record: JsonReader | null): TimedEvents | null {
  if (record === null) return null;
  const names = (key: string) =>
    record
      .get(key)
      .list()
      .map((name) => name.text());
  const [threads, locks] = [names('threads'), names('locks')];
  const places = record.listOr('places').map(readPlace);
  const events = record
    .get('events')
    .list()
    .map((row) => readRow(row, { threads, locks, places }));
  checkOrder(events, record.place);
  return {
    threads,
    locks,
    places,
    lost: record.numberOr('lost', 0),
    wholeFromNs: record.numberOr('wholeFromNs', 0),
    endNs: Math.max(record.numberOr('endNs', 0), events.at(-1)?.atNs ?? 0),
    events,
  };
}

function readPlace(pair: JsonReader): EventPlace {
  const [operation, site] = pair.list();
  if (operation === undefined) throw wrong(pair, 'a place is [operation, site]');
  return { operation: operation.text(), site: site?.text() ?? null };
}

function readRow(
  row: JsonReader,
  { threads, locks, places }: Pick<TimedEvents, 'threads' | 'locks' | 'places'>,
): TimedEvent {
  const [at, thread, kind, lock, detail] = row.list();
  if (at === undefined || thread === undefined || kind === undefined || lock === undefined) {
    throw wrong(row, 'an event is [ns, thread, kind, lock]');
  }
  const word = kind.text();
  const known = TIMED_EVENT_KINDS.find((candidate) => candidate === word);
  if (known === undefined) throw wrong(kind, `"${word}" is no kind of event`);
  const isRefused = known === 'refused';
  return {
    atNs: at.number(),
    kind: known,
    thread: placeIn(threads, thread),
    lock: placeIn(locks, lock),
    place: isRefused || detail === undefined ? null : placeIn(places, detail),
    refusal: isRefused ? (detail?.text() ?? null) : null,
  };
}

function placeIn(names: readonly unknown[], cell: JsonReader): number {
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
