import type { Command } from 'commander';
import { mergeLedgers, writeMerged } from '../explore/ledger-merge.ts';
import { campaignJson } from '../report/campaign-json.ts';
import { campaignText } from '../report/campaign-text.ts';
import { paletteFor } from '../report/palette.ts';
import { campaignOutcome } from './campaign-outcome.ts';
import { rerunCommand } from './rerun-command.ts';
import { shellWord } from '../report/shell-word.ts';

const EXAMPLES = `
Examples:
  lockyard merge shard-1.jsonl shard-2.jsonl -o night.jsonl
  lockyard merge night.jsonl                          only tell what a ledger has

Exit status: 0 as expected, 1 a finding, 2 bad input, 3 cells are missing or inconclusive.`;

interface MergeOptions {
  readonly output?: string;
  readonly json?: boolean;
}

/** `lockyard merge`: the ledgers of the shards of a campaign as one; sets the process's exit code. */
export function addMerge(program: Command): void {
  program
    .command('merge')
    .description('put the ledgers of the shards of a campaign together')
    .argument('<ledgers...>', 'ledgers that `lockyard explore --campaign` keeps')
    .option('-o, --output <file>', 'ledger of all of them; `explore --campaign` can go on with it')
    .option('--json', 'print one JSON document')
    .addHelpText('after', EXAMPLES)
    .action(merge);
}

function merge(ledgers: readonly string[], { output, json }: MergeOptions): void {
  const merged = mergeLedgers(ledgers);
  if (output !== undefined) writeMerged(merged, output);
  const { header, entries, repeated } = merged;
  const told = { ledger: output ?? ledgers.join(', '), campaign: header.campaign, shard: null };
  const rerun =
    output === undefined
      ? rerunCommand(['merge', ...ledgers.map(shellWord)].join(' '), [])
      : rerunCommand('explore', [{ flag: '--campaign', value: output }]);
  const outcome = campaignOutcome('merge', told, { entries, lost: [], repeated }, rerun);
  const palette = paletteFor(process.stdout, process.env);
  process.stdout.write(json === true ? campaignJson(outcome) : campaignText(outcome, palette));
  process.exitCode = outcome.exitStatus;
}
