import type { Scenario, ScenarioOp, Verb } from '../scenario.ts';
import type { StepGraph } from './step-graph.ts';

const REFUSABLE: ReadonlySet<Verb> = new Set(['trylock', 'timedlock', 'tryread', 'trywrite']);
const TAKING: ReadonlySet<Verb> = new Set(['lock', 'read', 'write']);
const RELEASING: ReadonlySet<Verb> = new Set(['unlock', 'unread', 'unwrite']);
/** Never stop a thread, and nobody's outcome depends on when exactly they come. */
const FOLLOWING: ReadonlySet<Verb> = new Set([
  'work',
  'complete',
  'fence_signal',
  'spawn',
  'ww_end',
]);

/**
 * Locks that are only ever passed through: nobody tries them, and whoever takes one gives it back
 * without coming by anything that could stop it in between. They cannot be part of a deadlock, and
 * where threads are interrupted only at points they are always free.
 *
 * Found from the innermost: a section may contain sections of locks already found, so that two
 * locks that are taken in both orders are never both among them.
 */
export class PassingLocks {
  readonly #graph: StepGraph;
  readonly #bookkeeping: ReadonlySet<Verb>;
  readonly #tried = new Set<number>();
  readonly #takers = new Map<number, number[]>();
  readonly #found = new Set<number>();

  constructor({ locks }: Scenario, graph: StepGraph, bookkeeping: ReadonlySet<Verb>) {
    this.#graph = graph;
    this.#bookkeeping = bookkeeping;
    graph.nodes.forEach(({ step }, node) => {
      const op = step?.op;
      if (op === undefined || !('lock' in op)) return;
      if (REFUSABLE.has(op.verb)) this.#tried.add(op.lock);
      if (!TAKING.has(op.verb)) return;
      const takers = this.#takers.get(op.lock);
      if (takers === undefined) this.#takers.set(op.lock, [node]);
      else takers.push(node);
    });
    const open = [...this.#takers.keys()].filter(
      (lock) => !this.#tried.has(lock) && isSection(locks[lock]?.kind),
    );
    this.#findAll(open);
  }

  has(lock: number): boolean {
    return this.#found.has(lock);
  }

  #findAll(candidates: readonly number[]): void {
    const rest = candidates.filter((lock) => {
      const takers = this.#takers.get(lock) as number[];
      if (!takers.every((node) => this.#isPassedThrough(lock, node))) return true;
      this.#found.add(lock);
      return false;
    });
    if (rest.length > 0 && rest.length < candidates.length) this.#findAll(rest);
  }

  /** Whether nothing stops a thread from here to the release. */
  #isPassedThrough(lock: number, taker: number): boolean {
    const { nodes } = this.#graph;
    for (let node = nodes[taker]?.next as number; ; node = nodes[node]?.next as number) {
      const op = nodes[node]?.step?.op;
      if (op === undefined) return false;
      if (RELEASING.has(op.verb) && 'lock' in op && op.lock === lock) return true;
      if (!this.#isPassed(op)) return false;
    }
  }

  /** All of these have one successor only. */
  #isPassed(op: ScenarioOp): boolean {
    if (this.#bookkeeping.has(op.verb) || FOLLOWING.has(op.verb)) return true;
    if (!('lock' in op)) return false;
    if (this.#found.has(op.lock)) return true;
    if (op.verb === 'downgrade') return !this.#tried.has(op.lock);
    return RELEASING.has(op.verb) && !this.#tried.has(op.lock);
  }
}

function isSection(kind: string | undefined): boolean {
  return kind === 'mutex' || kind === 'rwsem';
}
