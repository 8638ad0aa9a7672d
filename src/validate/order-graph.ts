import { sizedRegions } from '../shared/memory-map.ts';
import type { LockRegistry } from '../shared/lock-registry.ts';
import type { SharedMemory } from '../shared/shared-memory.ts';

/**
 * A directed graph of dependencies in shared memory. It knows nodes, edges and kinds of edges, never
 * locks. Every access is under the graph latch.
 *
 * An edge from -> to says that `to` was acquired while `from` was held. Its kinds are a bit set over
 * (from held Exclusive | Shared) x (to acquired Not recursively | as Recursive reader), as lockdep
 * has it since 5.10. A path is *strong*, and only then can deadlock, when no edge that ends in a
 * recursive read is followed by one that starts from a shared hold: such a pair never blocks.
 */
export interface EdgeKind {
  readonly fromShared: boolean;
  readonly toRecursive: boolean;
}

const FROM_SHARED = 2;
const TO_RECURSIVE = 1;
/** Kinds (as bits) that start from a shared hold / that end in a recursive read. */
const STARTS_SHARED = (1 << FROM_SHARED) | (1 << (FROM_SHARED | TO_RECURSIVE));
const ENDS_RECURSIVE = (1 << TO_RECURSIVE) | (1 << (FROM_SHARED | TO_RECURSIVE));

export class OrderGraph {
  readonly #i32: Int32Array;
  readonly #edges;
  readonly #nodes: number;

  constructor(memory: SharedMemory, registry: LockRegistry) {
    this.#i32 = memory.i32;
    this.#nodes = registry.sizes.nodes;
    this.#edges = memory.region(sizedRegions(registry.sizes).orderEdge);
  }

  has(from: number, to: number, kind: EdgeKind): boolean {
    return (this.#kinds(from, to) & bitOf(kind)) !== 0;
  }

  /** Chain in which the edge was first seen. */
  chainOf(from: number, to: number): number {
    return this.#i32[this.#edges.at(from) + this.#edges.word.chain + to] as number;
  }

  add(from: number, to: number, kind: EdgeKind, chain: number): void {
    const at = this.#edges.at(from);
    const kinds = this.#kinds(from, to);
    if (kinds === 0) this.#i32[at + this.#edges.word.chain + to] = chain;
    this.#i32[at + this.#edges.word.kinds + to] = kinds | bitOf(kind);
  }

  /**
   * The shortest strong path that an edge from -> to of this kind would close: to, ..., from.
   * Null when there is none. Breadth first over (node, arrived by recursive reads only).
   */
  closingPath(from: number, to: number, kind: EdgeKind): readonly number[] | null {
    const start = stateOf(to, kind.toRecursive);
    const cameFrom = new Map<number, number>([[start, -1]]);
    const queue = [start];
    for (let head = 0; head < queue.length; head++) {
      const state = queue[head] as number;
      const arrivedRecursive = (state & 1) === 1;
      if (state >> 1 === from && !(arrivedRecursive && kind.fromShared)) {
        return pathTo(state, cameFrom);
      }
      for (let next = 0; next < this.#nodes; next++) {
        let kinds = this.#kinds(state >> 1, next);
        if (arrivedRecursive) kinds &= ~STARTS_SHARED;
        if (kinds === 0) continue;
        const nextState = stateOf(next, (kinds & ~ENDS_RECURSIVE) === 0);
        if (cameFrom.has(nextState)) continue;
        cameFrom.set(nextState, state);
        queue.push(nextState);
      }
    }
    return null;
  }

  #kinds(from: number, to: number): number {
    return this.#i32[this.#edges.at(from) + this.#edges.word.kinds + to] as number;
  }
}

function bitOf({ fromShared, toRecursive }: EdgeKind): number {
  return 1 << ((fromShared ? FROM_SHARED : 0) | (toRecursive ? TO_RECURSIVE : 0));
}

function stateOf(node: number, recursive: boolean): number {
  return node * 2 + (recursive ? 1 : 0);
}

function pathTo(state: number, cameFrom: ReadonlyMap<number, number>): number[] {
  const path: number[] = [];
  for (let at = state; at !== -1; at = cameFrom.get(at) as number) path.unshift(at >> 1);
  return path;
}
