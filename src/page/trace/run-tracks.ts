import { blockingHolds } from './blocking-holds.ts';
import { type EventSpans, type Moment, type Span, type Wait, eventSpans } from './event-spans.ts';
import { type LaneHold, lockLanes } from './lock-lanes.ts';
import type { TimedEvents } from './timed-events.ts';
import type { TraceEvent } from './trace-event.ts';

/** A run with times, by the name that its tracks get. */
export interface TracedRun {
  readonly name: string;
  readonly record: TimedEvents;
}

/** The groups of one run's tracks, and its first track; no two tracks of a document share a number. */
interface TrackNumbers {
  readonly threadsPid: number;
  readonly locksPid: number;
  readonly firstTid: number;
}

/**
 * The tracks of one run: a group for its threads, one for its locks. A lock has one track, and further
 * ones for readers that hold it at the same time.
 */
export class RunTracks {
  readonly #run: TracedRun;
  readonly #spans: EventSpans;
  readonly #lanes: readonly LaneHold[];
  readonly #numbers: TrackNumbers;
  /** Each lane of a lock that is used, in the order of their numbers. */
  readonly #lockTids: ReadonlyMap<string, number>;
  readonly #startNs: number;

  constructor(run: TracedRun, numbers: TrackNumbers) {
    this.#run = run;
    this.#spans = eventSpans(run.record);
    this.#lanes = lockLanes(this.#spans.holds);
    this.#numbers = numbers;
    const used = [
      ...this.#lanes.map(({ hold, lane }) => ({ lock: hold.lock, lane })),
      ...this.#signals().map(({ lock }) => ({ lock, lane: 0 })),
    ];
    const keys = new Set(
      used.sort((a, b) => a.lock - b.lock || a.lane - b.lane).map((at) => laneKey(at)),
    );
    const firstLock = numbers.firstTid + run.record.threads.length;
    this.#lockTids = new Map([...keys].map((key, n) => [key, firstLock + n]));
    this.#startNs = run.record.events[0]?.atNs ?? 0;
  }

  /** The next number that no track of this run has. */
  get nextTid(): number {
    return this.#numbers.firstTid + this.#run.record.threads.length + this.#lockTids.size;
  }

  names(): TraceEvent[] {
    const { name, record } = this.#run;
    const { threadsPid, locksPid, firstTid } = this.#numbers;
    const lanes = [...this.#lockTids].map(([key, tid]) => ({ ...laneOf(key), tid }));
    return [
      naming('process_name', threadsPid, firstTid, `${name}: threads`),
      ...record.threads.map((thread, n) => {
        return naming('thread_name', threadsPid, this.#threadTid(n), thread);
      }),
      ...(lanes.length === 0 ? [] : [this.#lockGroup(lanes[0]?.tid ?? 0)]),
      ...lanes.map(({ lock, lane, tid }) => {
        const told = this.#lockName(lock);
        const full = lane === 0 ? told : `${told} (also held, ${lane + 1})`;
        return naming('thread_name', locksPid, tid, full);
      }),
    ];
  }

  #lockGroup(tid: number): TraceEvent {
    return naming('process_name', this.#numbers.locksPid, tid, `${this.#run.name}: locks`);
  }

  /** A slice before the arrows that are bound to it, which are numbered from `firstFlow`. */
  events(firstFlow: number): TraceEvent[] {
    return [
      ...this.#spans.waits.map((wait) => this.#waitSlice(wait)),
      ...this.#lanes.map((hold) => this.#holdSlice(hold)),
      ...this.#spans.moments.map((moment) => this.#moment(moment)),
      ...this.#border(),
      ...this.#flows(firstFlow),
    ];
  }

  #waitSlice(wait: Wait): TraceEvent {
    const lock = this.#lockName(wait.lock);
    const { refusal } = wait;
    return {
      ...this.#slice(wait),
      ...this.#onThread(wait.thread),
      name: `waits for ${lock}`,
      cat: 'wait',
      args: {
        lock,
        ...this.#placeOf(wait),
        ...marksOf(wait),
        ...(refusal === null ? {} : { 'ended with': refusal }),
      },
    };
  }

  #holdSlice({ hold, lane }: LaneHold): TraceEvent {
    const thread = this.#threadName(hold.thread);
    return {
      ...this.#slice(hold),
      ...this.#onLock(hold.lock, lane),
      name: thread,
      cat: hold.isShared ? 'hold shared' : 'hold',
      args: { thread, ...this.#placeOf(hold), ...marksOf(hold) },
    };
  }

  /** In which operation, and where. */
  #placeOf({ place }: Span): Readonly<Record<string, string>> {
    const told = place === null ? undefined : this.#run.record.places[place];
    if (told === undefined) return {};
    return { operation: told.operation, ...(told.site === null ? {} : { at: told.site }) };
  }

  #slice({ fromNs, untilNs }: Span) {
    return { ph: 'X' as const, ts: this.#us(fromNs), dur: micros(untilNs - fromNs) };
  }

  #moment({ atNs, thread, lock, refusal }: Moment): TraceEvent {
    const moment = { ph: 'i' as const, ts: this.#us(atNs), s: 't' as const };
    const [by, of] = [this.#threadName(thread), this.#lockName(lock)];
    return refusal === null
      ? { ...moment, ...this.#onLock(lock, 0), name: `${by} signals`, cat: 'signal' }
      : { ...moment, ...this.#onThread(thread), name: `${of}: ${refusal}`, cat: 'refused' };
  }

  /** Where the record of all threads begins to be whole. */
  #border(): TraceEvent[] {
    const { wholeFromNs } = this.#run.record;
    if (wholeFromNs <= this.#startNs) return [];
    const border = { ph: 'i' as const, ts: this.#us(wholeFromNs), s: 'p' as const, cat: 'record' };
    const name = 'from here on the record has every thread';
    const { threadsPid, firstTid } = this.#numbers;
    return [{ ...border, pid: threadsPid, tid: firstTid, name }];
  }

  /** From each hold that is in the way when a wait begins. */
  #flows(firstFlow: number): TraceEvent[] {
    let id = firstFlow;
    const waits = this.#spans.waits.filter(({ fromNs, untilNs }) => untilNs > fromNs);
    return blockingHolds(waits, this.#lanes).flatMap(({ wait, holders }) =>
      holders.flatMap(({ hold, lane }): TraceEvent[] => {
        const flow = { cat: 'blocks', name: 'blocks', ts: this.#us(wait.fromNs), id: id++ };
        return [
          { ...flow, ph: 's', ...this.#onLock(hold.lock, lane) },
          { ...flow, ph: 'f', bp: 'e', ...this.#onThread(wait.thread) },
        ];
      }),
    );
  }

  #signals(): readonly Moment[] {
    return this.#spans.moments.filter(({ refusal }) => refusal === null);
  }

  #onThread(thread: number) {
    return { pid: this.#numbers.threadsPid, tid: this.#threadTid(thread) };
  }

  #threadTid(thread: number): number {
    return this.#numbers.firstTid + thread;
  }

  #onLock(lock: number, lane: number) {
    const tid = this.#lockTids.get(laneKey({ lock, lane })) as number;
    return { pid: this.#numbers.locksPid, tid };
  }

  #lockName(lock: number): string {
    return this.#run.record.locks[lock] as string;
  }

  #threadName(thread: number): string {
    return this.#run.record.threads[thread] as string;
  }

  /** From the beginning of the record; a viewer shows no more digits than that. */
  #us(atNs: number): number {
    return micros(atNs - this.#startNs);
  }
}

interface Lane {
  readonly lock: number;
  readonly lane: number;
}

function laneKey({ lock, lane }: Lane): string {
  return `${lock} ${lane}`;
}

function laneOf(key: string): Lane {
  const [lock = 0, lane = 0] = key.split(' ').map(Number);
  return { lock, lane };
}

function naming(
  name: 'process_name' | 'thread_name',
  pid: number,
  tid: number,
  told: string,
): TraceEvent {
  return { ph: 'M', pid, tid, name, args: { name: told } };
}

function marksOf({ isOpenBefore, isOpenAfter }: Span): Readonly<Record<string, boolean>> {
  return {
    ...(isOpenBefore ? { 'began before the record': true } : {}),
    ...(isOpenAfter ? { 'not ended in the record': true } : {}),
  };
}

function micros(ns: number): number {
  return Math.round(ns) / 1000;
}
