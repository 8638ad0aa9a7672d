import type { Palette, Tone } from './palette.ts';
import { plainTable } from './plain-table.ts';
import { countText, durationText, pluralText, rateText, shareText } from './quantity.ts';
import { type ToldFinding, type ToldRun, type ToldRuns, rateOfRun } from './told-runs.ts';
import { wrapped } from './wrapped.ts';

const HEAD = [
  'design',
  'verdict',
  'operations',
  'dead-\nlocks',
  're-\nclaimed',
  'con-\ntended',
  'p99\nwait',
];
/** design, verdict */
const TEXT_COLUMNS = 2;
/** So that the table keeps to 80 columns. */
const NAME_MOST = 22;

/** What `report` prints of runs: a line for each at most 80 columns wide, then all that was found. */
export function toldRunsText({ file, command, runs }: ToldRuns, palette: Palette): string {
  const blocks = [
    palette('strong', `runs of ${file}`),
    plainTable(
      HEAD,
      TEXT_COLUMNS,
      runs.map((run) => rowOf(run, palette)),
    ),
    ...runs.flatMap((run) => findingBlock(run, palette)),
    conclusion(runs, palette),
    `run it again: ${command}`,
  ];
  return `${blocks.join('\n\n')}\n`;
}

function rowOf(run: ToldRun, palette: Palette): string[] {
  const { name, deadlocks, reclaimedPages, contention } = run;
  return [
    shortened(name),
    palette(toneOf(run), `${signOf(run)} ${run.verdict}`),
    rateOfRun(run) === 0 ? '-' : rateText(rateOfRun(run)),
    deadlocks === 0 ? '-' : countText(deadlocks),
    reclaimedPages === null ? '-' : countText(reclaimedPages),
    contention === null ? '-' : shareText(contention.contentions, contention.acquisitions),
    contention === null ? '-' : durationText(contention.waitNsP99),
  ];
}

function shortened(name: string): string {
  const letters = [...name];
  if (letters.length <= NAME_MOST) return name;
  const end = Math.floor((NAME_MOST - 1) / 2);
  return `${letters.slice(0, NAME_MOST - 1 - end).join('')}…${letters.slice(-end).join('')}`;
}

function signOf({ asExpected, inconclusive }: ToldRun): string {
  if (inconclusive) return '?';
  return asExpected ? '✓' : '✗';
}

function toneOf({ asExpected, inconclusive }: ToldRun): Tone {
  if (inconclusive) return 'warning';
  return asExpected ? 'good' : 'bad';
}

/** What stands first, then what the run does not bear out. */
function findingBlock({ name, findings }: ToldRun, palette: Palette): string[] {
  if (findings.length === 0) return [];
  const sorted = [
    ...findings.filter(({ rejection }) => rejection === null),
    ...findings.filter(({ rejection }) => rejection !== null),
  ];
  const lines = sorted.flatMap((finding) => wrapped(findingText(finding), '  ', '    '));
  return [[palette('strong', name), ...lines].join('\n')];
}

function findingText({ type, level, count, summary, rejection }: ToldFinding): string {
  const times = count === 1 ? '' : `, ${countText(count)} times`;
  const not = rejection === null ? '' : ` (not in this run: ${rejection})`;
  return `${level} ${type}${times}: ${summary}${not}`;
}

function conclusion(runs: readonly ToldRun[], palette: Palette): string {
  const wrong = runs.filter(({ asExpected, inconclusive }) => !asExpected && !inconclusive);
  const open = runs.filter(({ inconclusive }) => inconclusive);
  const right = runs.length - wrong.length - open.length;
  const lines = [`${countText(right)} of ${pluralText(runs.length, 'run')} as expected.`];
  for (const { name, verdict, expected } of wrong) {
    const wanted = expected === null ? '' : `, expected: ${expected}`;
    lines.push(palette('bad', `not as expected: ${name} (${verdict}${wanted})`));
  }
  if (open.length > 0) {
    const names = open.map(({ name }) => name).join(', ');
    lines.push(palette('warning', `ended before a verdict: ${names}`));
  }
  return lines.flatMap((line) => wrapped(line, '', '  ')).join('\n');
}
