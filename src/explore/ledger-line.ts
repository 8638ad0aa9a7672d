import { createHash } from 'node:crypto';
import { UsageError } from '../base/errors.ts';
import type { Campaign, CampaignCell, CampaignShard } from './campaign.ts';

/** First words of every ledger, and the version of what follows. */
const LEDGER_FORMAT = 'lockyard-ledger';
const LEDGER_VERSION = 1;
const SUM_DIGITS = 12;

/** First line of a ledger. */
export interface LedgerHeader {
  readonly format: typeof LEDGER_FORMAT;
  readonly version: typeof LEDGER_VERSION;
  /** For example `lockyard 0.1.0`. */
  readonly tool: string;
  readonly node: string;
  readonly campaign: Campaign;
  readonly shard: CampaignShard | null;
}

/** A line of a ledger: a cell that is done. */
export interface LedgerEntry extends CampaignCell {
  /** As the exploration ended: 0 as expected, 1 a finding, 3 inconclusive. */
  readonly exitStatus: number;
  readonly verdict: 'deadlock' | 'clean';
  readonly complete: boolean;
  readonly schedules: number;
  readonly steps: number;
  readonly seconds: number;
  /** Of its deadlock; null: none, or real threads did not come to it. */
  readonly signature: string | null;
  /** Who holds and wants what, in one sentence. */
  readonly deadlock: string | null;
  /** Path of the replay file. */
  readonly replay: string | null;
}

export function ledgerHeader(
  tool: string,
  campaign: Campaign,
  shard: CampaignShard | null,
): LedgerHeader {
  const node = process.versions.node;
  return { format: LEDGER_FORMAT, version: LEDGER_VERSION, tool, node, campaign, shard };
}

/** With a checksum of its own: each line stands by itself. */
export function ledgerLine(content: LedgerHeader | LedgerEntry): string {
  const text = JSON.stringify(content);
  return `${text.slice(0, -1)},"sum":"${sumOf(text)}"}\n`;
}

/** Whether a text that has no line yet is what a ledger begins with, as far as it goes. */
export function isLedgerBegun(text: string): boolean {
  const begin = `{"format":"${LEDGER_FORMAT}","version":${LEDGER_VERSION},`;
  return begin.startsWith(text) || text.startsWith(begin);
}

/** @param at of the file, with its line. @throws {UsageError} for what is no header of this version */
export function readHeader(text: string, at: string): LedgerHeader {
  const header = parse(text) as Partial<LedgerHeader> | null;
  if (header?.format !== LEDGER_FORMAT) {
    throw new UsageError(
      `${at}: this is no ledger of a campaign`,
      'name a new file for the ledger',
    );
  }
  if (header.version !== LEDGER_VERSION) {
    throw new UsageError(
      `${at}: ledger version ${JSON.stringify(header.version)}, and this lockyard keeps ` +
        `${LEDGER_VERSION}`,
      'go on with the lockyard that began it, or begin anew in another file',
    );
  }
  return checked(text, at) as LedgerHeader;
}

/** @throws {UsageError} for a line that was changed */
export function readEntry(text: string, at: string): LedgerEntry {
  return checked(text, at) as LedgerEntry;
}

function checked(text: string, at: string): object {
  const whole = parse(text);
  const end = text.lastIndexOf(',"sum":"');
  const content = `${text.slice(0, Math.max(end, 0))}}`;
  if (whole !== null && end > 0 && (whole as { sum?: unknown }).sum === sumOf(content)) {
    const { sum: _, ...rest } = whole as { sum: string };
    return rest;
  }
  throw new UsageError(
    `${at}: the line was changed: its checksum does not fit`,
    'take an unchanged copy, or delete the line: its cell is then explored again',
  );
}

function parse(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : null;
  } catch {
    return null;
  }
}

function sumOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, SUM_DIGITS);
}
