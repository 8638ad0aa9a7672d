import type { LockClassPlan } from '../shared/plan.ts';
import type { CutEnd } from './suggest-cut.ts';

/** Finds the class of a node. */
export class CutEnds {
  readonly #classes = new Map<string, LockClassPlan>();
  readonly #contexts: ReadonlySet<string | undefined>;

  constructor(classes: readonly LockClassPlan[]) {
    for (const each of classes) this.#classes.set(each.name, each);
    this.#contexts = new Set(classes.map(({ context }) => context));
  }

  of(node: string): CutEnd {
    const known = this.#classes.get(node) ?? this.#classes.get(node.replace(/\/\d+$/, ''));
    const name = known?.name ?? node;
    return { class: name, kind: known?.kind ?? null, isContext: this.#contexts.has(name) };
  }
}
