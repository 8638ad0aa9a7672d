import { cellsOf } from '../explore/campaign.ts';
import type { CampaignEnd } from '../explore/campaign-run.ts';
import type { CampaignOutcome } from '../report/campaign-outcome.ts';
import type { CampaignChoice } from './campaign-request.ts';
import { EXIT } from './exit-status.ts';
import { TOOL, toolVersion } from './tool-version.ts';

/** What came of a campaign, with the exit status that it deserves. */
export function campaignOutcome(
  kind: CampaignOutcome['kind'],
  { ledger, campaign, shard }: Pick<CampaignChoice, 'ledger' | 'campaign' | 'shard'>,
  { entries, lost, repeated = 0 }: CampaignEnd & { readonly repeated?: number },
  rerun: string,
): CampaignOutcome {
  const version = toolVersion();
  const cells = cellsOf(campaign, shard);
  const statuses = new Set(entries.map(({ exitStatus }) => exitStatus));
  const isDone = entries.length === cells.length && !statuses.has(EXIT.inconclusive);
  const asExpected = isDone ? EXIT.asExpected : EXIT.inconclusive;
  return {
    ...{ kind, ledger, cells, entries, lost, repeated, rerun },
    tool: `${TOOL} ${version}`,
    versions: { lockyard: version, node: process.versions.node, v8: process.versions.v8 },
    shard: shard === null ? null : `${shard.index}/${shard.of}`,
    exitStatus: statuses.has(EXIT.finding) ? EXIT.finding : asExpected,
  };
}
