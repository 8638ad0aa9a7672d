import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { UsageError } from '../base/errors.ts';
import { cellName, cellsOf } from './campaign.ts';
import { type LedgerEntry, type LedgerHeader, ledgerLine } from './ledger-line.ts';
import { type LedgerText, readLedger } from './ledger-text.ts';

export interface MergedLedger {
  readonly header: LedgerHeader;
  /** In the order of the campaign. */
  readonly entries: readonly LedgerEntry[];
  /** Cells that stood in more than one of the ledgers; the first that was named counts. */
  readonly repeated: number;
}

/** The ledgers of the shards of one campaign as one. @throws {UsageError} for those of different ones */
export function mergeLedgers(paths: readonly string[]): MergedLedger {
  const ledgers = paths.map((path): LedgerText & { readonly path: string } => ({
    path,
    ...readLedger(path),
  }));
  const first = ledgers[0]?.header ?? null;
  for (const { path, header } of ledgers) {
    if (header === null) {
      throw new UsageError(`${path}: nothing is in this ledger`, 'leave it out');
    }
    if (isSame(header, first)) continue;
    throw new UsageError(
      `${path}:1: the ledger is of another campaign than ${paths[0]}`,
      'merge the ledgers of one campaign, kept by one lockyard; they may differ in --shard only',
    );
  }
  const header = { ...(first as LedgerHeader), shard: null };
  const entries = new Map<string, LedgerEntry>();
  const all = ledgers.flatMap((ledger) => ledger.entries);
  for (const entry of all) {
    if (!entries.has(cellName(entry))) entries.set(cellName(entry), entry);
  }
  const cells = cellsOf(header.campaign, null);
  return {
    header,
    entries: cells.flatMap((cell) => entries.get(cellName(cell)) ?? []),
    repeated: all.length - entries.size,
  };
}

/** All or nothing: a reader never sees half of it. @throws {UsageError} for a file that is there */
export function writeMerged({ header, entries }: MergedLedger, path: string): void {
  if (existsSync(path)) {
    throw new UsageError(`${path} is there already`, 'name a new file with -o, or move it away');
  }
  const draft = `${path}.draft`;
  try {
    const text = [header, ...entries].map(ledgerLine).join('');
    writeFileSync(draft, text);
    const file = openSync(draft, 'r');
    fsyncSync(file);
    closeSync(file);
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    const { message } = error as Error;
    throw new UsageError(`${path} cannot be written: ${message}`, 'name another file with -o');
  }
}

function isSame(header: LedgerHeader, first: LedgerHeader | null): boolean {
  return (
    first !== null &&
    header.tool === first.tool &&
    isDeepStrictEqual(header.campaign, first.campaign)
  );
}
