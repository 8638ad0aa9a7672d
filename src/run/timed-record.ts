import { TIMED_RECORD_WORDS, timedEventRegion } from '../shared/event-regions.ts';
import type { RunPlan } from '../shared/plan.ts';
import type { SharedMemory } from '../shared/shared-memory.ts';
import { TIMED_EVENT } from '../shared/timed-ring.ts';
import { Evidence } from '../validate/evidence.ts';
import { placeOf } from './dependency-sites.ts';
import type { EventPlace, TimedEvent, TimedEventKind, TimedEvents } from './timed-events.ts';

/**
 * What a run kept of its times; null: nothing. Its threads have come back, were ended or are stuck.
 * Beginning and end of the run are of `sharedNowNs`.
 */
export function readTimedRecord(
  memory: SharedMemory,
  plan: RunPlan,
  startedNs: number,
  endedNs: number,
): TimedEvents | null {
  const { times = 0, threads, locks, level } = plan;
  if (times === 0 || level === 'off') return null;
  const book = new PlaceBook(memory, plan);
  const rings = threads.map((_, index) => readRing(memory, times, index, book));
  const events = merged(rings.map((ring) => ring.events));
  // What a thread did before the start barrier comes first where nothing was lost.
  const originNs = Math.min(startedNs, events[0]?.atNs ?? startedNs);
  const used = [...new Set(events.map(({ lock }) => lock))].sort((a, b) => a - b);
  const places = new Map(used.map((lock, place) => [lock, place]));
  const lossy = rings.filter(({ lost }) => lost > 0);
  return {
    threads: threads.map(({ name }) => name),
    locks: used.map((lock) => locks.locks[lock]?.name ?? `lock ${lock}`),
    places: book.places,
    lost: rings.reduce((sum, { lost }) => sum + lost, 0),
    wholeFromNs: Math.max(0, ...lossy.map((ring) => (ring.events[0]?.atNs ?? 0) - originNs)),
    endNs: Math.max(endedNs, events.at(-1)?.atNs ?? 0) - originNs,
    events: events.map((event) => ({
      ...event,
      atNs: event.atNs - originNs,
      lock: places.get(event.lock) as number,
    })),
  };
}

interface ThreadRing {
  readonly lost: number;
  /** Oldest first; locks by their index in the plan. */
  readonly events: readonly TimedEvent[];
}

const KINDS: Readonly<Record<number, TimedEventKind>> = {
  [TIMED_EVENT.wait]: 'wait',
  [TIMED_EVENT.acquire]: 'acquire',
  [TIMED_EVENT.acquireShared]: 'acquire-shared',
  [TIMED_EVENT.release]: 'release',
  [TIMED_EVENT.signal]: 'signal',
  [TIMED_EVENT.passed]: 'passed',
};

const REFUSALS: Readonly<Record<number, string>> = {
  [TIMED_EVENT.busy]: 'busy',
  [TIMED_EVENT.timedOut]: 'timed-out',
  [TIMED_EVENT.backOff]: 'back-off',
  [TIMED_EVENT.deadlock]: 'deadlock',
};

function readRing(
  memory: SharedMemory,
  capacity: number,
  thread: number,
  book: PlaceBook,
): ThreadRing {
  const region = memory.region(timedEventRegion(capacity));
  const at = region.at(thread + 1);
  const f64 = new Float64Array(memory.handle.buffer);
  const count = (memory.i32[at + region.word.count] as number) >>> 0;
  // A thread that was ended in the middle may have spoilt the oldest one of a full ring.
  const left = Math.min(count, capacity - 1);
  const events = Array.from({ length: left }, (_, n): TimedEvent => {
    const place = (count - left + n) & (capacity - 1);
    const word = at + region.word.ring + place * TIMED_RECORD_WORDS;
    const kind = memory.i32[word] as number;
    return {
      atNs: f64[((at + region.word.times) >> 1) + place] as number,
      kind: KINDS[kind] ?? 'refused',
      thread,
      lock: memory.i32[word + 1] as number,
      place: book.of(memory.i32[word + 2] as number),
      refusal: REFUSALS[kind] ?? null,
    };
  });
  return { lost: count - left, events };
}

/** Numbers the places that are met. */
class PlaceBook {
  readonly places: EventPlace[] = [];
  readonly #evidence: Evidence;
  readonly #byRow = new Map<number, number>();
  readonly #byText = new Map<string, number>();

  constructor(memory: SharedMemory, plan: RunPlan) {
    this.#evidence = new Evidence(memory, plan);
  }

  /** Of a chain row; null: 0 is none. */
  of(row: number): number | null {
    if (row === 0) return null;
    const known = this.#byRow.get(row);
    if (known !== undefined) return known;
    const place = this.#placeOf(row);
    const text = `${place.operation} ${place.site}`;
    const number = this.#byText.get(text) ?? this.places.push(place) - 1;
    this.#byText.set(text, number);
    this.#byRow.set(row, number);
    return number;
  }

  /** Each operation has chains of its own, so a chain knows it. */
  #placeOf(row: number): EventPlace {
    const { chains, registry, plan } = this.#evidence;
    const chain = chains.chainOfRow(row);
    const meaning = registry.slots[chains.slotOf(chain)];
    const kind = meaning === undefined ? null : plan.locks.classes[meaning.classIndex]?.kind;
    const frames = chains.siteOf(chain);
    return {
      operation: this.#evidence.operationName(chains.operationOf(chain)),
      site: frames.length === 0 ? null : placeOf(frames, kind ?? null),
    };
  }
}

/** One order of time; of what a coarse clock calls simultaneous, what makes room comes first. */
function merged(rings: readonly (readonly TimedEvent[])[]): readonly TimedEvent[] {
  const next = rings.map(() => 0);
  const events: TimedEvent[] = [];
  for (;;) {
    let first: TimedEvent | undefined;
    for (const [ring, at] of next.entries()) {
      const head = rings[ring]?.[at];
      if (head !== undefined && (first === undefined || isBefore(head, first))) first = head;
    }
    if (first === undefined) return events;
    next[first.thread] = (next[first.thread] as number) + 1;
    events.push(first);
  }
}

function isBefore(a: TimedEvent, b: TimedEvent): boolean {
  if (a.atNs !== b.atNs) return a.atNs < b.atNs;
  return makesRoom(a) && !makesRoom(b);
}

function makesRoom({ kind }: TimedEvent): boolean {
  return kind === 'release' || kind === 'signal';
}
