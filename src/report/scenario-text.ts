import type { Palette } from './palette.ts';
import { pinDownLine } from './pin-down-line.ts';
import { plainTable } from './plain-table.ts';
import { countText, pluralText } from './quantity.ts';
import { runBlocks } from './run-findings.ts';
import { scenarioFindingText, scenarioName } from './scenario-finding-text.ts';
import type { ScenarioOutcome, ScenarioRun } from './scenario-outcome.ts';

const HEAD = [
  'scenario',
  'verdict',
  'level',
  'expected',
  'threads',
  'rounds',
  'findings',
  'seconds',
];
/** scenario, verdict, level, expected */
const TEXT_COLUMNS = 4;

/**
 * What `stress FILE...` prints: a line for each scenario, every distinct finding with what was not
 * expected last, one sentence on the whole, and the command that runs it again.
 */
export function scenarioText(outcome: ScenarioOutcome, palette: Palette): string {
  const { runs } = outcome;
  const expected = runs.filter(({ judgement }) => judgement.asExpected);
  const unexpected = runs.filter(({ judgement }) => !judgement.asExpected);
  const blocks = [
    headLine(outcome),
    plainTable(
      HEAD,
      TEXT_COLUMNS,
      runs.map((run) => row(run, palette)),
    ),
    ...[...expected, ...unexpected].flatMap((run) => findingBlocks(run, outcome)),
    conclusion(outcome, palette),
    `run it again: ${outcome.rerun}`,
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** How one scenario ended, for those who wait for the next. */
export function scenarioLine(run: ScenarioRun): string {
  const { verdict, asExpected } = run.judgement;
  const mark = asExpected ? 'as expected' : 'NOT as expected';
  const rounds = run.rounds === null ? '' : `, ${pluralText(run.rounds, 'round')}`;
  return `${scenarioName(run)}: ${verdict}, ${mark}${rounds}\n`;
}

function headLine({ tool, runs, settings, versions, cores }: ScenarioOutcome): string {
  return [
    `${tool} stress`,
    pluralText(runs.length, 'scenario'),
    `instrumentation ${settings.level}`,
    `seed ${settings.seed}`,
    `node ${versions.node}`,
    pluralText(cores, 'core'),
  ].join(', ');
}

function row(run: ScenarioRun, palette: Palette): string[] {
  const { judgement, result } = run;
  const { expected, verdict, level, asExpected, inconclusive } = judgement;
  const mark = inconclusive ? '?' : asExpected ? '✓' : '✗';
  return [
    scenarioName(run),
    palette(asExpected ? 'good' : 'bad', verdict),
    level ?? '-',
    `${mark} ${expected ?? 'nothing'}`,
    countText(run.threads),
    run.rounds === null ? '-' : countText(run.rounds),
    countText(result.findings.length),
    result.seconds.toFixed(2),
  ];
}

function findingBlocks(run: ScenarioRun, outcome: ScenarioOutcome): string[] {
  const blocks = runBlocks(scenarioName(run), run.result, (entry) => {
    return scenarioFindingText(entry, run, outcome);
  });
  return [...blocks, ...pinDownLine(run.result, run.rerun)];
}

function conclusion({ runs, skipped }: ScenarioOutcome, palette: Palette): string {
  const met = runs.filter(({ judgement }) => judgement.asExpected && !judgement.inconclusive);
  const open = runs.filter(({ judgement }) => judgement.inconclusive);
  const wrong = runs.filter(({ judgement }) => !judgement.asExpected && !judgement.inconclusive);
  const all = pluralText(runs.length + skipped.length, 'scenario');
  const lines = [`${countText(met.length)} of ${all} as expected.`];
  if (wrong.length > 0) {
    const names = wrong.map((run) => `${scenarioName(run)} (${unmet(run)})`);
    lines.push(palette('bad', `not as expected: ${names.join(', ')}`));
  }
  const untold = [...open.map(scenarioName), ...skipped];
  if (untold.length > 0) {
    lines.push(palette('warning', `interrupted before a verdict: ${untold.join(', ')}`));
  }
  return lines.join('\n');
}

/** A story may show a deadlock, but another one than it is about. */
function unmet({ judgement, finds }: ScenarioRun): string {
  if (judgement.found !== false || finds === undefined) return judgement.verdict;
  const level = finds.level === undefined ? '' : `${finds.level} `;
  return `${judgement.verdict}, but no ${level}${finds.type}`;
}
