import { CapacityError, UsageError } from '../base/errors.ts';

/**
 * Lines of the ops in their file: `own`, each has a line of its own, by which it is told (JSON Lines);
 * or of each one, by its index; null where nobody knows.
 */
export type OpLines = 'own' | readonly number[] | null;

/** Where in the input something stands: every mistake names file, case and op. */
export class TracePlace {
  readonly file: string;
  /** `case "ABBA"`, or `the header`. */
  readonly part: string;
  readonly #lines: OpLines;

  constructor(file: string, part: string, lines: OpLines) {
    this.file = file;
    this.part = part;
    this.#lines = lines;
  }

  /** `at`: the line in JSON Lines, else the index of the op. */
  lineOf(at: number): number | null {
    return this.#lines === 'own' ? at : (this.#lines?.[at] ?? null);
  }

  /** `at`: of an op, as of `lineOf`; `index`: of the op. */
  fault(at: number, index: number, message: string, mend: string): UsageError {
    const place = `${this.#fileAt(this.lineOf(at))}: ${this.part}, ops[${index}]`;
    return new UsageError(`${place}: ${message}`, mend);
  }

  /** Of something outside of the ops. `line`: where the header stands. */
  headerFault(line: number, message: string, mend: string): UsageError {
    const file = this.#fileAt(this.#lines === null ? null : line);
    return new UsageError(`${file}: ${this.part}: ${message}`, mend);
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
    const place = this.#fileAt(this.lineOf(at));
    return this.#lines === 'own' ? place : `ops[${at}] (${place})`;
  }

  #fileAt(line: number | null): string {
    return line === null ? this.file : `${this.file}:${line}`;
  }
}
