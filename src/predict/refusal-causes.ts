import { EVENT_SHARED } from '../shared/event-trace.ts';
import { NEVER } from './lock-sections.ts';
import type { RunHistory } from './run-history.ts';

/** Nothing that the trace shows can have caused the refusal. */
export const UNEXPLAINED = null;

/**
 * What made tried and timed acquisitions fail. A thread records an acquire or a refusal a little
 * after it happens, and a release a little before. What is certain: a section holds the lock from its
 * acquire to its release as recorded, and the refusal happened after the thread's event before it.
 */
export class RefusalCauses {
  readonly #history: RunHistory;
  /** Event after this one in the same thread; NEVER: none. */
  readonly #next: Int32Array;

  constructor(history: RunHistory) {
    this.#history = history;
    const { previous } = history;
    this.#next = new Int32Array(previous.length).fill(NEVER);
    for (let event = 0; event < previous.length; event++) {
      if (previous[event] >= 0) this.#next[previous[event]] = event;
    }
  }

  /**
   * Acquires that must come before the refusal, which can have happened from `since` on. One is
   * enough if its section certainly lasted into that time: an attempt made then is refused; of
   * several the one that lasted longest is told. Otherwise it was one of those that may have, with a writer that stood in the queue
   * among them, and all of them are needed.
   */
  of(event: number, since: number): readonly number[] | typeof UNEXPLAINED {
    const { trace, sections } = this.#history;
    const lock = trace.object[event];
    const shared = (trace.kind[event] & EVENT_SHARED) !== 0;
    const possible: number[] = [];
    let certain = -1;
    const lanes = sections.firstLane(lock + 1);
    // A completion, or a lock that nobody recorded has ever held.
    if (sections.firstLane(lock) === lanes) return [];
    for (let lane = sections.firstLane(lock); lane < lanes; lane++) {
      if (sections.laneThread[lane] === trace.thread[event]) continue;
      const before = this.#excludingBefore(lane, event, shared);
      const end = before < 0 ? -1 : sections.end[before];
      if (end > since && (certain < 0 || end > sections.end[certain])) certain = before;
      if (end >= 0 && end <= since && this.#next[end] > since)
        possible.push(sections.start[before]);
      const after = sections.startAfter(lane, event, shared);
      if (after !== NEVER && this.#history.previous[after] < event) possible.push(after);
    }
    if (certain >= 0) return [sections.start[certain]];
    return possible.length > 0 ? possible : UNEXPLAINED;
  }

  /** The lane's newest section by `event` that excludes the attempt; -1: none. */
  #excludingBefore(lane: number, event: number, shared: boolean): number {
    const { sections } = this.#history;
    const newest = sections.latest(lane, event);
    if (newest < 0 || !shared) return newest;
    const start = sections.exclusiveStart[newest];
    return start < -1 ? -1 : sections.latest(lane, start);
  }
}
