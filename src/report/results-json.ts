import type { EventPlace, TimedEvent, TimedEvents } from '../run/timed-events.ts';

/** Stands for the rows while the rest is written; no name of a lock or place has a NUL in it. */
const ROWS = '\u0000rows of events ';

/**
 * A document of results as JSON, of which some may have timed events. An event is a row on a line of its
 * own: `[ns, thread, kind, lock]`, and where the lock was taken or why it was refused.
 */
export function resultsJson<D extends WithResults>(document: D): string {
  const rows: string[] = [];
  const results = document.results.map((result) => {
    if (result.events === undefined) return result;
    const { events, places, ...told } = result.events;
    const put = (list: readonly unknown[]) => {
      const lines = list.map((row) => `\n          ${JSON.stringify(row)}`);
      return `${ROWS}${rows.push(lines.join(',')) - 1}`;
    };
    return {
      ...result,
      events: { ...told, places: put(places.map(pairOf)), events: put(events.map(rowOf)) },
    };
  });
  const text = JSON.stringify({ ...document, results }, null, 2);
  const place = new RegExp(
    `${JSON.stringify(ROWS).slice(0, -1).replaceAll('\\', '\\\\')}(\\d+)"`,
    'g',
  );
  return `${text.replace(place, (_, n: string) => `[${rows[Number(n)]}\n        ]`)}\n`;
}

interface WithResults {
  readonly results: readonly WithEvents[];
}

interface WithEvents {
  readonly events?: TimedEvents | undefined;
}

function pairOf({ operation, site }: EventPlace) {
  return site === null ? [operation] : [operation, site];
}

function rowOf({ atNs, thread, kind, lock, place, refusal }: TimedEvent) {
  const detail = refusal ?? place;
  return [Math.round(atNs), thread, kind, lock, ...(detail === null ? [] : [detail])];
}
