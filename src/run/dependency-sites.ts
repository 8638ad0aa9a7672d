import type { SlotMeaning } from '../shared/lock-registry.ts';
import { CONTROL } from '../shared/memory-map.ts';
import type { Evidence } from '../validate/evidence.ts';
import { RECLAIM_CLASS } from './suggest-cut.ts';

/** Chains that are known before the run (see `LockPlan.primes`) were taken by no thread. */
const NOBODY = 0;

/** `to` was acquired while `from` was held: nodes of the order graph. */
export interface NodeArc {
  readonly from: string;
  readonly to: string;
}

interface Made {
  readonly places: Set<string>;
  onlyInReclaim: boolean;
}

/**
 * Every dependency that the threads of a run made, between nodes of the order graph (class, or
 * class/subclass), with the places that make it. Unlike the order graph, which leaves out what follows
 * from other dependencies, it has each lock that was held: whoever cuts A > B out of A > B > C still
 * has A > C. Only reclaim hides what is outside of it: both ways to cut there, to allocate elsewhere and
 * not to block in reclaim, end what leads through it. A stack of locks has the place where an operation
 * first had it.
 */
export class DependencySites {
  readonly #made = new Map<string, Map<string, Made>>();

  constructor({ chains, memory, plan, registry }: Evidence) {
    const control = memory.region(CONTROL);
    const first = 1 + plan.operations.length;
    const count = memory.i32[control.base + control.word.chains];
    for (let chain = first; chain < first + count; chain++) {
      const taken = registry.slots[chains.slotOf(chain)];
      if (taken.tried || chains.threadOf(chain) === NOBODY) continue;
      const held: SlotMeaning[] = [];
      for (let at = chains.parentOf(chain); !chains.isRoot(at); at = chains.parentOf(at)) {
        held.push(registry.slots[chains.slotOf(at)]);
      }
      if (held.length === 0 || isSerialized(taken, held)) continue;
      const to = registry.nodeName(taken.node);
      const place = placeOf(chains.siteOf(chain), plan.locks.classes[taken.classIndex].kind);
      const names = held.map(({ classIndex }) => plan.locks.classes[classIndex].name);
      const reclaim = names.indexOf(RECLAIM_CLASS);
      const seen = reclaim === -1 ? held : held.slice(0, reclaim + 1);
      for (const { node } of seen) this.#add(registry.nodeName(node), to, place, reclaim !== -1);
    }
  }

  has(from: string, to: string): boolean {
    return this.#made.get(from)?.has(to) === true;
  }

  /** Innermost frames; empty for what was not made in this run. */
  of(from: string, to: string): readonly string[] {
    return [...(this.#made.get(from)?.get(to)?.places ?? [])];
  }

  /** It was made, and nowhere but in reclaim. */
  isOfReclaim(from: string, to: string): boolean {
    return this.#made.get(from)?.get(to)?.onlyInReclaim === true;
  }

  /** Nodes that were acquired while `from` was held. */
  after(from: string): Iterable<string> {
    return this.#made.get(from)?.keys() ?? [];
  }

  #add(from: string, to: string, place: string, inReclaim: boolean): void {
    const after = this.#made.get(from) ?? new Map<string, Made>();
    this.#made.set(from, after);
    const made = after.get(to) ?? { places: new Set(), onlyInReclaim: true };
    made.places.add(place);
    made.onlyInReclaim &&= inReclaim;
    after.set(to, made);
  }
}

/** Who enters an order without a lock calls a check that stands in one place for all: its caller. */
export function placeOf(site: readonly string[], kind: string | null): string {
  return (kind === 'pseudo' ? site[1] : undefined) ?? site[0] ?? 'unknown site';
}

/**
 * Nested under a lock that was held before the first one of the class: the order among these is
 * another's business, and no dependency leads there (see the rule of recursion). Newest first.
 */
function isSerialized({ node, nestClass }: SlotMeaning, held: readonly SlotMeaning[]): boolean {
  const first = held.findLastIndex((each) => each.node === node);
  if (first === -1) return false;
  return held.slice(first + 1).some(({ classIndex }) => classIndex === nestClass);
}
