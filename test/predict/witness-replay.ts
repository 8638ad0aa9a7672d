import {
  EVENT,
  EVENT_KIND_MASK,
  EVENT_SHARED,
  EVENT_TIMED,
  EVENT_TRIED,
  type EventTrace,
} from '../../src/shared/event-trace.ts';
import type { DeadlockPattern, PatternStep } from '../../src/predict/predict.ts';

/** Who holds a lock, with how many acquires, as what. */
type Holders = Map<number, { count: number; shared: boolean; since: number }>;

/**
 * Runs a witness by the semantics of locks, and by nothing of `src/predict`: the prefixes in the
 * order of the trace, then a request of each thread of the pattern. Returns what is wrong with it;
 * null: all of them wait for ever.
 */
export function refuteWitness(trace: EventTrace, pattern: DeadlockPattern): string | null {
  if (pattern.verdict.kind !== 'predicted') return 'not predicted';
  const replay = new Replay(trace);
  return replay.run(pattern.verdict.witness) ?? replay.ask(pattern, pattern.verdict.witness);
}

export class Replay {
  readonly #trace: EventTrace;
  readonly #holders: Holders[];
  readonly #done = new Set<number>();
  readonly #lastOf = new Map<number, number>();
  /** Holds that have ended. */
  readonly #left: { lock: number; thread: number; until: number; shared: boolean }[] = [];
  /** What each read event read from in the trace; -1: nothing. */
  readonly #readFrom: readonly number[];

  constructor(trace: EventTrace) {
    this.#trace = trace;
    this.#holders = Array.from({ length: trace.objects }, () => new Map());
    this.#readFrom = Array.from({ length: trace.count }, (_, event) => sourceInTrace(trace, event));
  }

  run(prefixes: Int32Array): string | null {
    const ran = new Int32Array(this.#trace.threads + 1);
    const part: number[] = [];
    for (let event = 0; event < this.#trace.count; event++) {
      const thread = this.#trace.thread[event];
      if (ran[thread] >= prefixes[thread]) continue;
      ran[thread]++;
      part.push(event);
    }
    if (ran.some((count, thread) => count !== prefixes[thread])) return 'too long a prefix';
    for (const [at, event] of part.entries()) {
      const wrong = this.#step(event, part.slice(at + 1));
      if (wrong !== null) return `event ${event}: ${wrong}`;
      this.#done.add(event);
      this.#lastOf.set(this.#trace.thread[event], event);
    }
    return null;
  }

  #step(event: number, later: readonly number[]): string | null {
    const { kind, object, thread } = this.#trace;
    const [by, lock] = [thread[event], object[event]];
    const source = this.#readFrom[event] as number;
    if (source >= 0 && !this.#done.has(source)) return `what it read (${source}) has not happened`;
    const is = kind[event] & EVENT_KIND_MASK;
    const shared = (kind[event] & EVENT_SHARED) !== 0;
    if (is === EVENT.acquire) return this.#acquire(event, by, shared);
    if (is === EVENT.release) return this.#release(event, by);
    if (is !== EVENT.tryFailed && is !== EVENT.gaveUp) return null;
    if (is === EVENT.gaveUp && this.#isCompletion(lock)) return null;
    if (this.blockers(lock, by, shared).length > 0) return null;
    // It may have been refused at any time since the thread's step before.
    const since = this.#lastOf.get(by) ?? -1;
    const left = this.#left.filter((each) => each.lock === lock && each.thread !== by);
    if (left.some(({ until, shared: read }) => until > since && !(shared && read))) return null;
    return shared && this.#isWriterQueued(lock, by, later) ? null : 'nobody refuses it';
  }

  #isCompletion(object: number): boolean {
    const { count, object: objects, kind } = this.#trace;
    for (let event = 0; event < count; event++) {
      const is = kind[event] & EVENT_KIND_MASK;
      if (objects[event] === object && is === EVENT.complete) return true;
    }
    return false;
  }

  /** A writer that gets the lock after readers may have stood in the queue all the time. */
  #isWriterQueued(lock: number, thread: number, later: readonly number[]): boolean {
    if (this.readers(lock).length === 0) return false;
    return later.some((event) => {
      const isWriter =
        (this.#trace.kind[event] & (EVENT_KIND_MASK | EVENT_SHARED)) === EVENT.acquire;
      return isWriter && this.#trace.object[event] === lock && this.#trace.thread[event] !== thread;
    });
  }

  /** Threads that hold the lock so that this request must wait. */
  blockers(lock: number, thread: number, shared: boolean): number[] {
    const holders = [...(this.#holders[lock] as Holders)];
    return holders.filter(([by, h]) => by !== thread && !(shared && h.shared)).map(([by]) => by);
  }

  readers(lock: number): number[] {
    return [...(this.#holders[lock] as Holders)].filter(([, h]) => h.shared).map(([by]) => by);
  }

  #acquire(event: number, thread: number, shared: boolean): string | null {
    const lock = this.#trace.object[event];
    if (this.blockers(lock, thread, shared).length > 0) return 'the lock is held';
    const holders = this.#holders[lock] as Holders;
    const count = holders.get(thread)?.count ?? 0;
    const since = holders.get(thread)?.since ?? event;
    holders.set(thread, { count: count + 1, shared, since });
    return null;
  }

  isHeldBy(lock: number, thread: number): boolean {
    return (this.#holders[lock] as Holders).has(thread);
  }

  /** Event by which the thread came to hold the lock. */
  heldSince(lock: number, thread: number): number {
    return (this.#holders[lock] as Holders).get(thread)?.since ?? -1;
  }

  /** Whether a thread that was spawned may take its first step. */
  isEnabled(event: number): boolean {
    const source = this.#readFrom[event] as number;
    return source < 0 || this.#done.has(source);
  }

  #release(event: number, thread: number): string | null {
    const lock = this.#trace.object[event];
    const holders = this.#holders[lock] as Holders;
    const own = holders.get(thread);
    if (own === undefined) return 'the lock is not held';
    this.#left.push({ lock, thread, until: event, shared: own.shared });
    if (own.count === 1) holders.delete(thread);
    else holders.set(thread, { ...own, count: own.count - 1 });
    return null;
  }

  /** Each thread's next event is its request, and each request waits for the thread after it. */
  ask({ steps }: DeadlockPattern, prefixes: Int32Array): string | null {
    if (new Set(steps.map(({ thread }) => thread)).size < steps.length) return 'a thread twice';
    for (const [i, step] of steps.entries()) {
      if (nextOf(this.#trace, step.thread, prefixes[step.thread]) !== step.event) {
        return `thread ${step.thread} is elsewhere`;
      }
      const wrong = this.#waits(step, steps[(i + 1) % steps.length] as PatternStep);
      if (wrong !== null) return `thread ${step.thread} ${wrong}`;
    }
    return null;
  }

  #waits({ event, thread, wants, heldEvent }: PatternStep, next: PatternStep): string | null {
    const kind = this.#trace.kind[event];
    if ((kind & EVENT_KIND_MASK) !== EVENT.acquire) return 'asks for nothing';
    if ((kind & (EVENT_TRIED | EVENT_TIMED)) !== 0) return 'gives up';
    if (wants !== this.#trace.object[event] || wants !== next.holds) return 'wants another lock';
    const shared = (kind & EVENT_SHARED) !== 0;
    if (heldEvent === event && shared) return 'is a reader and keeps nobody out';
    const inWay = this.blockers(wants, thread, shared).includes(next.thread);
    if (next.heldEvent !== next.event) return inWay ? null : 'need not wait';
    return shared && this.readers(wants).length > 0 ? null : 'waits behind a writer for nothing';
  }
}

function nextOf(trace: EventTrace, thread: number, ordinal: number): number {
  let left = ordinal;
  for (let event = 0; event < trace.count; event++) {
    if (trace.thread[event] === thread && left-- === 0) return event;
  }
  return -1;
}

/** The event that this one read from: by a look back over the whole trace. */
function sourceInTrace({ kind, thread, object }: EventTrace, event: number): number {
  const newest = (matches: (at: number, is: number) => boolean): number => {
    for (let at = event - 1; at >= 0; at--) if (matches(at, kind[at] & EVENT_KIND_MASK)) return at;
    return -1;
  };
  const first = newest((at) => thread[at] === thread[event]) < 0;
  switch (kind[event] & EVENT_KIND_MASK) {
    case EVENT.join:
      return newest(
        (at, is) =>
          thread[at] === object[event] || (is === EVENT.spawn && object[at] === object[event]),
      );
    case EVENT.waited:
      return newest((at, is) => is === EVENT.complete && object[at] === object[event]);
    default:
      if (!first) return -1;
      return newest((at, is) => is === EVENT.spawn && object[at] === thread[event]);
  }
}
