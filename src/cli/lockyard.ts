#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { errorText } from '../report/error-text.ts';
import { addCheck } from './check.ts';
import { EXIT, exitStatusOfError } from './exit-status.ts';
import { addList } from './list.ts';
import { StrayError } from './stray-errors.ts';
import { addStress } from './stress.ts';
import { TOOL, toolVersion } from './tool-version.ts';

const EXAMPLES = `
Examples:
  lockyard list designs                               what there is to run
  lockyard stress                                     every design for two seconds
  lockyard stress --design resv-in-map --locks        one design, with its lock statistics
  lockyard stress --help                              all options, and the exit status`;

/** The front door: one command per file, every ending with its own exit status. */
async function main(): Promise<void> {
  const program = new Command(TOOL)
    .description('A proving ground for GPU-buffer locking designs')
    .version(toolVersion())
    .addHelpText('after', EXAMPLES)
    .showHelpAfterError('  to mend it: see --help')
    .exitOverride();
  for (const add of [addStress, addCheck, addList]) add(program);
  try {
    await program.parseAsync();
  } catch (error) {
    process.exitCode = tell(error);
  }
}

function tell(error: unknown): number {
  // Commander has printed its own message, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.asExpected : EXIT.usage;
  const told = error instanceof StrayError ? `${TOOL}: ${error.message}\n` : errorText(error);
  process.stderr.write(told);
  return exitStatusOfError(error);
}

// `lockyard … | head`: whoever reads has enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

// Node would end with 1, which says that there is a finding. A command that has something to save
// listens by itself.
process.on('uncaughtException', (error) => {
  if (process.listenerCount('uncaughtException') === 1) process.exit(tell(new StrayError(error)));
});

await main();
// A design may have left a timer running, and nobody is to wait for that.
process.stdout.end(() => process.exit());
