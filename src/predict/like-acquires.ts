import type { RunHistory } from './run-history.ts';

/** The acquires of a run by their likes: how many, and which. */
export class LikeAcquires {
  /** All acquires, those of one number together, each in order. */
  readonly #events: Int32Array;
  readonly #from: Int32Array;

  constructor({ alike, alikeOf }: RunHistory) {
    const from = new Int32Array(alike.size + 1);
    for (const id of alikeOf) if (id >= 0) from[id + 1]++;
    for (let id = 0; id < alike.size; id++) from[id + 1] += from[id];
    this.#from = from;
    this.#events = new Int32Array(from[alike.size]);
    const place = from.slice();
    for (let event = 0; event < alikeOf.length; event++) {
      const id = alikeOf[event];
      if (id >= 0) this.#events[place[id]++] = event;
    }
  }

  count(id: number): number {
    return this.#from[id + 1] - this.#from[id];
  }

  first(id: number): number {
    return this.#events[this.#from[id]];
  }

  /** A view, in order. */
  events(id: number): Int32Array {
    return this.#events.subarray(this.#from[id], this.#from[id + 1]);
  }

  /** All events of several numbers, in order. */
  merged(ids: readonly number[]): Int32Array {
    if (ids.length === 1) return this.events(ids[0] as number);
    const all = new Int32Array(ids.reduce((sum, id) => sum + this.count(id), 0));
    let at = 0;
    for (const id of ids) {
      all.set(this.events(id), at);
      at += this.count(id);
    }
    return all.sort();
  }
}
