import {
  EVENT,
  EVENT_KIND_MASK,
  EVENT_SHARED,
  EVENT_TRIED,
  type EventTrace,
} from '../shared/event-trace.ts';
import { AcquisitionTable } from './acquisition-table.ts';
import { HeldSets, NOTHING } from './held-sets.ts';
import { LockSections, SectionLog } from './lock-sections.ts';
import { PairTable } from './pair-table.ts';

/** What of an acquire makes it a downgrade, straight after the release of the same lock. */
const DOWNGRADED = EVENT_SHARED | EVENT_TRIED;

/**
 * One walk over the trace: who held what when. *Alike* are the acquires of one thread in one way with
 * the same locks held (abstract acquires, Tunc et al., PLDI 2023, arXiv 2304.03692): patterns are
 * looked for among these, which are few.
 */
export class RunHistory {
  readonly trace: EventTrace;
  readonly acquisitions = new AcquisitionTable();
  readonly heldSets = new HeldSets(this.acquisitions);
  /** Event before this one in the same thread; -1: none. */
  readonly previous: Int32Array;
  /** Position of the event in its thread, from 0. */
  readonly ordinal: Int32Array;
  /** Held by the event's thread after it. */
  readonly heldAfter: Int32Array;
  /** Held by each thread before its first event. */
  readonly heldAtFirst: Int32Array;
  /** (held with the new acquisition on top, thread): acquires that are alike. */
  readonly alike = new PairTable();
  /** Of an acquire the number of its likes; else -1. */
  readonly alikeOf: Int32Array;
  readonly sections: LockSections;
  readonly #log = new SectionLog();
  /** Per thread: its open sections, by start. */
  readonly #open: number[][];

  constructor(trace: EventTrace) {
    const { count, threads } = trace;
    this.trace = trace;
    this.previous = new Int32Array(count);
    this.ordinal = new Int32Array(count);
    this.heldAfter = new Int32Array(count);
    this.alikeOf = new Int32Array(count).fill(-1);
    this.#open = Array.from({ length: threads + 1 }, () => []);
    this.heldAtFirst = this.#holdFromBefore();
    this.#walk();
    this.sections = new LockSections(this.#log, trace.objects, threads);
  }

  /** What the thread holds when it has run up to `event`; -1: nothing yet. */
  heldAt(thread: number, event: number): number {
    return event < 0 ? this.heldAtFirst[thread] : this.heldAfter[event];
  }

  #walk(): void {
    const { count, kind, thread } = this.trace;
    const last = new Int32Array(this.trace.threads + 1).fill(-1);
    for (let event = 0; event < count; event++) {
      const by = thread[event];
      const before = last[by];
      this.previous[event] = before;
      this.ordinal[event] = before < 0 ? 0 : this.ordinal[before] + 1;
      const held = this.heldAt(by, before);
      const is = kind[event] & EVENT_KIND_MASK;
      if (is === EVENT.acquire) this.heldAfter[event] = this.#acquired(event, by, held);
      else if (is === EVENT.release) this.heldAfter[event] = this.#released(event, by, held);
      else this.heldAfter[event] = held;
      last[by] = event;
    }
  }

  #acquired(event: number, by: number, held: number): number {
    const { kind, object, row } = this.trace;
    const lock = object[event];
    this.#joinDowngrade(event, by);
    const acquisition = this.acquisitions.idOf(lock, kind[event] & ~EVENT_KIND_MASK, row[event]);
    const after = this.heldSets.with(held, acquisition);
    this.alikeOf[event] = this.alike.idOf(after, by);
    if (!this.heldSets.holds(held, lock)) {
      const shared = (kind[event] & EVENT_SHARED) !== 0;
      this.#open[by].push(this.#log.open(event, lock, by, shared));
    }
    return after;
  }

  #released(event: number, by: number, held: number): number {
    const lock = this.trace.object[event];
    const after = this.heldSets.without(held, lock);
    if (!this.heldSets.holds(after, lock)) this.#close(event, by, lock);
    return after;
  }

  #close(event: number, by: number, lock: number): void {
    const open = this.#open[by];
    const at = open.findLastIndex((section) => this.#log.lock.values[section] === lock);
    this.#log.close(open[at], event);
    open.splice(at, 1);
  }

  /**
   * A downgrade is recorded as a release and a shared acquire, but lets nobody in between: the writer
   * section lasts until it is a reader's.
   */
  #joinDowngrade(event: number, by: number): void {
    const { kind, object } = this.trace;
    const before = this.previous[event];
    if ((kind[event] & DOWNGRADED) !== DOWNGRADED || before < 0) return;
    if ((kind[before] & EVENT_KIND_MASK) !== EVENT.release) return;
    if (object[before] !== object[event]) return;
    this.heldAfter[before] = this.heldAt(by, this.previous[before]);
    const { lock, thread, end } = this.#log;
    for (let section = end.length - 1; section >= 0; section--) {
      if (lock.values[section] !== object[event] || thread.values[section] !== by) continue;
      if (end.values[section] === before) this.#log.close(section, event);
      break;
    }
  }

  /** Locks released without having been acquired were held when the recording began. */
  #holdFromBefore(): Int32Array {
    const { count, kind, thread, object, threads } = this.trace;
    const holds = new PairTable();
    const depth: number[] = [];
    const held = new Int32Array(threads + 1).fill(NOTHING);
    for (let event = 0; event < count; event++) {
      const is = kind[event] & EVENT_KIND_MASK;
      if (is !== EVENT.acquire && is !== EVENT.release) continue;
      const [by, lock] = [thread[event], object[event]];
      const id = holds.idOf(by, lock);
      const now = (depth[id] ?? 0) + (is === EVENT.acquire ? 1 : -1);
      depth[id] = Math.max(now, 0);
      if (now >= 0) continue;
      if (!this.heldSets.holds(held[by], lock)) {
        this.#open[by].push(this.#log.open(-1, lock, by, false));
      }
      held[by] = this.heldSets.with(held[by], this.acquisitions.unknown(lock));
    }
    return held;
  }
}
