import type { LockGraph } from './lock-graph.ts';

/** Cycles longer than this are looked for only where few edges are entangled, and none is a chord. */
const LENGTH_EVERYWHERE = 4;
const EDGES_FEW = 128;
/** Edges looked at, at most, over all searches: about a second. */
const STEPS_MAX = 30_000_000;

/** `false` ends the search. */
export type CycleVisitor = (locks: readonly number[]) => boolean;

/**
 * All simple cycles of the entangled locks, shorter ones first, each from its smallest lock on. Their
 * number is exponential in the length, hence the bounds.
 */
export class LockCycles {
  readonly #graph: LockGraph;
  readonly #component: Int32Array;
  readonly #lengthMax: number;
  readonly #visit: CycleVisitor;
  readonly #path: number[] = [];
  readonly #onPath: Uint8Array;
  /** Steps back to the start of the search at least; stale unless `#searched` says otherwise. */
  readonly #distance: Int32Array;
  readonly #searched: Int32Array;
  readonly #in: readonly (readonly number[])[];
  #search = 0;
  #steps = 0;
  #chordless = false;
  #ended = false;

  constructor(graph: LockGraph, component: Int32Array, lengthMax: number, visit: CycleVisitor) {
    this.#graph = graph;
    this.#component = component;
    this.#lengthMax = lengthMax;
    this.#visit = visit;
    this.#onPath = new Uint8Array(graph.locks);
    this.#distance = new Int32Array(graph.locks);
    this.#searched = new Int32Array(graph.locks);
    const into: number[][] = Array.from({ length: graph.locks }, () => []);
    for (let edge = 0; edge < graph.size; edge++) {
      const [from, to] = [graph.from(edge), graph.to(edge)];
      if (component[to] >= 0 && component[from] === component[to]) into[to]?.push(from);
    }
    this.#in = into;
  }

  /** True: a limit or the visitor ended the search early. */
  run(): boolean {
    const few = this.#fewEdges();
    for (let length = 2; length <= this.#lengthMax && !this.#ended; length++) {
      this.#chordless = length > LENGTH_EVERYWHERE;
      for (let lock = 0; lock < this.#graph.locks && !this.#ended; lock++) {
        const at = this.#component[lock];
        if (at < 0 || (this.#chordless && few[at] === 0)) continue;
        this.#measure(lock, length);
        this.#extend(lock, lock, length);
      }
    }
    return this.#ended;
  }

  /** Per component: 1 where long cycles can be afforded. */
  #fewEdges(): Uint8Array {
    const edges: number[] = [];
    for (let lock = 0; lock < this.#graph.locks; lock++) {
      const at = this.#component[lock];
      if (at >= 0) edges[at] = (edges[at] ?? 0) + (this.#in[lock]?.length ?? 0);
    }
    return Uint8Array.from(edges, (count) => (count <= EDGES_FEW ? 1 : 0));
  }

  /** Breadth first backwards from `start` over greater locks, up to length - 1 steps. */
  #measure(start: number, length: number): void {
    this.#search++;
    this.#searched[start] = this.#search;
    this.#distance[start] = 0;
    const queue = [start];
    for (let head = 0; head < queue.length; head++) {
      const lock = queue[head] as number;
      if (this.#distance[lock] === length - 1) return;
      for (const from of this.#in[lock] as readonly number[]) {
        this.#steps++;
        if (from < start || this.#searched[from] === this.#search) continue;
        this.#searched[from] = this.#search;
        this.#distance[from] = this.#distance[lock] + 1;
        queue.push(from);
      }
    }
  }

  /** Depth first from `lock`, with `left` edges to go to be back at `start`. */
  #extend(start: number, lock: number, left: number): void {
    this.#path.push(lock);
    this.#onPath[lock] = 1;
    if (left === 1) {
      // Its distance is 1, or it would not have been entered.
      if (!this.#visit(this.#path)) this.#ended = true;
    } else {
      for (const edge of this.#graph.out(lock)) {
        if (++this.#steps > STEPS_MAX) this.#ended = true;
        if (this.#ended) break;
        const to = this.#graph.to(edge);
        if (this.#leadsBack(start, to, left - 1)) this.#extend(start, to, left - 1);
      }
    }
    this.#onPath[lock] = 0;
    this.#path.pop();
  }

  #leadsBack(start: number, lock: number, left: number): boolean {
    if (lock <= start || this.#onPath[lock] === 1) return false;
    if (this.#searched[lock] !== this.#search || this.#distance[lock] > left) return false;
    return !(this.#chordless && this.#hasChord(lock, left));
  }

  /** Whether an edge between the lock and the path makes a shorter cycle of it: a chord. */
  #hasChord(lock: number, left: number): boolean {
    const path = this.#path;
    for (let at = 0; at < path.length; at++) {
      const closes = at === 0 && left === 1;
      if (!closes && this.#graph.edge(lock, path[at] as number) >= 0) return true;
      if (at < path.length - 1 && this.#graph.edge(path[at] as number, lock) >= 0) return true;
    }
    return false;
  }
}
