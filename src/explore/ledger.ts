import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { UsageError } from '../base/errors.ts';
import { type LedgerEntry, type LedgerHeader, ledgerLine } from './ledger-line.ts';
import { takeLedgerLock } from './ledger-lock.ts';
import { type LedgerText, readLedger } from './ledger-text.ts';

/**
 * The file that a campaign keeps of its cells: a line for each that is done, on disk before the next one
 * is begun in its place. Whatever ends the campaign, nothing that was done is lost, and nothing is done
 * twice but what was under way.
 */
export class Ledger {
  /** What was done before this campaign went on. */
  readonly entries: readonly LedgerEntry[];
  readonly #file: number;
  readonly #lock: string;

  /** Begins a ledger, or goes on with one. @throws {UsageError} for one of another campaign */
  constructor(path: string, header: LedgerHeader) {
    this.#lock = `${path}.lock`;
    takeLedgerLock(this.#lock, path);
    try {
      const known = existsSync(path) ? readLedger(path) : null;
      if (known !== null && known.header !== null) checkSame(path, known.header, header);
      this.entries = known?.entries ?? [];
      this.#file = openAfter(path, known);
      if (known === null || known.header === null) this.#write(ledgerLine(header));
      syncFolder(path);
    } catch (error) {
      rmSync(this.#lock, { force: true });
      throw error;
    }
  }

  /** On disk when it returns. */
  add(entry: LedgerEntry): void {
    this.#write(ledgerLine(entry));
  }

  close(): void {
    closeSync(this.#file);
    rmSync(this.#lock, { force: true });
  }

  #write(line: string): void {
    writeSync(this.#file, line);
    fsyncSync(this.#file);
  }
}

/** Cuts off what was only half written. */
function openAfter(path: string, known: LedgerText | null): number {
  const file = openSync(path, 'a');
  if (known !== null) ftruncateSync(file, known.bytes);
  return file;
}

/** The name of a new file is on disk only when its folder is. */
function syncFolder(path: string): void {
  const folder = openSync(dirname(path), 'r');
  fsyncSync(folder);
  closeSync(folder);
}

function checkSame(path: string, known: LedgerHeader, wanted: LedgerHeader): void {
  const differs = (['tool', 'campaign', 'shard'] as const).find(
    (key) => !isDeepStrictEqual(known[key], wanted[key]),
  );
  if (differs === undefined) return;
  const what = {
    tool: `was begun by ${known.tool}`,
    campaign: 'belongs to another campaign: other programs, seeds, options or scenario files',
    shard: 'belongs to another shard',
  };
  throw new UsageError(
    `${path}:1: the ledger ${what[differs]}`,
    'give the options that it was begun with, or begin a new campaign in another file',
  );
}
