import type { LedgerEntry } from '../explore/ledger-line.ts';
import { cellText, programText } from './campaign-label.ts';
import {
  type CampaignOutcome,
  type DistinctDeadlock,
  distinctDeadlocks,
} from './campaign-outcome.ts';
import type { Palette } from './palette.ts';
import { plainTable } from './plain-table.ts';
import { countText, pluralText } from './quantity.ts';
import { wrapped } from './wrapped.ts';

const HEAD = [
  'program',
  'verdict',
  'cells',
  'deadlock',
  'clean',
  'complete',
  'schedules',
  'seconds',
];
/** program, verdict */
const TEXT_COLUMNS = 2;
const INCONCLUSIVE = 3;
/** Cells without a result that are told by name. */
const LOST_TOLD = 10;

/**
 * What a campaign prints: a line for each program, each distinct deadlock with the command that replays
 * it, one sentence on the whole, and the command that goes on with it.
 */
export function campaignText(outcome: CampaignOutcome, palette: Palette): string {
  const { entries, cells, rerun } = outcome;
  const deadlocks = distinctDeadlocks(entries);
  const blocks = [
    headLine(outcome),
    ...(cells.length === 0 ? [] : [programTable(outcome, palette)]),
    ...deadlocks.map((deadlock) => deadlockText(deadlock, palette)),
    conclusion(outcome, palette),
    `${entries.length < cells.length ? 'go on with it' : 'run it again'}: ${rerun}`,
  ];
  return `${blocks.join('\n\n')}\n`;
}

function headLine({ kind, tool, ledger, shard, versions }: CampaignOutcome): string {
  const what = kind === 'merge' ? 'merge' : 'explore, campaign';
  const part = shard === null ? [] : [`shard ${shard}`];
  return [`${tool} ${what}`, `ledger ${ledger}`, ...part, `node ${versions.node}`].join(', ');
}

function programTable({ cells, entries }: CampaignOutcome, palette: Palette): string {
  const programs = new Set(cells.map(({ program }) => programText(program)));
  const rows = [...programs].map((name) => {
    const done = entries.filter(({ program }) => programText(program) === name);
    const all = cells.filter(({ program }) => programText(program) === name).length;
    const count = (counts: (entry: LedgerEntry) => boolean) =>
      countText(done.filter(counts).length);
    const sum = (what: 'schedules' | 'seconds') =>
      done.reduce((total, entry) => total + entry[what], 0);
    return [
      name,
      verdictText(done, palette),
      `${countText(done.length)}/${countText(all)}`,
      count(({ verdict }) => verdict === 'deadlock'),
      count(({ verdict }) => verdict === 'clean'),
      count(({ complete }) => complete),
      countText(sum('schedules')),
      sum('seconds').toFixed(1),
    ];
  });
  return plainTable(HEAD, TEXT_COLUMNS, rows);
}

function verdictText(done: readonly LedgerEntry[], palette: Palette): string {
  if (done.length === 0) return '-';
  if (done.some(({ exitStatus }) => exitStatus === 1)) return palette('bad', '✗ not as expected');
  if (done.some(({ exitStatus }) => exitStatus === INCONCLUSIVE)) {
    return palette('warning', '? inconclusive');
  }
  return palette('good', '✓ as expected');
}

function deadlockText({ signature, text, entries }: DistinctDeadlock, palette: Palette): string {
  const [first] = entries as [LedgerEntry];
  const name = signature ?? 'of the model only';
  const where = `in ${pluralText(entries.length, 'cell')}, first in ${cellText(first)}`;
  const replay = entries.find((entry) => entry.replay !== null)?.replay;
  return [
    `${palette('bad', 'DEADLOCK')} ${name}, ${where}`,
    ...wrapped(`${text}.`, '  '),
    ...(replay == null ? [] : [`  replay it: npx lockyard replay ${replay}`]),
  ].join('\n');
}

function conclusion(outcome: CampaignOutcome, palette: Palette): string {
  const { cells, entries, lost, repeated } = outcome;
  const met = entries.filter(({ exitStatus }) => exitStatus === 0).length;
  const done = `${countText(entries.length)} of ${pluralText(cells.length, 'cell')} done`;
  const lines = [`${done}, ${countText(met)} as expected.`];
  if (repeated > 0) lines.push(`${pluralText(repeated, 'cell')} stood in several ledgers.`);
  for (const { cell, text } of lost.slice(0, LOST_TOLD)) {
    lines.push(palette('warning', `no result: ${cellText(cell)}: ${text.split('\n').at(-1)}`));
  }
  if (lost.length > LOST_TOLD) lines.push(`and ${countText(lost.length - LOST_TOLD)} more`);
  return lines.join('\n');
}
