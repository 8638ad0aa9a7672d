import { existsSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { UsageError } from '../base/errors.ts';
import type { PagePart } from '../page/page-content.ts';
import { reportPage } from '../page/page.ts';
import { type TracedRun, chromeTrace } from '../page/trace/chrome-trace.ts';
import { readReportInput } from './report-input.ts';
import { TOOL, toolVersion } from './tool-version.ts';

const EXAMPLES = `
Examples:
  lockyard stress --json > run.json
  lockyard report run.json -o run.html               verdicts, contention and findings of each design
  lockyard report compare.jsonl run.json -o all.html a comparison and a run on one page
  lockyard report run.json --trace run.trace.json    lock events with times, for ui.perfetto.dev

The page is one file: it loads nothing, works without scripts, and prints.

Exit status: 0 written, 2 bad input or usage, 70 a defect of lockyard.`;

interface ReportOptions {
  readonly output?: string;
  readonly trace?: string;
}

/** `lockyard report`: runs and comparisons as one HTML page. */
export function addReport(program: Command): void {
  program
    .command('report')
    .description('make one self-contained HTML page of runs and comparisons')
    .argument('<files...>', 'documents of `stress --json`, ledgers of `bench`')
    .option('-o, --output <file>', 'the page to write')
    .option('--trace <file>', 'write lock events with times as a Chrome trace, for Perfetto')
    .addHelpText('after', EXAMPLES)
    .action(report);
}

function report(files: readonly string[], { output, trace }: ReportOptions): void {
  const outputs = [output, trace].filter((file) => file !== undefined);
  checkOutputs(files, outputs);
  const tool = `${TOOL} ${toolVersion()}`;
  const parts = files.map(readReportInput);
  // All that can be wrong with the inputs shows before anything is written.
  const page = output === undefined ? null : reportPage({ tool, parts });
  const traced = trace === undefined ? null : chromeTrace(tracedRuns(parts), tool);
  if (output !== undefined && page !== null) writeOutput(output, page);
  if (trace !== undefined && traced !== null) writeOutput(trace, traced);
  for (const { file, warnings } of parts) {
    for (const warning of warnings) process.stderr.write(`${TOOL}: ${file}: ${warning}\n`);
  }
}

function checkOutputs(files: readonly string[], outputs: readonly string[]): void {
  if (outputs.length === 0) {
    throw new UsageError(
      'there is nothing to write',
      'name a page with -o, or a trace with --trace',
    );
  }
  const inputs = files.map(realPath);
  const input = outputs.find((file) => inputs.includes(realPath(file)));
  if (input !== undefined) {
    throw new UsageError(`${input} is what is to be read`, 'give another name for the output');
  }
  if (new Set(outputs.map(realPath)).size < outputs.length) {
    throw new UsageError('page and trace are one file', 'give each a name of its own');
  }
}

function tracedRuns(parts: readonly PagePart[]): TracedRun[] {
  const runs = parts.flatMap((part) => (part.kind === 'stress' ? part.runs : []));
  const traced = runs.flatMap(({ name, events }) =>
    events === null || events.events.length === 0 ? [] : [{ name, record: events }],
  );
  if (traced.length > 0) return traced;
  throw new UsageError(
    'no input has lock events with times, so there is nothing to trace',
    'give a document of a run that kept the times of its lock events, or leave out --trace',
  );
}

function realPath(file: string): string {
  return existsSync(file) ? realpathSync(file) : resolve(file);
}

/** The old file stays until the new one is whole. What is no file, as a pipe, is written to. */
function writeOutput(file: string, text: string): void {
  const target = realPath(file);
  const draft = `${target}.${process.pid}.part`;
  try {
    if (existsSync(target) && !statSync(target).isFile()) writeFileSync(target, text);
    else {
      writeFileSync(draft, text);
      renameSync(draft, target);
    }
  } catch (error) {
    rmSync(draft, { force: true });
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`${file} cannot be written (${code})`, 'give another place with -o');
  }
  process.stdout.write(`${file}: ${Math.ceil(Buffer.byteLength(text) / 1000)} kB\n`);
}
