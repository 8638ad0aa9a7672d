import type { LockGraph } from './lock-graph.ts';

/**
 * Strongly connected components (Tarjan 1972, without recursion): cycles lie within one. Returns the
 * component of each lock; -1 where the lock is in no cycle of two or more.
 */
export function entangledLocks(graph: LockGraph): Int32Array {
  const walk = new ComponentWalk(graph);
  for (let lock = 0; lock < graph.locks; lock++) walk.from(lock);
  return walk.component;
}

class ComponentWalk {
  readonly component: Int32Array;
  readonly #graph: LockGraph;
  /** Order of discovery from 1; 0: not yet. */
  readonly #found: Int32Array;
  readonly #lowest: Int32Array;
  readonly #nextEdge: Int32Array;
  readonly #onStack: Uint8Array;
  readonly #stack: number[] = [];
  readonly #path: number[] = [];
  #count = 0;
  #components = 0;

  constructor(graph: LockGraph) {
    this.#graph = graph;
    this.component = new Int32Array(graph.locks).fill(-1);
    this.#found = new Int32Array(graph.locks);
    this.#lowest = new Int32Array(graph.locks);
    this.#nextEdge = new Int32Array(graph.locks);
    this.#onStack = new Uint8Array(graph.locks);
  }

  from(root: number): void {
    if (this.#found[root] !== 0) return;
    this.#enter(root);
    for (let lock = this.#path.at(-1); lock !== undefined; lock = this.#path.at(-1)) {
      const out = this.#graph.out(lock);
      if (this.#nextEdge[lock] < out.length) {
        this.#follow(lock, this.#graph.to(out[this.#nextEdge[lock]++]));
      } else {
        this.#leave(lock);
      }
    }
  }

  #enter(lock: number): void {
    this.#found[lock] = this.#lowest[lock] = ++this.#count;
    this.#onStack[lock] = 1;
    this.#stack.push(lock);
    this.#path.push(lock);
  }

  #follow(lock: number, to: number): void {
    if (this.#found[to] === 0) this.#enter(to);
    else if (this.#onStack[to] === 1) this.#lower(lock, this.#found[to]);
  }

  #leave(lock: number): void {
    this.#path.pop();
    const parent = this.#path.at(-1);
    if (parent !== undefined) this.#lower(parent, this.#lowest[lock]);
    if (this.#lowest[lock] !== this.#found[lock]) return;
    const members = this.#stack.splice(this.#stack.lastIndexOf(lock));
    for (const member of members) this.#onStack[member] = 0;
    if (members.length < 2) return;
    for (const member of members) this.component[member] = this.#components;
    this.#components++;
  }

  #lower(lock: number, to: number): void {
    if (to < this.#lowest[lock]) this.#lowest[lock] = to;
  }
}
