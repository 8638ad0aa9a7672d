import { EVENT, EVENT_KIND_MASK } from '../shared/event-trace.ts';
import type { Ideal } from './ideal.ts';
import type { Strand } from './link-table.ts';
import { isWeaker, type Refusal } from './rejection.ts';
import type { RunHistory } from './run-history.ts';
import type { SyncOrder } from './sync-order.ts';

/** Acquires, one of each strand, and the events of each thread that run before all of them wait. */
export interface Instance {
  readonly events: readonly number[];
  readonly witness: Int32Array;
}

/** Ideals closed for one search, at most. */
const CLOSINGS_MAX = 20_000;

/**
 * Looks for acquires, one of each strand, that can all be waiting at once: the smallest closed ideal
 * with all that comes before them has none of them in it. An acquire that is in it has to happen
 * before the others, and before all later ones of their strands, so that no event is looked at twice
 * and the ideal only grows (algorithm 2 of Tunc et al.).
 */
export class InstanceSearch {
  /** Some search met its limit. */
  truncated = false;
  /** Of all searches together. */
  readonly #workMax: number;
  readonly #history: RunHistory;
  readonly #order: SyncOrder;
  readonly #ideal: Ideal;

  constructor(history: RunHistory, order: SyncOrder, ideal: Ideal, workMax: number) {
    this.#history = history;
    this.#order = order;
    this.#ideal = ideal;
    this.#workMax = workMax;
  }

  /** All searches together have met their limit: what is refused from now on is not judged. */
  get exhausted(): boolean {
    return this.#ideal.work > this.#workMax;
  }

  find(strands: readonly Strand[]): Instance | Refusal {
    this.#ideal.reset();
    const at = strands.map(() => 0);
    const events = strands.map(({ events: all }) => all[0] as number);
    let refusal: Refusal | undefined;
    for (let closings = 0; ; closings++) {
      const why = this.#refusalOf(events);
      if (why === null) return { events, witness: this.#witness() };
      if (refusal === undefined || isWeaker(why, refusal)) refusal = why;
      if (!this.#advance(strands, at, events)) return refusal;
      this.truncated ||= closings >= CLOSINGS_MAX;
      if (closings >= CLOSINGS_MAX || this.exhausted) return refusal;
    }
  }

  /** Grows the ideal to what comes before the acquires. Null: none of them is in it. */
  #refusalOf(events: readonly number[]): Refusal | null {
    const ideal = this.#ideal;
    const { thread } = this.#history.trace;
    for (const event of events) {
      const enabling = this.#order.enabling(event);
      if (enabling >= 0) ideal.include(enabling);
    }
    if (!ideal.close()) return { reason: 'released-between', object: ideal.endless };
    const early = events.findIndex((event) => ideal.cut[thread[event]] >= event);
    return early < 0 ? null : this.#explain(events, early);
  }

  /** Each strand goes on to its first acquire that the ideal leaves out; false: there is none. */
  #advance(strands: readonly Strand[], at: number[], events: number[]): boolean {
    if (this.#ideal.endless >= 0) return false;
    for (let i = 0; i < strands.length; i++) {
      const { thread, events: all } = strands[i] as Strand;
      const cut = this.#ideal.cut[thread];
      at[i] = firstAfter(all, at[i] as number, cut);
      if (at[i] === all.length) return false;
      events[i] = all[at[i] as number];
    }
    return true;
  }

  #witness(): Int32Array {
    const { ordinal } = this.#history;
    return this.#ideal.cut.map((event) => (event < 0 ? 0 : ordinal[event] + 1));
  }

  /** Why the acquire `early` comes before another: precedence as in `rejection.ts`. */
  #explain(events: readonly number[], early: number): Refusal {
    const mine = events[early] as number;
    const { thread } = this.#history.trace;
    for (const other of events) {
      const enabling = other === mine ? -1 : this.#order.enabling(other);
      if (enabling >= 0 && this.#order.comesBefore(mine, enabling)) {
        return this.#explainOrder(thread[enabling], mine);
      }
    }
    return { reason: 'released-between', object: this.#ideal.drawnBy[thread[mine]] };
  }

  /** Follows the reads back from `thread` to the thread of the event that must come before. */
  #explainOrder(thread: number, mine: number): Refusal {
    const { trace } = this.#history;
    let refused = -1;
    for (let at = thread; at !== trace.thread[mine]; ) {
      const source = this.#order.sourceKnowing(at, mine);
      const is = trace.kind[source] & EVENT_KIND_MASK;
      const object = trace.object[source];
      if (is === EVENT.complete) return { reason: 'ordered-by-completion', object };
      if (is === EVENT.acquire) refused = object;
      at = trace.thread[source];
    }
    if (refused >= 0) return { reason: 'released-between', object: refused };
    return { reason: 'ordered-by-join', object: -1 };
  }
}

/** Index of the first entry from `from` on that is greater than `event`; gallops. */
function firstAfter(sorted: Int32Array, from: number, event: number): number {
  let [low, step] = [from, 1];
  while (low + step < sorted.length && sorted[low + step] <= event) {
    low += step;
    step *= 2;
  }
  let high = Math.min(sorted.length, low + step);
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= event) low = middle + 1;
    else high = middle;
  }
  return low;
}
