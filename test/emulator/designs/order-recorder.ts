/** A lock as the recorder sees it: its class, and the node (class and subclass) it was taken as. */
export interface Taken {
  readonly name: string;
  readonly class: string;
  readonly node: string;
}

/**
 * What one thread holds, and every order that it showed: an edge for each lock that it was ready to
 * wait for while it held another. A lock that was only tried has no edge leading to it.
 */
export class OrderRecorder {
  readonly held: Taken[] = [];
  readonly #edges = new Map<string, Set<string>>();
  readonly #classEdges = new Map<string, Set<string>>();

  wants(wanted: Taken, underContext: boolean): void {
    for (const held of this.held) {
      if (underContext && held.class === wanted.class) continue;
      addEdge(this.#edges, held.node, wanted.node);
      addEdge(this.#classEdges, held.class, wanted.class);
    }
  }

  took(taken: Taken): void {
    this.held.push(taken);
  }

  dropped(name: string): void {
    const at = this.held.findLastIndex((held) => held.name === name);
    if (at === -1) throw new Error(`${name} is released but not held`);
    this.held.splice(at, 1);
  }

  holds(name: string): boolean {
    return this.held.some((held) => held.name === name);
  }

  /** Adds what another recorder saw. */
  include(other: OrderRecorder): void {
    for (const [from, tos] of other.#edges) for (const to of tos) addEdge(this.#edges, from, to);
    for (const [from, tos] of other.#classEdges) {
      for (const to of tos) addEdge(this.#classEdges, from, to);
    }
  }

  /** A cycle of nodes, first one repeated at the end; null when the order is one. */
  cycle(): readonly string[] | null {
    for (const start of this.#edges.keys()) {
      const path = this.#pathBack(start, start, [start], new Set());
      if (path !== null) return path;
    }
    return null;
  }

  /** The first recorded order of two classes that contradicts one of the lines. */
  broken(lines: readonly (readonly string[])[]): string | null {
    for (const line of lines) {
      for (const [outer, inners] of this.#classEdges) {
        for (const inner of inners) {
          const at = line.indexOf(inner);
          if (at !== -1 && line.indexOf(outer) > at) return `${outer} > ${inner}`;
        }
      }
    }
    return null;
  }

  #pathBack(
    from: string,
    to: string,
    path: readonly string[],
    seen: Set<string>,
  ): readonly string[] | null {
    for (const next of this.#edges.get(from) ?? []) {
      if (next === to) return [...path, next];
      if (seen.has(next)) continue;
      seen.add(next);
      const found = this.#pathBack(next, to, [...path, next], seen);
      if (found !== null) return found;
    }
    return null;
  }
}

function addEdge(edges: Map<string, Set<string>>, from: string, to: string): void {
  const known = edges.get(from);
  if (known === undefined) edges.set(from, new Set([to]));
  else known.add(to);
}
