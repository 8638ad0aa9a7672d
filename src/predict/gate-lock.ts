import type { HeldLocks, Strand } from './link-table.ts';

/** Pairs of ways to hold that are compared, at most; beyond that no gate is claimed. */
const PAIRS_MAX = 400;

/**
 * A lock that lets only one of two strands in at a time, whatever else they hold; -1: none. Where
 * they come in several ways, each pair of ways needs a gate, of which one is told.
 */
export function gateBetween(a: Strand, b: Strand): number {
  if (a.held.length * b.held.length > PAIRS_MAX) return -1;
  let told = -1;
  for (const held of a.held) {
    for (const other of b.held) {
      const gate = commonLock(held, other);
      if (gate < 0) return -1;
      if (told < 0) told = gate;
    }
  }
  return told;
}

/** A lock in both, unless both read. */
function commonLock(held: HeldLocks, other: HeldLocks): number {
  for (const [lock, exclusive] of held) {
    const otherExclusive = other.get(lock);
    if (otherExclusive !== undefined && (exclusive || otherExclusive)) return lock;
  }
  return -1;
}
