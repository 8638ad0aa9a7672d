import type { Command } from 'commander';
import { UsageError } from '../base/errors.ts';
import { reportPage } from '../page/page.ts';
import { type TracedRun, chromeTrace } from '../page/trace/chrome-trace.ts';
import { paletteFor } from '../report/palette.ts';
import { OutputFile } from './output-file.ts';
import { type ReportInput, readReportInput } from './report-input.ts';
import { checkOutputs } from './report-output.ts';
import { type ReportForm, reportText } from './report-text.ts';
import { TOOL, toolVersion } from './tool-version.ts';

const EXAMPLES = `
Examples:
  lockyard report run.json                           the verdicts and findings, in the terminal
  lockyard stress --json > run.json
  lockyard report run.json -o run.html               verdicts, contention and findings of each design
  lockyard report compare.jsonl run.json -o all.html a comparison and a run on one page
  lockyard report run.json --trace run.trace.json    waits and holds, for ui.perfetto.dev

The page is one file: it loads nothing, works without scripts, and prints.

Exit status: 0 told or written, 2 bad input or usage, 70 a defect of lockyard.`;

interface ReportOptions {
  readonly output?: string;
  readonly trace?: string;
  readonly json?: boolean;
  readonly csv?: boolean;
  readonly markdown?: boolean;
}

/** `lockyard report`: runs and comparisons in the terminal, or as one HTML page. */
export function addReport(program: Command): void {
  program
    .command('report')
    .description('tell of runs and comparisons, or make one self-contained HTML page of them')
    .argument('<files...>', 'documents of `stress --json`, ledgers of `bench`')
    .option('-o, --output <file>', 'the page to write')
    .option(
      '--trace <file>',
      'a Chrome trace to write, for Perfetto: waits by thread, holds by lock',
    )
    .option('--json', 'print one JSON document')
    .option('--csv', 'print one line per run or cell')
    .option('--markdown', 'print tables for a pull request')
    .addHelpText('after', EXAMPLES)
    .action(report);
}

async function report(files: readonly string[], options: ReportOptions): Promise<void> {
  const form = formOf(options);
  const output = options.output === undefined ? null : new OutputFile(options.output, '-o');
  const trace = options.trace === undefined ? null : new OutputFile(options.trace, '--trace');
  checkOutputs(
    files,
    [output, trace].filter((file) => file !== null),
  );
  const tool = `${TOOL} ${toolVersion()}`;
  const inputs: ReportInput[] = [];
  for (const file of files) inputs.push(await readReportInput(file));
  const parts = inputs.map(({ part }) => part);
  // All that can be wrong with the inputs shows before anything is written.
  const page = output === null ? null : reportPage({ tool, parts });
  const traced = trace === null ? null : chromeTrace(tracedRuns(inputs), tool);
  const text =
    form === null ? null : reportText(inputs, form, paletteFor(process.stdout, process.env));
  // What was asked for as text has the standard output for itself.
  const told = text === null ? process.stdout : process.stderr;
  if (output !== null && page !== null) told.write(written(output, page));
  if (trace !== null && traced !== null) told.write(written(trace, traced));
  if (text !== null) process.stdout.write(text);
  for (const { file, warnings } of parts) {
    for (const warning of warnings) process.stderr.write(`${TOOL}: ${file}: ${warning}\n`);
  }
}

/** What there is to say of a file once it is there. */
function written(output: OutputFile, text: string): string {
  return `${output.file}: ${Math.ceil(output.write(text) / 1000)} kB\n`;
}

/** Text where nothing else was asked for; null: only files. */
function formOf({ output, trace, json, csv, markdown }: ReportOptions): ReportForm | null {
  const asked: readonly (readonly [ReportForm, boolean | undefined])[] = [
    ['json', json],
    ['csv', csv],
    ['markdown', markdown],
  ];
  const forms = asked.flatMap(([form, isAsked]) => (isAsked === true ? [form] : []));
  if (forms.length > 1) {
    throw new UsageError(
      `--${forms.join(' and --')} at once`,
      'one of them goes to the standard output',
    );
  }
  return forms[0] ?? (output === undefined && trace === undefined ? 'text' : null);
}

function tracedRuns(inputs: readonly ReportInput[]): TracedRun[] {
  const runs = inputs.flatMap((input) => (input.kind === 'stress' ? input.part.runs : []));
  const traced = runs.flatMap(({ name, events }) =>
    events === null || events.events.length === 0 ? [] : [{ name, record: events }],
  );
  if (traced.length > 0) return traced;
  throw new UsageError(
    'no input has lock events with times, so there is nothing to trace',
    'give a document of `lockyard stress --json --times 2048`, or let `lockyard stress --trace FILE` ' +
      'write the trace',
  );
}
