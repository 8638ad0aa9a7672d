import { nowNs } from '../base/clock.ts';
import { OPERATION_LATENCY } from '../shared/memory-map.ts';
import type { RunPlan } from '../shared/plan.ts';
import type { SharedMemory } from '../shared/shared-memory.ts';
import { bucketOf } from './histogram.ts';

/** Clocks one thread's operations, one at a time; two readings of the clock for each. */
export class OperationClock {
  readonly #i32: Int32Array;
  readonly #f64: Float64Array;
  readonly #first: number;
  readonly #stride: number;
  readonly #word;
  #at = 0;
  #sinceNs = 0;

  constructor(memory: SharedMemory, plan: RunPlan, thread: number) {
    const region = memory.region(OPERATION_LATENCY);
    this.#i32 = memory.i32;
    this.#f64 = new Float64Array(memory.handle.buffer);
    this.#first = region.at(thread * plan.operations.length);
    this.#stride = region.stride;
    this.#word = region.word;
  }

  begin(operation: number): void {
    this.#at = this.#first + operation * this.#stride;
    this.#sinceNs = nowNs();
  }

  /** What was begun last has been done. */
  done(): void {
    const ns = nowNs() - this.#sinceNs;
    const total = (this.#at + this.#word.totalNs) >> 1;
    const max = (this.#at + this.#word.maxNs) >> 1;
    const bucket = this.#at + this.#word.histogram + bucketOf(ns);
    this.#f64[total] = (this.#f64[total] as number) + ns;
    if (ns > (this.#f64[max] as number)) this.#f64[max] = ns;
    this.#i32[bucket] = (this.#i32[bucket] as number) + 1;
  }
}
