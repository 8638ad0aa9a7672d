import { readFileSync } from 'node:fs';
import { UsageError } from '../base/errors.ts';
import { LEDGER, type LedgerHeader, type Trial } from './ledger.ts';

export interface Ledger {
  readonly header: LedgerHeader;
  readonly trials: readonly Trial[];
  /** The line of each trial, from 1. */
  readonly lines: readonly number[];
  /** The last line says that nothing is missing. */
  readonly done: boolean;
  /** Up to here the lines are whole; what follows was cut off while it was written. */
  readonly wholeBytes: number;
  readonly cut: boolean;
}

const OTHER_FILE = 'name the ledger of a `lockyard bench`, or another file to begin one';

/**
 * A ledger from disk. A last line that was cut off is left out, and said so; anything else that is
 * wrong is an error that names the line, and the file stays as it is.
 *
 * @throws {UsageError}
 */
export function readLedger(file: string): Ledger {
  const text = readText(file);
  const end = text.lastIndexOf('\n') + 1;
  const whole = text
    .slice(0, end)
    .replace(/^\uFEFF/, '')
    .split('\n')
    .slice(0, -1);
  const rest = text.slice(end);
  // Cut inside the last line, or the newline alone is missing: either way it is written anew.
  if (whole.length === 0) throw emptyLedger(file, rest);
  const header = readHeader(file, whole[0]);
  const trials: Trial[] = [];
  const lines: number[] = [];
  let done = false;
  whole.slice(1).forEach((line, i) => {
    const where = `${file}:${i + 2}`;
    const value = parsed(where, line);
    if (value['done'] === true) done = true;
    else {
      trials.push(readTrial(where, value));
      lines.push(i + 2);
    }
  });
  checkOnce(file, trials);
  return {
    header,
    trials,
    lines,
    done,
    wholeBytes: Buffer.byteLength(text.slice(0, end)),
    cut: rest !== '',
  };
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(
      `the ledger ${file} cannot be read (${code})`,
      'give the path of a ledger',
    );
  }
}

function emptyLedger(file: string, rest: string): UsageError {
  const what = rest === '' ? 'is empty' : 'has no whole line';
  return new UsageError(`the ledger ${file} ${what}: nothing was measured`, OTHER_FILE);
}

function readHeader(file: string, line: string): LedgerHeader {
  const where = `${file}:1`;
  const header = parsed(where, line) as Partial<LedgerHeader>;
  if (header.format !== LEDGER.format) {
    throw new UsageError(`${where}: this is no ledger of a bench`, OTHER_FILE);
  }
  if (header.version !== LEDGER.version) {
    throw new UsageError(
      `${where}: a ledger of version ${header.version}, this lockyard reads ${LEDGER.version}`,
      `use the lockyard that wrote it (${header.tool ?? 'unknown'}), or measure again`,
    );
  }
  if (header.plan === undefined || header.host === undefined) {
    throw new UsageError(`${where}: the header has no plan or no host`, OTHER_FILE);
  }
  return header as LedgerHeader;
}

const TRIAL_FIELDS: readonly (keyof Trial)[] = [
  'cell',
  'phase',
  'block',
  'trial',
  'copy',
  'seconds',
  'operations',
  'refusals',
  'opsPerSecond',
  'turns',
  'latencyNs',
  'locks',
  'fairness',
  'share',
  'cpu',
  'threads',
  'reclaim',
  'verdict',
  'findings',
];

function readTrial(where: string, value: Readonly<Record<string, unknown>>): Trial {
  const missing = TRIAL_FIELDS.find((field) => value[field] === undefined);
  if (missing === undefined) return value as unknown as Trial;
  throw new UsageError(
    `${where}: a trial without "${missing}"`,
    'take this line out: its trial is then measured again',
  );
}

function checkOnce(file: string, trials: readonly Trial[]): void {
  const seen = new Set<number>();
  for (const { trial } of trials) {
    if (seen.has(trial)) {
      throw new UsageError(
        `${file}: trial ${trial} is there twice`,
        'take one of the two lines out',
      );
    }
    seen.add(trial);
  }
}

function parsed(where: string, line: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Told below.
  }
  throw new UsageError(
    `${where}: not a line of JSON`,
    'take the line out if it was a trial: it is then measured again; else begin another ledger',
  );
}
