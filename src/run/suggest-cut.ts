import type { LockKind } from '../shared/plan.ts';

/** Class that an allocation passes through, whether it reclaims or not. */
export const RECLAIM_CLASS = 'fs_reclaim';
/** Class of the sections that a fence's signal depends on, and of every wait for a fence. */
export const SIGNALLING_CLASS = 'dma_fence_map';

/** A class at one end of a dependency, as far as it is known. */
export interface CutEnd {
  readonly class: string;
  /** Null: not known, as in a trace that another tool has judged. */
  readonly kind: LockKind | null;
  /** It is the pseudo class of the acquire contexts of some ww class. */
  readonly isContext: boolean;
}

/**
 * How to do without a dependency, by what its ends are. Names are those of classes.
 * `hold-once`: one lock is taken twice. `order-key`: several locks of a class, in no order.
 */
export type CutSuggestion =
  | { readonly kind: 'hold-once'; readonly lock: string }
  | { readonly kind: 'order-key'; readonly lock: string }
  | { readonly kind: 'acquire-context'; readonly lock: string }
  | {
      readonly kind: 'move-allocation-out';
      /** What is held, or the fence signalling section. */
      readonly lock: string;
      /** Where it cannot be moved; inside fence signalling nothing may wait for memory at all. */
      readonly alternative: 'nofs-scope' | 'no-wait-allocation';
    }
  | { readonly kind: 'trylock-in-reclaim'; readonly lock: string }
  | { readonly kind: 'test-in-reclaim'; readonly event: string }
  | { readonly kind: 'wait-outside'; readonly lock: string; readonly event: string }
  | { readonly kind: 'acquire-before-signalling'; readonly lock: string; readonly event: string }
  | { readonly kind: 'signal-first'; readonly event: string; readonly awaited: string }
  | {
      readonly kind: 'context-order';
      /** Takes no part in back-off, so that it goes wholly before the context or wholly inside. */
      readonly lock: string;
      readonly context: string;
      readonly place: 'before' | 'inside';
    }
  | { readonly kind: 'trylock-and-back-off'; readonly outer: string; readonly inner: string };

/** What is known of how a dependency was made. */
interface CutCircumstances {
  /** From a lock to itself, and no other way. */
  readonly oneInstance: boolean;
  /** In reclaim, and nowhere else. */
  readonly inReclaim: boolean;
}

/** The mend for a dependency that is to go. */
export function suggestCut(
  from: CutEnd,
  to: CutEnd,
  { oneInstance, inReclaim }: CutCircumstances,
): CutSuggestion {
  const around =
    ofReclaim(from, to, inReclaim) ??
    ofEvents(from, to) ??
    (from.class === to.class ? ofOneClass(to, oneInstance) : ofContexts(from, to));
  return around ?? { kind: 'trylock-and-back-off', outer: from.class, inner: to.class };
}

/** How little a cut is wanted, of several that would do: what has a settled way is cut first. */
export function reluctanceTo(suggestion: CutSuggestion): number {
  // Not every lock can wait until all of a transaction are held; before it there is always room.
  const late = suggestion.kind === 'context-order' && suggestion.place === 'inside';
  return RELUCTANCE[suggestion.kind] + (late ? 1 : 0);
}

const RELUCTANCE: Readonly<Record<CutSuggestion['kind'], number>> = {
  'hold-once': 0,
  'order-key': 0,
  'acquire-context': 0,
  // Allocations are many and reclaim is one: there the kernel has settled on trying.
  'trylock-in-reclaim': 0,
  'test-in-reclaim': 0,
  'wait-outside': 1,
  'acquire-before-signalling': 1,
  'signal-first': 1,
  'context-order': 1,
  'move-allocation-out': 2,
  'trylock-and-back-off': 3,
};

function ofReclaim(from: CutEnd, to: CutEnd, inReclaim: boolean): CutSuggestion | null {
  if (to.class === RECLAIM_CLASS && from.class !== RECLAIM_CLASS) {
    const alternative = from.class === SIGNALLING_CLASS ? 'no-wait-allocation' : 'nofs-scope';
    return { kind: 'move-allocation-out', lock: from.class, alternative };
  }
  if (from.class !== RECLAIM_CLASS && !inReclaim) return null;
  return isEvent(to)
    ? { kind: 'test-in-reclaim', event: to.class }
    : { kind: 'trylock-in-reclaim', lock: to.class };
}

function ofEvents(from: CutEnd, to: CutEnd): CutSuggestion | null {
  if (isEvent(from) && isEvent(to)) {
    return { kind: 'signal-first', event: from.class, awaited: to.class };
  }
  if (isEvent(to)) return { kind: 'wait-outside', lock: from.class, event: to.class };
  if (!isEvent(from)) return null;
  return { kind: 'acquire-before-signalling', lock: to.class, event: from.class };
}

function ofOneClass(lockClass: CutEnd, oneInstance: boolean): CutSuggestion {
  const lock = lockClass.class;
  if (inContext(lockClass)) return { kind: 'acquire-context', lock };
  return oneInstance ? { kind: 'hold-once', lock } : { kind: 'order-key', lock };
}

function ofContexts(from: CutEnd, to: CutEnd): CutSuggestion | null {
  if (inContext(from) === inContext(to)) return null;
  return inContext(to)
    ? { kind: 'context-order', lock: from.class, context: to.class, place: 'inside' }
    : { kind: 'context-order', lock: to.class, context: from.class, place: 'before' };
}

function inContext({ kind, isContext }: CutEnd): boolean {
  return isContext || kind === 'ww-mutex';
}

function isEvent({ class: name, kind }: CutEnd): boolean {
  return kind === 'completion' || kind === 'fence' || name === SIGNALLING_CLASS;
}
