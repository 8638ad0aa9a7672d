import { Command, CommanderError } from 'commander';
import { errorText } from '../report/error-text.ts';
import { addBench } from './bench.ts';
import { addBenchTrial } from './bench-trial.ts';
import { addCheck } from './check.ts';
import { EXIT, exitStatusOfError } from './exit-status.ts';
import { addExplore } from './explore.ts';
import { addList } from './list.ts';
import { addMerge } from './campaign-merge.ts';
import { addReplay } from './replay.ts';
import { addReport } from './report.ts';
import { StrayError } from './stray-errors.ts';
import { addStress } from './stress.ts';
import { TOOL, toolVersion } from './tool-version.ts';

const EXAMPLES = `
Examples:
  lockyard list designs                               what there is to run
  lockyard stress                                     every design for two seconds
  lockyard stress --design resv-in-map --locks        one design, with its lock statistics
  lockyard stress ./abba.yaml                         a scenario file, on real threads
  lockyard explore ./abba.yaml                        its schedules, in search of a deadlock
  lockyard check trace.json                           a trace of lock operations, without threads
  lockyard report run.json -o run.html                a run as an HTML page
  lockyard stress --help                              all options, and the exit status`;

/**
 * Runs the command that these words name; every ending leaves its own exit status in
 * `process.exitCode`, and what went wrong has been told on standard error.
 */
export async function runCommandLine(words: readonly string[]): Promise<void> {
  const program = new Command(TOOL)
    .description('A proving ground for GPU-buffer locking designs')
    .version(toolVersion())
    .addHelpText('after', EXAMPLES)
    .showHelpAfterError('  to mend it: see --help')
    .exitOverride();
  for (const add of [
    addStress,
    addBench,
    addCheck,
    addExplore,
    addMerge,
    addReplay,
    addReport,
    addList,
    addBenchTrial,
  ])
    add(program);
  try {
    await program.parseAsync(words, { from: 'user' });
  } catch (error) {
    process.exitCode = tell(error);
  }
}

/** The exit status of an error that has been told. */
export function tell(error: unknown): number {
  // Commander has printed its own message, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.asExpected : EXIT.usage;
  const told = error instanceof StrayError ? `${TOOL}: ${error.message}\n` : errorText(error);
  process.stderr.write(told);
  return exitStatusOfError(error);
}
