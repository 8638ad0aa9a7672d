import type { Command } from 'commander';
import { UsageError } from '../base/errors.ts';
import type { ProcessAnswer } from '../compare/trial-process.ts';
import { type SittingTask, measureSitting } from './bench-sitting.ts';
import { divertOutput } from './result-output.ts';

export const TRIAL_COMMAND = 'bench-trial';

/** The hidden command of the processes that `bench` starts: a line of JSON in, lines out. */
export function addBenchTrial(program: Command): void {
  program.command(TRIAL_COMMAND, { hidden: true }).action(async () => {
    const print = divertOutput();
    // Ctrl-C goes to all processes of a terminal: the one that started this decides.
    process.on('SIGINT', () => undefined);
    const say = (answer: ProcessAnswer) => print(`${JSON.stringify(answer)}\n`);
    eachTask((task) => {
      void answerOf(task, (progress) => say({ progress })).then(say);
    });
    await new Promise((resolve) => process.stdin.on('end', resolve));
    // Nobody waits for an answer any more, nor for the threads.
    process.exit();
  });
}

function eachTask(take: (task: SittingTask) => void): void {
  let text = '';
  process.stdin.on('data', (data) => {
    text += data;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n')) {
      take(JSON.parse(text.slice(0, end)) as SittingTask);
      text = text.slice(end + 1);
    }
  });
}

async function answerOf(task: SittingTask, told: (share: number) => void): Promise<ProcessAnswer> {
  try {
    return { result: await measureSitting(task, told) };
  } catch (error) {
    if (error instanceof UsageError) return { error: { message: error.message, mend: error.mend } };
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { error: { message } };
  }
}
