import type { AcquisitionTable } from './acquisition-table.ts';
import { PairTable } from './pair-table.ts';

/** Nothing held. */
export const NOTHING = 0;

/**
 * Stacks of held acquisitions, numbered: each is a smaller stack and one acquisition on top. That a
 * million events pass through a few hundred of them is what makes the search for patterns cheap.
 */
export class HeldSets {
  readonly #acquisitions: AcquisitionTable;
  /** (stack below, acquisition) */
  readonly #pairs = new PairTable();

  constructor(acquisitions: AcquisitionTable) {
    this.#acquisitions = acquisitions;
    this.#pairs.idOf(-1, -1);
  }

  with(set: number, acquisition: number): number {
    return this.#pairs.idOf(set, acquisition);
  }

  /** The acquisition on top. */
  topOf(set: number): number {
    return this.#pairs.secondOf(set);
  }

  belowTop(set: number): number {
    return this.#pairs.firstOf(set);
  }

  holds(set: number, lock: number): boolean {
    for (let at = set; at !== NOTHING; at = this.belowTop(at)) {
      if (this.#acquisitions.lockOf(this.topOf(at)) === lock) return true;
    }
    return false;
  }

  /** Without the newest acquisition of the lock; -1: it is not held. */
  without(set: number, lock: number): number {
    if (set === NOTHING) return -1;
    const [top, below] = [this.topOf(set), this.belowTop(set)];
    if (this.#acquisitions.lockOf(top) === lock) return below;
    const rest = this.without(below, lock);
    return rest < 0 ? -1 : this.with(rest, top);
  }
}
