import { EVENT, EVENT_KIND_MASK, type EventTrace } from '../shared/event-trace.ts';
import { ClockMarks } from './clock-marks.ts';
import { IntList } from './int-list.ts';
import { RefusalCauses, UNEXPLAINED } from './refusal-causes.ts';
import type { RunHistory } from './run-history.ts';

/**
 * What must come before an event in every order of the run: the rest of its thread up to it, and
 * what it *reads from*. A first event reads from the spawn, a join from the end of the thread, a wait
 * that was passed from the newest completion, a refusal from the acquire that caused it.
 */
export class SyncOrder {
  readonly #history: RunHistory;
  /** What comes before, from everywhere. */
  readonly #before: ClockMarks;
  /** Per mark in `#before`: what its event reads from. */
  readonly #sources = new IntList();
  /** Causes of refusals that were recorded after them: these come in addition, with all they need. */
  readonly #late: ClockMarks;
  /** Per thread its refusals of which the cause is not known, in order. */
  readonly #unexplained: readonly IntList[];
  #causes: RefusalCauses | undefined;
  /** Per thread the spawn that its first event needs; -1: none. */
  readonly #spawn: Int32Array;

  constructor(history: RunHistory) {
    const { threads } = history.trace;
    this.#history = history;
    this.#before = new ClockMarks(threads);
    this.#late = new ClockMarks(threads);
    this.#unexplained = Array.from({ length: threads + 1 }, () => new IntList());
    this.#spawn = new Int32Array(threads + 1).fill(-1);
    this.#walk();
  }

  /** What must have happened for the event to be next in its thread; -1: nothing. */
  enabling(event: number): number {
    const { previous, trace } = this.#history;
    return previous[event] >= 0 ? previous[event] : this.#spawn[trace.thread[event]];
  }

  /** Whether `event` is, or must come before, `other`. */
  comesBefore(event: number, other: number): boolean {
    const { thread } = this.#history.trace;
    if (thread[event] === thread[other]) return event <= other;
    const mark = this.#before.at(thread[other], other);
    return mark >= 0 && this.#before.clock(mark, thread[event]) >= event;
  }

  /** Tells for each thread the last event that must come before what follows `event` in `thread`. */
  forEachBefore(thread: number, event: number, visit: (other: number, last: number) => void): void {
    const mark = this.#before.at(thread, event);
    if (mark < 0) return;
    for (let other = 1; other < this.#spawn.length; other++) {
      const last = this.#before.clock(mark, other);
      if (last >= 0) visit(other, last);
    }
  }

  /** Tells the events that caused refusals of `thread` up to `event` and were recorded after them. */
  forEachLate(thread: number, event: number, visit: (source: number) => void): void {
    const mark = this.#late.at(thread, event);
    if (mark < 0) return;
    for (let other = 1; other < this.#spawn.length; other++) {
      const source = this.#late.clock(mark, other);
      if (source >= 0) visit(source);
    }
  }

  /**
   * The first refusal of the thread after `from`, up to `to`, of which the cause is not known: nobody
   * can say in which other orders it comes about. -1: none.
   */
  unexplained(thread: number, from: number, to: number): number {
    const { values, length } = this.#unexplained[thread];
    let [low, high] = [0, length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (values[middle] <= from) low = middle + 1;
      else high = middle;
    }
    return low < length && values[low] <= to ? values[low] : -1;
  }

  /** The first read of `thread` from which it follows that `event` comes before: what was read. */
  sourceKnowing(thread: number, event: number): number {
    const other = this.#history.trace.thread[event];
    return this.#sources.values[this.#before.firstKnowing(thread, other, event)];
  }

  #walk(): void {
    const { trace, previous } = this.#history;
    const sources = new ReadSources(trace);
    for (let event = 0; event < trace.count; event++) {
      const thread = trace.thread[event];
      if (previous[event] < 0) {
        this.#spawn[thread] = sources.spawnOf(thread);
        this.#read(event, thread, this.#spawn[thread]);
      }
      this.#read(event, thread, sources.next(event));
      const is = trace.kind[event] & EVENT_KIND_MASK;
      if (is === EVENT.tryFailed || is === EVENT.gaveUp) this.#explain(event, thread);
    }
  }

  #explain(event: number, thread: number): void {
    this.#causes ??= new RefusalCauses(this.#history);
    const causes = this.#causes.of(event, this.enabling(event));
    if (causes === UNEXPLAINED) this.#unexplained[thread].push(event);
    else for (const cause of causes) this.#read(event, thread, cause);
  }

  #read(event: number, thread: number, source: number): void {
    if (source < 0) return;
    const other = this.#history.trace.thread[source];
    const marks = source > event ? this.#late : this.#before;
    const last = marks.at(thread, event);
    if (other === thread || (last >= 0 && marks.clock(last, other) >= source)) return;
    const mark = marks.add(thread, event);
    marks.raise(mark, other, source);
    if (source > event) return;
    this.#sources.push(source);
    this.forEachBefore(other, source, (each, at) => {
      if (each !== thread) marks.raise(mark, each, at);
    });
  }
}

/** Walks beside the trace and knows what the event at hand reads from. */
class ReadSources {
  readonly #trace: EventTrace;
  readonly #spawn: Int32Array;
  readonly #last: Int32Array;
  readonly #complete: Int32Array;

  constructor(trace: EventTrace) {
    this.#trace = trace;
    this.#spawn = new Int32Array(trace.threads + 1).fill(-1);
    this.#last = new Int32Array(trace.threads + 1).fill(-1);
    this.#complete = new Int32Array(trace.objects).fill(-1);
  }

  spawnOf(thread: number): number {
    return this.#spawn[thread];
  }

  /** -1: nothing. */
  next(event: number): number {
    const is = this.#trace.kind[event] & EVENT_KIND_MASK;
    const object = this.#trace.object[event];
    const source = this.#sourceOf(event, is, object);
    if (is === EVENT.spawn) this.#spawn[object] = event;
    if (is === EVENT.complete) this.#complete[object] = event;
    this.#last[this.#trace.thread[event]] = event;
    return source;
  }

  #sourceOf(event: number, is: number, object: number): number {
    if (is === EVENT.begin) return this.#spawn[this.#trace.thread[event]];
    // Of a thread that has recorded nothing, its spawn.
    if (is === EVENT.join) return Math.max(this.#last[object], this.#spawn[object]);
    return is === EVENT.waited ? this.#complete[object] : -1;
  }
}
