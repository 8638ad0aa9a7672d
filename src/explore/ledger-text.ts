import { readFileSync } from 'node:fs';
import { UsageError } from '../base/errors.ts';
import { cellName } from './campaign.ts';
import {
  type LedgerEntry,
  type LedgerHeader,
  isLedgerBegun,
  readEntry,
  readHeader,
} from './ledger-line.ts';

export interface LedgerText {
  /** null: whoever began it was ended before its first line was written. */
  readonly header: LedgerHeader | null;
  /** Each cell once. */
  readonly entries: readonly LedgerEntry[];
  /** Bytes up to the end of the last whole line; what follows was cut off as it was written. */
  readonly bytes: number;
}

/** @throws {UsageError} that names file and line, for what is no ledger, or was changed */
export function readLedger(path: string): LedgerText {
  const text = textOf(path);
  const end = text.lastIndexOf('\n') + 1;
  if (end === 0) {
    if (!isLedgerBegun(text)) readHeader(text, `${path}:1`);
    return { header: null, entries: [], bytes: 0 };
  }
  const [first = '', ...lines] = text.slice(0, end - 1).split('\n');
  const header = readHeader(first, `${path}:1`);
  const entries = new Map<string, LedgerEntry>();
  lines.forEach((line, n) => {
    const entry = readEntry(line, `${path}:${n + 2}`);
    if (!entries.has(cellName(entry))) entries.set(cellName(entry), entry);
  });
  return { header, entries: [...entries.values()], bytes: Buffer.byteLength(text.slice(0, end)) };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { message } = error as Error;
    throw new UsageError(`${path} cannot be read: ${message}`, 'name a file that can be read');
  }
}
