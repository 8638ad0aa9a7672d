import type { TimedEvents } from './timed-events.ts';

/** A time in which a thread held a lock, or waited for it. */
export interface Span {
  readonly thread: number;
  readonly lock: number;
  readonly fromNs: number;
  readonly untilNs: number;
  /** Began before the record did. */
  readonly isOpenBefore: boolean;
  /** Had not ended when the record did. */
  readonly isOpenAfter: boolean;
}

export interface Hold extends Span {
  readonly isShared: boolean;
}

export interface Wait extends Span {
  /** It ended without the lock. */
  readonly isRefused: boolean;
}

export interface EventSpans {
  /** Each in the order of its beginning. */
  readonly holds: readonly Hold[];
  readonly waits: readonly Wait[];
}

interface Begun {
  readonly thread: number;
  readonly lock: number;
  readonly fromNs: number;
  readonly isShared: boolean;
}

/** Pairs beginnings with ends. What the record has no beginning or no end of goes on to its border. */
export function eventSpans({ events, lost }: TimedEvents): EventSpans {
  const startNs = events[0]?.atNs ?? 0;
  const endNs = events.at(-1)?.atNs ?? 0;
  const holds: Hold[] = [];
  const waits: Wait[] = [];
  const held = new Map<string, Begun>();
  const waiting = new Map<string, Begun>();
  const closed = { isOpenBefore: false, isOpenAfter: false };
  for (const { atNs, kind, thread, lock } of events) {
    const key = `${thread} ${lock}`;
    const begun = { thread, lock, fromNs: atNs, isShared: kind === 'acquire-shared' };
    if (kind === 'wait') {
      waiting.set(key, begun);
      continue;
    }
    if (kind === 'release') {
      const hold = held.get(key);
      // Only a record that has lost its beginning can know the end of a hold alone.
      if (hold !== undefined) holds.push({ ...hold, ...closed, untilNs: atNs });
      else if (lost > 0) {
        holds.push({ ...begun, ...closed, fromNs: startNs, untilNs: atNs, isOpenBefore: true });
      }
      held.delete(key);
      continue;
    }
    const wait = waiting.get(key);
    if (wait !== undefined) {
      waits.push({ ...wait, ...closed, untilNs: atNs, isRefused: kind === 'refused' });
    }
    waiting.delete(key);
    if (kind !== 'refused') held.set(key, begun);
  }
  const open = { untilNs: endNs, isOpenBefore: false, isOpenAfter: true };
  holds.push(...[...held.values()].map((hold) => ({ ...hold, ...open })));
  waits.push(...[...waiting.values()].map((wait) => ({ ...wait, ...open, isRefused: false })));
  return { holds: inOrder(holds), waits: inOrder(waits) };
}

function inOrder<T extends Span>(spans: readonly T[]): readonly T[] {
  return [...spans].sort((a, b) => a.fromNs - b.fromNs);
}
