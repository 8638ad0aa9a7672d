import type { TimedEvent, TimedEvents } from './timed-events.ts';

/** A time in which a thread held a lock, or waited for it. */
export interface Span {
  readonly thread: number;
  readonly lock: number;
  /** Where it was taken or asked for, of the record's places; null: not known. */
  readonly place: number | null;
  readonly fromNs: number;
  readonly untilNs: number;
  /** Began before the record of its thread did. */
  readonly isOpenBefore: boolean;
  /** Had not ended when the record did. */
  readonly isOpenAfter: boolean;
}

export interface Hold extends Span {
  readonly isShared: boolean;
}

export interface Wait extends Span {
  /** It ended without the lock, for this reason; null: it did not, or it has not ended. */
  readonly refusal: string | null;
}

/** What took no time: an event was brought about, or a lock that was asked for was not to be had. */
export interface Moment {
  readonly atNs: number;
  readonly thread: number;
  readonly lock: number;
  /** Why it was not to be had; null: it was brought about. */
  readonly refusal: string | null;
}

export interface EventSpans {
  /** Each in the order of its beginning. */
  readonly holds: readonly Hold[];
  readonly waits: readonly Wait[];
  readonly moments: readonly Moment[];
}

/** Pairs beginnings with ends. What the record has no beginning or no end of goes on to its border. */
export function eventSpans(record: TimedEvents): EventSpans {
  const pairing = new Pairing(record);
  for (const event of record.events) pairing.add(event);
  return pairing.end();
}

interface Begun {
  readonly thread: number;
  readonly lock: number;
  readonly place: number | null;
  readonly fromNs: number;
  readonly isShared: boolean;
}

const CLOSED = { isOpenBefore: false, isOpenAfter: false };

class Pairing {
  readonly #record: TimedEvents;
  readonly #holds: Hold[] = [];
  readonly #waits: Wait[] = [];
  readonly #moments: Moment[] = [];
  /** By thread and lock; a reader may hold it several times. */
  readonly #held = new Map<string, Begun[]>();
  readonly #waiting = new Map<string, Begun>();
  /** Where the record of each thread begins. */
  readonly #first = new Map<number, number>();

  constructor(record: TimedEvents) {
    this.#record = record;
  }

  add(event: TimedEvent): void {
    const { atNs, kind, thread, lock, place } = event;
    if (!this.#first.has(thread)) this.#first.set(thread, atNs);
    const begun = { thread, lock, place, fromNs: atNs, isShared: kind === 'acquire-shared' };
    if (kind === 'wait') this.#waiting.set(keyOf(event), begun);
    else if (kind === 'release') this.#release(event);
    else if (kind === 'signal') this.#moments.push({ atNs, thread, lock, refusal: null });
    else {
      const refusal = kind === 'refused' ? (event.refusal ?? 'refused') : null;
      const hasWaited = this.#endWait(event, refusal);
      if (refusal === null && kind !== 'passed') this.#hold(keyOf(event), begun);
      if (refusal !== null && !hasWaited) this.#moments.push({ atNs, thread, lock, refusal });
    }
  }

  end(): EventSpans {
    const { endNs } = this.#record;
    const open = { untilNs: endNs, isOpenBefore: false, isOpenAfter: true };
    for (const hold of [...this.#held.values()].flat()) this.#holds.push({ ...hold, ...open });
    for (const wait of this.#waiting.values())
      this.#waits.push({ ...wait, ...open, refusal: null });
    const [holds, waits] = [inOrder(this.#holds), inOrder(this.#waits)];
    return { holds, waits, moments: this.#moments };
  }

  #hold(key: string, begun: Begun): void {
    const held = this.#held.get(key);
    if (held === undefined) this.#held.set(key, [begun]);
    else held.push(begun);
  }

  #release(event: TimedEvent): void {
    const { atNs: untilNs, thread, lock } = event;
    const hold = this.#held.get(keyOf(event))?.pop();
    if (hold !== undefined) this.#holds.push({ ...hold, ...CLOSED, untilNs });
    // Only a record that has lost its beginning can know the end of a hold alone.
    else if (this.#record.lost > 0) {
      const fromNs = this.#first.get(thread) ?? untilNs;
      const begun = { thread, lock, place: null, fromNs, isShared: false };
      this.#holds.push({ ...begun, ...CLOSED, untilNs, isOpenBefore: true });
    }
  }

  /** False: it had not waited. */
  #endWait(event: TimedEvent, refusal: string | null): boolean {
    const key = keyOf(event);
    const wait = this.#waiting.get(key);
    if (wait === undefined) return false;
    this.#waits.push({ ...wait, ...CLOSED, untilNs: event.atNs, refusal });
    return this.#waiting.delete(key);
  }
}

function keyOf({ thread, lock }: TimedEvent): string {
  return `${thread} ${lock}`;
}

function inOrder<T extends Span>(spans: readonly T[]): readonly T[] {
  return [...spans].sort((a, b) => a.fromNs - b.fromNs);
}
