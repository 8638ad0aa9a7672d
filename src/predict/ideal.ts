import { NOTHING } from './held-sets.ts';
import { type LockSections, NEVER } from './lock-sections.ts';
import type { RunHistory } from './run-history.ts';
import type { SyncOrder } from './sync-order.ts';

/** Work of a late cause: these may come in long chains. */
const LATE_WORK = 64;

/** A section that a cut lies in. */
interface OpenSection {
  readonly lock: number;
  readonly section: number;
}

/**
 * A part of the run that could have been all of it: of each thread the events up to its *cut*. Closed
 * under what events read from and, per lock, under sync preservation: when a section has begun, all
 * earlier sections of the lock that exclude it have ended. The trace restricted to a closed ideal is
 * itself a run of the program (Tunc et al., lemma on sync-preserving closure), and that is why nothing
 * predicted is false.
 *
 * Only sections that a cut lies in can be open, so that closing looks at what is held at the cuts and
 * at nothing else, however long the trace.
 */
export class Ideal {
  /** Last event of each thread in it; -1: none. */
  readonly cut: Int32Array;
  /**
   * Nothing greater is closed: lock of a section that would have to end but never did, or of a refusal
   * without a known cause. -1: none.
   */
  endless = -1;
  /** Per thread the lock whose order last drew it on; -1: none did. */
  readonly drawnBy: Int32Array;
  /** Done so far, in looks at one thread's entry in something. */
  work = 0;
  readonly #history: RunHistory;
  readonly #sections: LockSections;
  readonly #order: SyncOrder;
  readonly #least: Int32Array;
  readonly #leastOpen: readonly (readonly OpenSection[])[];
  /** Per thread, unless it is in `#moved`. */
  readonly #open: (readonly OpenSection[])[];
  /** Threads whose cuts have moved since their sections were looked at. */
  readonly #moved: number[] = [];
  readonly #hasMoved: Uint8Array;
  /** Events still to be brought in. */
  readonly #pending: number[] = [];

  /** Each ideal has at least the events before `since`. */
  constructor(history: RunHistory, order: SyncOrder, since: number) {
    const { threads, thread } = history.trace;
    this.#history = history;
    this.#sections = history.sections;
    this.#order = order;
    this.#least = new Int32Array(threads + 1).fill(-1);
    for (let event = 0; event < since; event++) this.#least[thread[event]] = event;
    this.cut = this.#least.slice();
    this.drawnBy = new Int32Array(threads + 1).fill(-1);
    this.#hasMoved = new Uint8Array(threads + 1);
    this.#leastOpen = Array.from(this.cut, (_, each) => this.#openAt(each));
    this.#open = [...this.#leastOpen];
  }

  /** As small as can be: a beginning of the run, hence closed. */
  reset(): void {
    this.cut.set(this.#least);
    this.drawnBy.fill(-1);
    this.endless = -1;
    this.#moved.length = 0;
    this.#hasMoved.fill(0);
    for (let thread = 1; thread < this.cut.length; thread++) {
      this.#open[thread] = this.#leastOpen[thread] as readonly OpenSection[];
    }
  }

  /** Brings in an event, with all that must come before it. */
  include(event: number, lock = -1): void {
    const { thread, object } = this.#history.trace;
    if (this.cut[thread[event]] < event) this.#runTo(thread[event], event, lock);
    for (let at = this.#pending.pop(); at !== undefined; at = this.#pending.pop()) {
      if (this.cut[thread[at]] < at) this.#runTo(thread[at], at, object[at]);
    }
  }

  /** Closes it; false: impossible, see `endless`. */
  close(): boolean {
    for (let thread = this.#moved.pop(); thread !== undefined; thread = this.#moved.pop()) {
      this.#hasMoved[thread] = 0;
      this.#open[thread] = this.#openAt(thread);
      this.#endOwn(thread);
      if (this.#hasMoved[thread] === 0) this.#endOthers(thread);
      if (this.endless >= 0) return false;
    }
    return true;
  }

  #runTo(thread: number, event: number, lock: number): void {
    this.work += this.cut.length;
    this.#setCut(thread, event, lock);
    this.#order.forEachBefore(thread, event, (other, last) => {
      if (last > this.cut[other]) this.#setCut(other, last, lock);
    });
  }

  #setCut(thread: number, event: number, lock: number): void {
    const { object } = this.#history.trace;
    const unexplained = this.#order.unexplained(thread, this.cut[thread], event);
    if (unexplained >= 0) this.endless = object[unexplained];
    this.cut[thread] = event;
    this.drawnBy[thread] = lock;
    if (this.#hasMoved[thread] === 0) this.#moved.push(thread);
    this.#hasMoved[thread] = 1;
    this.#order.forEachLate(thread, event, (source) => {
      if (source <= this.cut[this.#history.trace.thread[source]]) return;
      this.#pending.push(source);
      this.work += LATE_WORK;
    });
  }

  #openAt(thread: number): readonly OpenSection[] {
    const { heldSets, acquisitions } = this.#history;
    const open: OpenSection[] = [];
    let held = this.#history.heldAt(thread, this.cut[thread]);
    for (; held !== NOTHING; held = heldSets.belowTop(held)) {
      const lock = acquisitions.lockOf(heldSets.topOf(held));
      const lane = this.#sections.laneOf(lock, thread);
      open.push({ lock, section: this.#sections.latest(lane, this.cut[thread]) });
    }
    return open;
  }

  /** Ends sections of the thread that another in the ideal has followed. */
  #endOwn(thread: number): void {
    const sections = this.#sections;
    for (const { lock, section } of this.#open[thread] as readonly OpenSection[]) {
      const lanes = sections.firstLane(lock + 1);
      for (let lane = sections.firstLane(lock); lane < lanes; lane++) {
        if (sections.laneThread[lane] === thread || !this.#follows(lane, section)) continue;
        this.#end(section, lock);
        break;
      }
    }
  }

  /** Ends sections of others that the thread has followed. */
  #endOthers(thread: number): void {
    for (let other = 1; other < this.cut.length; other++) {
      // What has moved is looked at from all sides when its turn comes.
      if (other === thread || this.#hasMoved[other] === 1) continue;
      for (const { lock, section } of this.#open[other] as readonly OpenSection[]) {
        const lane = this.#sections.laneOf(lock, thread);
        if (lane >= 0 && this.#follows(lane, section)) this.#end(section, lock);
      }
    }
  }

  #end(section: number, lock: number): void {
    const end = this.#sections.end[section];
    if (end === NEVER) this.endless = lock;
    else this.include(end, lock);
  }

  /** Whether the lane's thread has begun a section that excludes this one and comes after it. */
  #follows(lane: number, section: number): boolean {
    const sections = this.#sections;
    this.work++;
    const at = sections.latest(lane, this.cut[sections.laneThread[lane]]);
    if (at < 0) return false;
    const newest = sections.isShared(section) ? sections.exclusiveStart : sections.start;
    return newest[at] > sections.start[section];
  }
}
