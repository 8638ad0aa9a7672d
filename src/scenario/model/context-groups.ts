import type { ScenarioOp } from '../scenario.ts';
import type { StepGraph } from './step-graph.ts';

/**
 * Acquire contexts that may meet: those whose locks overlap, directly or over others. Age, wounds
 * and ownership within a group are seen by all of it and by nobody else.
 */
export class ContextGroups {
  /** How many there are. */
  readonly count: number;
  readonly #parents = new Map<string, string>();
  readonly #numbers = new Map<string, number>();

  constructor(graph: StepGraph) {
    for (const { thread, step } of graph.nodes) {
      const op = step?.op;
      if (op === undefined || !('context' in op)) continue;
      const context = contextKey(thread, op.context);
      this.#rootOf(context);
      for (const lock of locksUnder(op)) this.#unite(context, lockKey(lock));
    }
    for (const key of [...this.#parents.keys()]) {
      const root = this.#rootOf(key);
      if (!this.#numbers.has(root)) this.#numbers.set(root, this.#numbers.size);
    }
    this.count = this.#numbers.size;
  }

  ofContext(thread: number, context: string): number {
    return this.#numberOf(contextKey(thread, context));
  }

  ofLock(lock: number): number {
    return this.#numberOf(lockKey(lock));
  }

  #numberOf(key: string): number {
    return this.#numbers.get(this.#rootOf(key)) as number;
  }

  #unite(a: string, b: string): void {
    this.#parents.set(this.#rootOf(a), this.#rootOf(b));
  }

  #rootOf(key: string): string {
    let root = key;
    for (let parent = this.#parents.get(root); parent !== root; parent = this.#parents.get(root)) {
      if (parent === undefined) this.#parents.set(root, root);
      else root = parent;
    }
    return root;
  }
}

/** Ww-mutexes that an operation takes. */
export function locksUnder(op: ScenarioOp): readonly number[] {
  if (op.verb === 'ww_lock') return [op.lock];
  return op.verb === 'ww_lock_all' ? [...new Set(op.locks)] : [];
}

/** Each thread has a context of its own, also where two call theirs the same. */
function contextKey(thread: number, context: string): string {
  return `${thread} ${context}`;
}

function lockKey(lock: number): string {
  return `lock ${lock}`;
}
