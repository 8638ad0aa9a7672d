import type { Command } from 'commander';
import { checkJson } from '../report/check-json.ts';
import type { CheckOutcome } from '../report/check-outcome.ts';
import { checkText } from '../report/check-text.ts';
import { paletteFor } from '../report/palette.ts';
import { CheckProgress } from './check-progress.ts';
import { type CheckResult, checkFiles } from './check-session.ts';
import { EXIT } from './exit-status.ts';
import { listenForInterrupts } from './interrupts.ts';
import { shellWord } from '../report/shell-word.ts';
import { rerunCommand } from './rerun-command.ts';
import { type EdgeToCut, cutOfFinding } from '../run/cut-edges.ts';
import type { CaseVerdict } from '../trace/case-trial.ts';
import { TOOL, toolVersion } from './tool-version.ts';

const EXAMPLES = `
Examples:
  lockyard check abba.json                   one case, or a list of cases
  lockyard check --json recorded.jsonl       a long trace, a line for each op

A trace in JSON Lines is read twice and never kept in memory; what comes through a pipe is kept, up to
256 MiB.

Exit status: 0 as expected, 1 a finding, 2 bad input, 3 interrupted, 70 a defect of lockyard.`;

interface CheckOptions {
  readonly findings?: boolean;
  readonly json?: boolean;
}

/** `lockyard check`: judges trace files by the order validator; sets the process's exit code. */
export function addCheck(program: Command): void {
  program
    .command('check')
    .description('judge recorded or hand-written traces of lock operations, without running them')
    .argument('<files...>', 'trace files, JSON or JSON Lines')
    .option('--findings', 'print every finding in full, not only those that were not expected')
    .option('--json', 'print one JSON document')
    .addHelpText('after', EXAMPLES)
    .action(check);
}

async function check(files: readonly string[], options: CheckOptions): Promise<void> {
  const interrupts = listenForInterrupts((text) => process.stderr.write(text));
  const progress = new CheckProgress(process.stderr, process.env);
  try {
    const result = await checkFiles(files, interrupts.signal, progress);
    progress.clear();
    const outcome = outcomeOf(files, options, result);
    const palette = paletteFor(process.stdout, process.env);
    const json = options.json === true;
    const all = options.findings === true;
    process.stdout.write(json ? checkJson(outcome) : checkText(outcome, all, palette));
    process.exitCode = outcome.exitStatus;
  } finally {
    progress.clear();
    interrupts.release();
  }
}

function outcomeOf(
  files: readonly string[],
  { findings }: CheckOptions,
  { cases, skipped }: CheckResult,
): CheckOutcome {
  const version = toolVersion();
  const asExpected = cases.every((verdict) => verdict.asExpected);
  const judged = skipped.length === 0 ? EXIT.asExpected : EXIT.inconclusive;
  const words = ['check', ...files.map(shellWord)].join(' ');
  return {
    tool: `${TOOL} ${version}`,
    versions: { lockyard: version, node: process.versions.node, v8: process.versions.v8 },
    rerun: rerunCommand(words, [{ flag: '--findings', value: findings }]),
    cases,
    cuts: new Map(cases.flatMap(cutOf)),
    skipped,
    exitStatus: asExpected ? judged : EXIT.finding,
  };
}

function cutOf(verdict: CaseVerdict): [CaseVerdict, EdgeToCut][] {
  const { finding, classes } = verdict;
  const cut = finding === null ? null : cutOfFinding(finding, classes);
  return cut === null ? [] : [[verdict, cut]];
}
