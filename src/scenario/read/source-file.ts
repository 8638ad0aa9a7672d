import type { LineCounter } from 'yaml';
import { UsageError } from '../../base/errors.ts';

/** Longest piece of a file that an error quotes. */
const QUOTE_MAX = 60;

/** A scenario file as its errors name it. */
export class SourceFile {
  /** As it was given. */
  readonly name: string;
  readonly #lines: LineCounter;

  constructor(name: string, lines: LineCounter) {
    this.name = name;
    this.#lines = lines;
  }

  /** From 1. */
  lineOf(offset: number): number {
    return Math.max(1, this.#lines.linePos(offset).line);
  }

  /** `within`: the part of the file, e.g. `thread T1`; empty for the file itself. */
  fault(offset: number, within: string, message: string, mend: string): UsageError {
    const column = Math.max(1, this.#lines.linePos(offset).col);
    const place = `${this.name}:${this.lineOf(offset)}:${column}`;
    return new UsageError([place, ...(within === '' ? [] : [within]), message].join(': '), mend);
  }
}

/** A piece of a file, as an error quotes it: in quotes, on one line, not endless. */
export function quoted(text: string): string {
  const line = JSON.stringify(text);
  return line.length <= QUOTE_MAX ? line : `${line.slice(0, QUOTE_MAX - 4)}..."`;
}
