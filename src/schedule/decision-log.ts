import type { SharedMemory } from '../shared/shared-memory.ts';
import type { SharedView } from './shared-view.ts';
import { DECISION_WORDS, TURNSTILE, decisionLogRegion } from './turnstile-memory.ts';

/** A decision as it was made: threads by their id, the lock by its index. */
export interface LoggedDecision {
  readonly enabled: readonly number[];
  readonly chosen: number;
  readonly point: number;
  /** -1: none. */
  readonly lock: number;
  /** Chain row that the chosen thread stood on; what it held. */
  readonly row: number;
}

/** The decisions of the schedule that runs; the next one begins anew. */
export class DecisionLog {
  readonly #i32: Int32Array;
  readonly #entries: number;
  readonly #count: number;
  readonly #capacity: number;

  constructor(memory: SharedMemory, capacity: number) {
    const log = memory.region(decisionLogRegion(capacity));
    const turnstile = memory.region(TURNSTILE);
    this.#i32 = memory.i32;
    this.#entries = log.base + log.word.entries;
    this.#count = turnstile.base + turnstile.word.decisions;
    this.#capacity = capacity;
  }

  /** What does not fit is counted, and makes the schedule one that cannot be told. */
  add(view: SharedView, chosen: number): void {
    const i32 = this.#i32;
    const n = i32[this.#count]++;
    if (n >= this.#capacity) return;
    const at = this.#entries + n * DECISION_WORDS;
    i32[at] = chosen;
    i32[at + 1] = view.pointOf(chosen);
    i32[at + 2] = view.objectOf(chosen);
    i32[at + 3] = view.rowOf(chosen);
    for (let word = 4; word < DECISION_WORDS; word++) i32[at + word] = 0;
    for (let k = 0; k < view.count; k++) {
      const bit = view.enabled[k] - 1;
      i32[at + 4 + (bit >> 5)] |= 1 << (bit & 31);
    }
  }

  /** Of the schedule that ran last; null: there were more than there is room for. */
  read(): LoggedDecision[] | null {
    const count = this.#i32[this.#count];
    if (count > this.#capacity) return null;
    return Array.from({ length: count }, (_, n) =>
      this.#decision(this.#entries + n * DECISION_WORDS),
    );
  }

  #decision(at: number): LoggedDecision {
    const i32 = this.#i32;
    const enabled: number[] = [];
    for (let bit = 0; bit < (DECISION_WORDS - 4) * 32; bit++) {
      if ((i32[at + 4 + (bit >> 5)] & (1 << (bit & 31))) !== 0) enabled.push(bit + 1);
    }
    return {
      enabled,
      chosen: i32[at],
      point: i32[at + 1],
      lock: i32[at + 2] - 1,
      row: i32[at + 3],
    };
  }
}
