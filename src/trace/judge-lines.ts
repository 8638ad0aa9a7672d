import { UsageError } from '../base/errors.ts';
import { type CaseVerdict, CaseTrial } from './case-trial.ts';
import { parseJson } from './parse-json.ts';
import { readHeader } from './read-header.ts';

/** Consecutive lines of a text. */
export interface LineBatch {
  /** Number of its first line, from 1. */
  readonly first: number;
  readonly lines: readonly string[];
}

/** The lines from the first on, each time it is asked. */
export type LineSource = () => AsyncIterable<LineBatch>;

/** Who waits for the verdict: hears how far it is, and may have enough. */
export interface TrialWatch {
  progress(ops: number): void;
  readonly stopped: boolean;
}

/**
 * A trace in JSON Lines: a header, then an op on each line, blank lines aside. Read twice, and never
 * kept: the first pass learns what there is, the second judges. Null: stopped before the verdict.
 *
 * @throws {UsageError} that names line, op and mend
 */
export async function judgeLines(
  file: string,
  source: LineSource,
  watch: TrialWatch,
): Promise<CaseVerdict | null> {
  const trial = new LineTrial(file);
  const read = (line: string, at: number) => trial.survey(parseJson(file, line, at, LINE_MEND), at);
  if (!(await eachLine(source, watch, read))) return null;
  const judge = (line: string, at: number) => trial.judge(line, at);
  return (await eachLine(source, watch, judge)) ? trial.verdict() : null;
}

const LINE_MEND = 'write one JSON object on each line';
const HEADER_MEND = 'begin with a line like {"name": "ABBA", "locks": [], "contexts": []}';

/** The trial of a case whose header is the first line that comes. */
class LineTrial {
  readonly #file: string;
  #trial: CaseTrial | null = null;
  #headerAt = 0;

  constructor(file: string) {
    this.#file = file;
  }

  survey(value: unknown, at: number): boolean {
    if (this.#trial === null) this.#open(value, at);
    else this.#trial.survey(value, at);
    return true;
  }

  /** False: there is a report. */
  judge(line: string, at: number): boolean {
    if (at === this.#headerAt) return true;
    const trial = this.#opened();
    return trial.judge(trial.read(parseJson(this.#file, line, at, LINE_MEND), at), at);
  }

  verdict(): CaseVerdict {
    return this.#opened().verdict();
  }

  #open(value: unknown, at: number): void {
    this.#headerAt = at;
    const where = { file: this.#file, ordinal: 'the trace', lines: 'own', line: at } as const;
    this.#trial = new CaseTrial(readHeader(value, where));
  }

  #opened(): CaseTrial {
    if (this.#trial !== null) return this.#trial;
    throw new UsageError(`${this.#file}: there is no header`, HEADER_MEND);
  }
}

/** Until `visit` answers false. False: stopped before the end. */
async function eachLine(
  source: LineSource,
  watch: TrialWatch,
  visit: (line: string, at: number) => boolean,
): Promise<boolean> {
  for await (const { first, lines } of source()) {
    if (watch.stopped) return false;
    for (let i = 0; i < lines.length; i++) {
      const line = lines[i] as string;
      if (!isBlank(line) && !visit(line, first + i)) return true;
    }
    watch.progress(first + lines.length);
  }
  return true;
}

function isBlank(line: string): boolean {
  return line === '' || line.trim() === '';
}
