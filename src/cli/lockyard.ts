#!/usr/bin/env node
import { runCommandLine, tell } from './command-line.ts';
import { StrayError } from './stray-errors.ts';

// The front door: what is about the process, and not about any command.

// `lockyard … | head`: whoever reads has enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

// Node would end with 1, which says that there is a finding. A command that has something to save
// listens by itself.
process.on('uncaughtException', (error) => {
  if (process.listenerCount('uncaughtException') === 1) process.exit(tell(new StrayError(error)));
});

await runCommandLine(process.argv.slice(2));
// A design may have left a timer running, and nobody is to wait for that.
process.stdout.end(() => process.exit());
