import { type EventSpans, type Hold, type Span, type Wait, eventSpans } from './event-spans.ts';
import { type LaneHold, lockLanes } from './lock-lanes.ts';
import type { TimedEvents } from './timed-events.ts';

/** A run with times, by the name that its tracks get. */
export interface TracedRun {
  readonly name: string;
  readonly record: TimedEvents;
}

/** An event of the Chrome trace event format; times in microseconds. */
interface TraceEvent {
  readonly ph: 'M' | 'X' | 's' | 'f';
  readonly pid: number;
  readonly tid: number;
  readonly name: string;
  readonly cat?: string;
  readonly ts?: number;
  readonly dur?: number;
  readonly id?: number;
  readonly bp?: 'e';
  readonly args?: Readonly<Record<string, string | number | boolean>>;
}

/**
 * Runs as a document in the Chrome trace event format, which Perfetto opens: for each run a group of
 * tracks for its threads, with what they waited for, and one for its locks, with who held them; where
 * a wait begins, an arrow leads to it from the hold that is in its way. Slices of one track must nest,
 * and holds of one thread need not: that is why they are on the tracks of the locks.
 */
export function chromeTrace(runs: readonly TracedRun[], tool: string): string {
  let flows = 0;
  const traceEvents = runs.flatMap((run, n) => {
    const events = new RunTracks(run, 2 * n + 1, flows).events();
    flows += events.filter(({ ph }) => ph === 's').length;
    return events;
  });
  const lines = traceEvents.map((event) => JSON.stringify(event)).join(',\n');
  const about = JSON.stringify({ tool, runs: runs.map(({ name }) => name).join(', ') });
  return `{"displayTimeUnit":"ns","otherData":${about},"traceEvents":[\n${lines}\n]}\n`;
}

class RunTracks {
  readonly #run: TracedRun;
  readonly #spans: EventSpans;
  readonly #lanes: readonly LaneHold[];
  /** The threads' group; the next number is the locks'. */
  readonly #pid: number;
  readonly #firstFlow: number;
  readonly #startNs: number;

  constructor(run: TracedRun, pid: number, firstFlow: number) {
    this.#run = run;
    this.#spans = eventSpans(run.record);
    this.#lanes = lockLanes(this.#spans.holds);
    this.#pid = pid;
    this.#firstFlow = firstFlow;
    this.#startNs = run.record.events[0]?.atNs ?? 0;
  }

  events(): TraceEvent[] {
    return [
      ...this.#names(),
      ...this.#spans.waits.map((wait) => this.#waitSlice(wait)),
      ...this.#lanes.map((hold) => this.#holdSlice(hold)),
      ...this.#flows(),
    ];
  }

  #names(): TraceEvent[] {
    const { name, record } = this.#run;
    const [threads, locks] = [this.#pid, this.#pid + 1];
    const lanes = new Map(
      this.#lanes.map(({ hold, lane }) => [tidOf(hold.lock, lane), { hold, lane }]),
    );
    return [
      naming('process_name', threads, 0, `${name}: threads`),
      naming('process_name', locks, 0, `${name}: locks`),
      ...record.threads.map((thread, n) => naming('thread_name', threads, n + 1, thread)),
      ...[...lanes]
        .sort(([a], [b]) => a - b)
        .map(([tid, { hold, lane }]) => {
          const lock = record.locks[hold.lock] as string;
          const told = lane === 0 ? lock : `${lock} (also held, ${lane + 1})`;
          return naming('thread_name', locks, tid, told);
        }),
    ];
  }

  #waitSlice(wait: Wait): TraceEvent {
    const lock = this.#run.record.locks[wait.lock] as string;
    return {
      ...this.#slice(wait),
      pid: this.#pid,
      tid: wait.thread + 1,
      name: `waits for ${lock}`,
      cat: 'wait',
      args: { lock, ...marksOf(wait), ...(wait.isRefused ? { refused: true } : {}) },
    };
  }

  #holdSlice({ hold, lane }: LaneHold): TraceEvent {
    const thread = this.#run.record.threads[hold.thread] as string;
    return {
      ...this.#slice(hold),
      pid: this.#pid + 1,
      tid: tidOf(hold.lock, lane),
      name: thread,
      cat: hold.isShared ? 'hold shared' : 'hold',
      args: { thread, ...marksOf(hold) },
    };
  }

  #slice({ fromNs, untilNs }: Span) {
    return { ph: 'X' as const, ts: this.#us(fromNs), dur: micros(untilNs - fromNs) };
  }

  /** From each hold that is in the way when a wait begins. */
  #flows(): TraceEvent[] {
    let id = this.#firstFlow;
    return holdersOf(this.#spans.waits, this.#lanes).flatMap(({ wait, holders }) =>
      holders.flatMap(({ hold, lane }): TraceEvent[] => {
        id++;
        const flow = { cat: 'blocks', name: 'blocks', ts: this.#us(wait.fromNs), id };
        return [
          { ...flow, ph: 's', pid: this.#pid + 1, tid: tidOf(hold.lock, lane) },
          { ...flow, ph: 'f', bp: 'e', pid: this.#pid, tid: wait.thread + 1 },
        ];
      }),
    );
  }

  /** From the beginning of the record; a viewer shows no more digits than that. */
  #us(atNs: number): number {
    return micros(atNs - this.#startNs);
  }
}

/** Lanes of one lock a track could ever have. */
const LANES = 1000;

/** One track for each lock, and further ones for what overlaps on it. */
function tidOf(lock: number, lane: number): number {
  return lock * LANES + lane + 1;
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

/** Of each wait the holds of its lock, by others, at the moment when it begins. */
function holdersOf(
  waits: readonly Wait[],
  lanes: readonly LaneHold[],
): { readonly wait: Wait; readonly holders: readonly LaneHold[] }[] {
  const byLock = new Map<number, LaneHold[]>();
  for (const each of lanes) {
    const of = byLock.get(each.hold.lock);
    if (of === undefined) byLock.set(each.hold.lock, [each]);
    else of.push(each);
  }
  const active = new Map<number, { next: number; holds: LaneHold[] }>();
  return waits.map((wait) => {
    const all = byLock.get(wait.lock) ?? [];
    const state = active.get(wait.lock) ?? { next: 0, holds: [] };
    active.set(wait.lock, state);
    // Waits come in the order of their beginnings, so each hold is looked at once.
    while (state.next < all.length && beginsBy(all[state.next]?.hold, wait.fromNs)) {
      state.holds.push(all[state.next++] as LaneHold);
    }
    state.holds = state.holds.filter(({ hold }) => hold.untilNs > wait.fromNs || hold.isOpenAfter);
    return { wait, holders: state.holds.filter(({ hold }) => hold.thread !== wait.thread) };
  });
}

function beginsBy(hold: Hold | undefined, atNs: number): boolean {
  return hold !== undefined && hold.fromNs <= atNs;
}
