import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { type CampaignCell, cellsOf, programLabel } from '../explore/campaign.ts';
import { exploreCell } from '../explore/campaign-cell.ts';
import { type CampaignEnd, runCampaign } from '../explore/campaign-run.ts';
import { Ledger } from '../explore/ledger.ts';
import { ledgerHeader } from '../explore/ledger-line.ts';
import { campaignJson } from '../report/campaign-json.ts';
import { campaignText } from '../report/campaign-text.ts';
import { paletteFor } from '../report/palette.ts';
import { campaignOutcome } from './campaign-outcome.ts';
import { campaignLine } from './campaign-progress.ts';
import {
  CAMPAIGN_STANDARD,
  type CampaignChoice,
  type CampaignOptions,
  readCampaign,
} from './campaign-request.ts';
import { listenForInterrupts } from './interrupts.ts';
import { rerunCommand } from './rerun-command.ts';
import { TOOL, toolVersion } from './tool-version.ts';

const FRONT_DOOR = fileURLToPath(new URL('./lockyard.js', import.meta.url));

/** The options of `explore` by which it explores many programs and seeds, in processes of their own. */
export function addCampaignOptions(explore: Command): Command {
  return explore
    .option('--campaign <file>', 'explore many programs and seeds; go on with what the ledger has')
    .option('--scenarios <list>', 'of a campaign: files and stories, or all')
    .option('--seeds <range>', 'of a campaign', CAMPAIGN_STANDARD.seeds)
    .option('--shard <i/n>', 'of a campaign: every n-th cell, from the i-th on')
    .option('--jobs <n>', 'processes of a campaign at a time (default: half the cores)');
}

/** `lockyard explore --campaign`: sets the process's exit code. */
export async function exploreCampaign(
  scenario: string | undefined,
  options: CampaignOptions,
): Promise<void> {
  const choice = await readCampaign(scenario, options);
  const interrupts = listenForInterrupts((text) => process.stderr.write(text));
  try {
    const end = await performCampaign(choice, interrupts.signal);
    const outcome = campaignOutcome('campaign', choice, end, rerunOf(options));
    const palette = paletteFor(process.stdout, process.env);
    const print = options.json === true ? campaignJson(outcome) : campaignText(outcome, palette);
    process.stdout.write(print);
    process.exitCode = outcome.exitStatus;
  } finally {
    interrupts.release();
  }
}

async function performCampaign(
  { ledger: path, campaign, shard, jobs }: CampaignChoice,
  interrupt: AbortSignal,
): Promise<CampaignEnd> {
  const ledger = new Ledger(path, ledgerHeader(`${TOOL} ${toolVersion()}`, campaign, shard));
  const line = campaignLine(process.stderr, process.env);
  const folder = `${path.replace(/\.jsonl$/, '')}.replays`;
  const command = [process.execPath, ...process.execArgv, FRONT_DOOR] as const;
  const replayOf = ({ program, seed }: CampaignCell) => {
    const number = campaign.programs.findIndex(
      (each) => programLabel(each) === programLabel(program),
    );
    const label = programLabel(program).replace(/[^\w.-]+/g, '-');
    return join(folder, `${number + 1}-${label}-seed-${seed}.replay.jsonl`);
  };
  try {
    mkdirSync(folder, { recursive: true });
    return await runCampaign(ledger, {
      cells: cellsOf(campaign, shard),
      jobs,
      explore: (cell, signal) => exploreCell(command, cell, campaign, replayOf(cell), signal),
      interrupt,
      progress: line.progress,
    });
  } finally {
    line.clear();
    ledger.close();
  }
}

/** The ledger knows the rest. */
function rerunOf({ campaign, jobs }: CampaignOptions): string {
  return rerunCommand('explore', [
    { flag: '--campaign', value: campaign },
    { flag: '--jobs', value: jobs },
  ]);
}
