import {
  EVENT,
  EVENT_SHARED,
  EVENT_TIMED,
  EVENT_TRIED,
  type EventTrace,
} from '../../src/shared/event-trace.ts';

export interface ScriptEvent {
  readonly thread: number;
  readonly kind: number;
  readonly object: number;
  readonly row: number;
}

/** Locks of a script are capital letters. */
const lockOf = (name: string): number => name.charCodeAt(0) - 65;
export const lockName = (lock: number): string => String.fromCharCode(65 + lock);

const LOCKS = 26;
const VERBS: Readonly<Record<string, number>> = {
  '+': EVENT.acquire,
  '-': EVENT.release,
  '?': EVENT.tryFailed,
  '~': EVENT.gaveUp,
  '!': EVENT.complete,
  '.': EVENT.waited,
};
const FLAGS: Readonly<Record<string, number>> = {
  r: EVENT_SHARED,
  t: EVENT_TRIED,
  d: EVENT_TIMED,
};
const TOKEN = /^(?<verb>[-+?~!.])(?<lock>[A-Z])(?<flags>[rtd]*)(?:@(?<row>\d+))?$/;
const THREAD_VERBS = ['spawn', 'join', 'begin', 'end'] as const;

/**
 * A trace in writing: a line for each stretch of one thread, as in `1: +A +B@7 -B -A`. `+` acquires
 * (r: as a reader, t: tried, d: timed; @: row), `-` releases, `?` was refused, `~` gave up, `!`
 * completes, `.` has waited; `spawn2`, `join2`, `begin`, `end`.
 */
export function script(text: string): EventTrace {
  const events: ScriptEvent[] = [];
  for (const line of text.trim().split(/\n|;/)) {
    const [by, tokens] = line.split(':') as [string, string];
    for (const token of tokens.trim().split(/\s+/)) events.push(eventOf(Number(by), token));
  }
  return traceOf(events, LOCKS);
}

function eventOf(thread: number, token: string): ScriptEvent {
  for (const verb of THREAD_VERBS) {
    if (!token.startsWith(verb)) continue;
    return {
      thread,
      kind: EVENT[verb],
      object: Number(token.slice(verb.length)) || thread,
      row: 0,
    };
  }
  const found = TOKEN.exec(token)?.groups;
  if (found === undefined) throw new Error(`not an event: ${token}`);
  const flags = [...(found['flags'] ?? '')].map((flag) => FLAGS[flag] as number);
  return {
    thread,
    kind: flags.reduce((all, flag) => all | flag, VERBS[found['verb'] as string] as number),
    object: lockOf(found['lock'] as string),
    row: Number(found['row'] ?? 0),
  };
}

export function traceOf(events: readonly ScriptEvent[], objects: number): EventTrace {
  const told = ({ kind, object }: ScriptEvent) =>
    kind === EVENT.spawn || kind === EVENT.join ? object : 0;
  return {
    count: events.length,
    threads: Math.max(0, ...events.map((event) => Math.max(event.thread, told(event)))),
    objects,
    kind: Uint8Array.from(events, ({ kind }) => kind),
    thread: Uint16Array.from(events, ({ thread }) => thread),
    object: Int32Array.from(events, ({ object }) => object),
    row: Int32Array.from(events, ({ row }) => row),
  };
}
