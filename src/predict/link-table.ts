import { NOTHING } from './held-sets.ts';
import type { LikeAcquires } from './like-acquires.ts';
import { forEachHeld, type LockGraph, wantedBy } from './lock-graph.ts';
import { PairTable } from './pair-table.ts';
import type { RunHistory } from './run-history.ts';

/** Locks; true: held exclusively. */
export type HeldLocks = ReadonlyMap<number, boolean>;

/** What one thread did of a link. */
export interface Strand {
  /** From 0, over all strands of a table. */
  readonly number: number;
  readonly thread: number;
  /** The acquires of the wanted lock, in order. */
  readonly events: Int32Array;
  /** What is held when it is wanted, each way once. */
  readonly held: readonly HeldLocks[];
}

/** A way to make an edge of the lock graph: the places and modes of both acquisitions. */
export interface Link {
  /** Acquisition by which the edge's first lock is held, by which its second is wanted. */
  readonly held: number;
  readonly wanted: number;
  readonly count: number;
  /** By thread. */
  readonly strands: readonly Strand[];
}

/** The links of those edges that lie on cycles, with all that threads did of them. */
export class LinkTable {
  readonly #history: RunHistory;
  readonly #acquires: LikeAcquires;
  /** (held acquisition, wanted acquisition) */
  readonly #links = new PairTable();
  /** Per link the numbers of its like acquires. */
  readonly #likes: number[][] = [];
  readonly #ofEdge = new Map<number, number[]>();
  readonly #made = new Map<number, Link>();
  readonly #writers = new Map<number, readonly Strand[]>();
  #strandsMade = 0;
  #writersOf: ReadonlyMap<number, number[]> | undefined;

  constructor(
    history: RunHistory,
    acquires: LikeAcquires,
    graph: LockGraph,
    component: Int32Array,
  ) {
    this.#history = history;
    this.#acquires = acquires;
    for (let id = 0; id < history.alike.size; id++) {
      const wanted = wantedBy(history, id);
      forEachHeld(history, id, (from, to, held) => {
        const onCycle = component[from] >= 0 && component[from] === component[to];
        if (from === to || onCycle) this.#add(graph.edge(from, to), held, wanted, id);
      });
    }
  }

  /** Links of an edge. */
  of(edge: number): readonly Link[] {
    return (this.#ofEdge.get(edge) ?? []).map((link) => this.#link(link));
  }

  /** Per thread its exclusive acquires of the lock that wait as long as it takes. */
  writers(lock: number): readonly Strand[] {
    this.#writersOf ??= this.#findWriters();
    let strands = this.#writers.get(lock);
    if (strands === undefined) {
      strands = this.#strands(this.#writersOf.get(lock) ?? []);
      this.#writers.set(lock, strands);
    }
    return strands;
  }

  #add(edge: number, held: number, wanted: number, id: number): void {
    const link = this.#links.idOf(held, wanted);
    if (link === this.#likes.length) {
      this.#likes.push([]);
      const ofEdge = this.#ofEdge.get(edge);
      if (ofEdge === undefined) this.#ofEdge.set(edge, [link]);
      else ofEdge.push(link);
    }
    this.#likes[link]?.push(id);
  }

  #link(id: number): Link {
    let link = this.#made.get(id);
    if (link === undefined) {
      const strands = this.#strands(this.#likes[id] as number[]);
      const count = strands.reduce((sum, { events }) => sum + events.length, 0);
      const [held, wanted] = [this.#links.firstOf(id), this.#links.secondOf(id)];
      link = { held, wanted, count, strands };
      this.#made.set(id, link);
    }
    return link;
  }

  #strands(likes: readonly number[]): readonly Strand[] {
    const byThread = new Map<number, number[]>();
    for (const id of likes) {
      const thread = this.#history.alike.secondOf(id);
      const ofThread = byThread.get(thread);
      if (ofThread === undefined) byThread.set(thread, [id]);
      else ofThread.push(id);
    }
    return Array.from(byThread, ([thread, ids]) => ({
      number: this.#strandsMade++,
      thread,
      events: this.#acquires.merged(ids),
      held: ids.map((id) => this.#heldBelow(id)),
    }));
  }

  #heldBelow(id: number): HeldLocks {
    const { acquisitions, alike, heldSets } = this.#history;
    const held = new Map<number, boolean>();
    let at = heldSets.belowTop(alike.firstOf(id));
    for (; at !== NOTHING; at = heldSets.belowTop(at)) {
      const acquisition = heldSets.topOf(at);
      held.set(acquisitions.lockOf(acquisition), !acquisitions.isShared(acquisition));
    }
    return held;
  }

  #findWriters(): ReadonlyMap<number, number[]> {
    const { acquisitions, alike } = this.#history;
    const found = new Map<number, number[]>();
    for (let id = 0; id < alike.size; id++) {
      const wanted = wantedBy(this.#history, id);
      if (acquisitions.isShared(wanted) || acquisitions.givesUp(wanted)) continue;
      const lock = acquisitions.lockOf(wanted);
      const ids = found.get(lock);
      if (ids === undefined) found.set(lock, [id]);
      else ids.push(id);
    }
    return found;
  }
}
