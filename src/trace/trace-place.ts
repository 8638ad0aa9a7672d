import { CapacityError, UsageError } from '../base/errors.ts';

/** Where in the input something stands: every mistake names file, case and op. */
export class TracePlace {
  readonly file: string;
  /** `case "ABBA"`, or `the header`. */
  readonly part: string;
  /** JSON Lines: ops stand on lines of their own. */
  readonly inLines: boolean;

  constructor(file: string, part: string, inLines: boolean) {
    this.file = file;
    this.part = part;
    this.inLines = inLines;
  }

  /** `at`: the line in JSON Lines, else the index of the op; `index`: of the op, null: not in one. */
  fault(at: number, index: number | null, message: string, mend: string): UsageError {
    const file = this.inLines ? `${this.file}:${at}` : this.file;
    const op = index === null ? '' : `, ops[${index}]`;
    return new UsageError(`${file}: ${this.part}${op}: ${message}`, mend);
  }

  /** What the judge threw, with its place. */
  located(at: number, index: number, error: unknown): unknown {
    if (!(error instanceof UsageError)) return error;
    const mend =
      error instanceof CapacityError && error.option.startsWith('fewer')
        ? 'release some locks first: no thread holds so many at a time'
        : error.mend;
    return this.fault(at, index, error.message, mend);
  }

  /** The place of an op in a report, where a run on threads names a function and a line. */
  siteOf(at: number): string {
    return this.inLines ? `${this.file}:${at}` : `ops[${at}] (${this.file})`;
  }
}
