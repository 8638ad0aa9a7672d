import { type CampaignOutcome, distinctDeadlocks } from './campaign-outcome.ts';

/** The one JSON document of a campaign, and of `merge --json`. */
export function campaignJson(outcome: CampaignOutcome): string {
  const { cells, entries, lost } = outcome;
  const document = {
    kind: outcome.kind,
    versions: outcome.versions,
    ledger: outcome.ledger,
    shard: outcome.shard,
    rerun: outcome.rerun,
    exitStatus: outcome.exitStatus,
    cells: { all: cells.length, done: entries.length, repeated: outcome.repeated },
    deadlocks: distinctDeadlocks(entries).map(({ signature, text, entries: found }) => ({
      signature,
      text,
      cells: found.length,
      replay: found.find(({ replay }) => replay !== null)?.replay ?? null,
    })),
    lost: lost.map(({ cell, text }) => ({ ...cell, text })),
    results: entries,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
