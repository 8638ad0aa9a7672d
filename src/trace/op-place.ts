import type { UsageError } from '../base/errors.ts';
import type { TracePlace } from './trace-place.ts';

/** The op that is being read or judged; moved along with it. */
export class OpPlace {
  readonly of: TracePlace;
  /** Its line in JSON Lines, else its index: what a report names. */
  at = 0;
  /** From 0. */
  index = 0;

  constructor(of: TracePlace) {
    this.of = of;
  }

  fault(message: string, mend: string): UsageError {
    return this.of.fault(this.at, this.index, message, mend);
  }

  /** What the locks threw, with its place. */
  located(error: unknown): unknown {
    return this.of.located(this.at, this.index, error);
  }

  get site(): string {
    return this.of.siteOf(this.at);
  }
}
