import { NOTHING } from './held-sets.ts';
import { IntList } from './int-list.ts';
import type { LikeAcquires } from './like-acquires.ts';
import { PairTable } from './pair-table.ts';
import type { InstanceEdge } from './prediction.ts';
import type { RunHistory } from './run-history.ts';

/** Which locks were acquired while which were held: instances, in numbers. */
export class LockGraph {
  /** (from, to) */
  readonly #edges = new PairTable();
  readonly #count = new IntList();
  readonly #waiting = new IntList();
  readonly #firstEvent = new IntList();
  /** Edges by `from`. */
  readonly #out: Int32Array;
  readonly #outFrom: Int32Array;

  constructor(history: RunHistory, acquires: LikeAcquires, locks: number) {
    for (let id = 0; id < history.alike.size; id++) {
      const waits = !history.acquisitions.givesUp(wantedBy(history, id));
      forEachHeld(history, id, (from, to) => {
        const edge = this.#edges.idOf(from, to);
        if (edge === this.#count.length) this.#addEdge(acquires.first(id));
        const count = acquires.count(id);
        this.#count.values[edge] += count;
        if (waits) this.#waiting.values[edge] += count;
        const first = this.#firstEvent.values;
        first[edge] = Math.min(first[edge], acquires.first(id));
      });
    }
    this.#outFrom = new Int32Array(locks + 1);
    for (let edge = 0; edge < this.size; edge++) this.#outFrom[this.from(edge) + 1]++;
    for (let lock = 0; lock < locks; lock++) this.#outFrom[lock + 1] += this.#outFrom[lock];
    const place = this.#outFrom.slice();
    this.#out = new Int32Array(this.size);
    for (let edge = 0; edge < this.size; edge++) this.#out[place[this.from(edge)]++] = edge;
  }

  get size(): number {
    return this.#edges.size;
  }

  get locks(): number {
    return this.#outFrom.length - 1;
  }

  from(edge: number): number {
    return this.#edges.firstOf(edge);
  }

  to(edge: number): number {
    return this.#edges.secondOf(edge);
  }

  edge(from: number, to: number): number {
    return this.#edges.find(from, to);
  }

  /** Edges that leave a lock. */
  out(lock: number): Int32Array {
    return this.#out.subarray(this.#outFrom[lock], this.#outFrom[lock + 1]);
  }

  told(): InstanceEdge[] {
    return Array.from({ length: this.size }, (_, edge) => ({
      from: this.from(edge),
      to: this.to(edge),
      count: this.#count.values[edge],
      waiting: this.#waiting.values[edge],
      firstEvent: this.#firstEvent.values[edge],
    }));
  }

  #addEdge(event: number): void {
    this.#count.push(0);
    this.#waiting.push(0);
    this.#firstEvent.push(event);
  }
}

/** The acquisition that like acquires make. */
export function wantedBy(history: RunHistory, id: number): number {
  return history.heldSets.topOf(history.alike.firstOf(id));
}

/**
 * The locks held at like acquires, newest first, each once, with the acquisition by which it is held.
 * What is held since before the trace is left out: its mode is not known.
 */
export function forEachHeld(
  history: RunHistory,
  id: number,
  visit: (from: number, to: number, acquisition: number) => void,
): void {
  const { acquisitions, heldSets } = history;
  const all = history.alike.firstOf(id);
  const to = acquisitions.lockOf(heldSets.topOf(all));
  for (let held = heldSets.belowTop(all); held !== NOTHING; held = heldSets.belowTop(held)) {
    const acquisition = heldSets.topOf(held);
    const from = acquisitions.lockOf(acquisition);
    // Of a lock held twice, as a reader may, the first acquisition is the one that holds it.
    const again = heldSets.holds(heldSets.belowTop(held), from);
    if (!again && !acquisitions.isUnknown(acquisition)) visit(from, to, acquisition);
  }
}
