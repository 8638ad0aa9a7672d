/** A graph over the numbers from 0 up. */
export interface Digraph {
  readonly nodes: number;
  readonly edges: readonly Arc[];
}

export interface Arc {
  readonly from: number;
  readonly to: number;
}

/**
 * The component of each node: two nodes are in one when each can be reached from the other (Tarjan
 * 1972). An edge lies on a cycle exactly when both of its ends are in one component.
 */
export function componentsOf({ nodes, edges }: Digraph): readonly number[] {
  const next: number[][] = Array.from({ length: nodes }, () => []);
  for (const { from, to } of edges) next[from].push(to);
  const index = new Array<number>(nodes).fill(-1);
  const low = new Array<number>(nodes).fill(0);
  const component = new Array<number>(nodes).fill(-1);
  const stack: number[] = [];
  let count = 0;
  let components = 0;

  // Recursive: a drawing has few nodes.
  const visit = (node: number) => {
    index[node] = low[node] = count++;
    stack.push(node);
    for (const to of next[node]) {
      if (index[to] === -1) visit(to);
      if (component[to] === -1) low[node] = Math.min(low[node], low[to]);
    }
    if (low[node] !== index[node]) return;
    let member: number;
    do {
      member = stack.pop() as number;
      component[member] = components;
    } while (member !== node);
    components++;
  };
  for (let node = 0; node < nodes; node++) if (index[node] === -1) visit(node);
  return component;
}
