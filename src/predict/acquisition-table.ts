import { EVENT_SHARED, EVENT_TIMED, EVENT_TRIED } from '../shared/event-trace.ts';
import { PairTable } from './pair-table.ts';

/** Held since before the trace begins: by whom is known, in which mode is not. */
const UNKNOWN = 128;
/** The flags, moved to the lowest bits. */
const FLAG_SHIFT = 4;
const FLAG_BITS = 4;

/**
 * Ways to acquire, numbered: a lock, a mode, whether it may be refused, and the row that tells the
 * place in the code. What is alike in all of these is alike for prediction.
 */
export class AcquisitionTable {
  /** (lock and flags, row) */
  readonly #pairs = new PairTable();

  idOf(lock: number, kind: number, row: number): number {
    return this.#pairs.idOf((lock << FLAG_BITS) | (kind >> FLAG_SHIFT), row);
  }

  unknown(lock: number): number {
    return this.idOf(lock, UNKNOWN, 0);
  }

  lockOf(id: number): number {
    return this.#pairs.firstOf(id) >> FLAG_BITS;
  }

  rowOf(id: number): number {
    return this.#pairs.secondOf(id);
  }

  isShared(id: number): boolean {
    return this.#has(id, EVENT_SHARED);
  }

  /** Whether it never waits for ever: tried or timed. */
  givesUp(id: number): boolean {
    return this.#has(id, EVENT_TRIED | EVENT_TIMED);
  }

  isUnknown(id: number): boolean {
    return this.#has(id, UNKNOWN);
  }

  #has(id: number, flags: number): boolean {
    return (this.#pairs.firstOf(id) & (flags >> FLAG_SHIFT)) !== 0;
  }
}
