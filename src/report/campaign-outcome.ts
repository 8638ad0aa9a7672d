import type { CampaignCell } from '../explore/campaign.ts';
import type { LostCell } from '../explore/campaign-run.ts';
import type { LedgerEntry } from '../explore/ledger-line.ts';

/** What a campaign, or several merged into one, have to tell, before it is words or JSON. */
export interface CampaignOutcome {
  readonly kind: 'campaign' | 'merge';
  /** For example `lockyard 0.1.0`. */
  readonly tool: string;
  readonly versions: { readonly lockyard: string; readonly node: string; readonly v8: string };
  /** Path. */
  readonly ledger: string;
  /** For example `1/4`; null: the whole. */
  readonly shard: string | null;
  readonly cells: readonly CampaignCell[];
  /** Of the cells that are done, in their order. */
  readonly entries: readonly LedgerEntry[];
  /** Tried in vain. */
  readonly lost: readonly LostCell[];
  /** Cells that stood in more than one of the merged ledgers. */
  readonly repeated: number;
  /** The command that goes on with it, or merges again. */
  readonly rerun: string;
  readonly exitStatus: number;
}

/** One deadlock, wherever it was found. */
export interface DistinctDeadlock {
  /** null: real threads never came to it. */
  readonly signature: string | null;
  readonly text: string;
  readonly entries: readonly LedgerEntry[];
}

/** What ended in the same deadlock, the most frequent first. */
export function distinctDeadlocks(entries: readonly LedgerEntry[]): DistinctDeadlock[] {
  const found = new Map<
    string,
    { signature: string | null; text: string; entries: LedgerEntry[] }
  >();
  for (const entry of entries) {
    if (entry.deadlock === null) continue;
    const key = entry.signature ?? entry.deadlock;
    const known = found.get(key);
    if (known !== undefined) known.entries.push(entry);
    else found.set(key, { signature: entry.signature, text: entry.deadlock, entries: [entry] });
  }
  return [...found.values()].sort((a, b) => b.entries.length - a.entries.length);
}
