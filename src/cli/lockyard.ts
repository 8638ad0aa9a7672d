#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { errorText } from '../report/error-text.ts';
import { EXIT, exitStatusOfError } from './exit-status.ts';
import { addList } from './list.ts';
import { addStress } from './stress.ts';
import { TOOL, toolVersion } from './tool-version.ts';

/** The front door: one command per file, every ending with its own exit status. */
async function main(): Promise<void> {
  const program = new Command(TOOL)
    .description('A proving ground for GPU-buffer locking designs')
    .version(toolVersion())
    .showHelpAfterError('  to mend it: see --help')
    .exitOverride();
  for (const add of [addStress, addList]) add(program);
  try {
    await program.parseAsync();
  } catch (error) {
    process.exitCode = tell(error);
  }
}

function tell(error: unknown): number {
  // Commander has printed its own message, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.asExpected : EXIT.usage;
  process.stderr.write(errorText(error));
  return exitStatusOfError(error);
}

// `lockyard … | head`: whoever reads has enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

await main();
