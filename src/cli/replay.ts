import inspector from 'node:inspector';
import type { Command } from 'commander';
import { UsageError } from '../base/errors.ts';
import { paletteFor } from '../report/palette.ts';
import { replayJson } from '../report/replay-json.ts';
import { replayText } from '../report/replay-text.ts';
import { ExitTrap } from './exit-trap.ts';
import { ExploreProgress } from './explore-progress.ts';
import { listenForInterrupts } from './interrupts.ts';
import { openReplay, refreshed } from './replay-input.ts';
import { runReplay } from './replay-session.ts';
import { showSteps } from './replay-steps.ts';
import { rerunCommand } from './rerun-command.ts';
import { divertOutput } from './result-output.ts';
import { shellWord } from '../report/shell-word.ts';
import { listenForStrayErrors } from './stray-errors.ts';
import { WORD_MAX, parseWhole } from './whole-number.ts';

const EXAMPLES = `
Examples:
  lockyard replay abba.replay.jsonl                   once more, on real threads
  lockyard replay abba.replay.jsonl --times 100       and does it deadlock every time?
  lockyard replay abba.replay.jsonl --step            decision by decision

The threads run for real; who goes next is forced by name at each decision. A replay that cannot go the
recorded way has diverged, and the first step that differs is told.

Exit status: 0 as recorded, 1 not as recorded, 2 usage, 3 interrupted, 70 a defect of lockyard.`;

interface ReplayOptions {
  readonly times: string;
  readonly asRecorded?: boolean;
  readonly step?: boolean;
  readonly inspect?: boolean | string;
  readonly json?: boolean;
}

const INSPECT_PORT = 9229;
const PORT_MAX = 65_535;

/** `lockyard replay`: runs a recorded schedule again; sets the process's exit code. */
export function addReplay(program: Command): void {
  program
    .command('replay')
    .description('run a recorded schedule again on real threads')
    .argument('<file>', 'a replay file, as `lockyard explore` writes it')
    .option('--times <n>', 'how often', '1')
    .option('--as-recorded', 'a scenario as it was, though its file has been edited since')
    .option('--step', 'show the schedule decision by decision; on a terminal')
    .option('--inspect [port]', 'wait for a debugger first')
    .option('--json', 'print one JSON document')
    .addHelpText('after', EXAMPLES)
    .action(replay);
}

async function replay(file: string, options: ReplayOptions): Promise<void> {
  const print = divertOutput();
  const times = parseWhole('--times', options.times, 1, WORD_MAX);
  const steps = options.step === true;
  if (steps && (process.stdin.isTTY !== true || options.json === true)) {
    throw new UsageError('--step waits for Enter', 'use it on a terminal, without --json');
  }
  const input = refreshed(openReplay(file), options.asRecorded ?? false);
  const inspects = options.inspect !== undefined && options.inspect !== false;
  if (inspects) waitForDebugger(options.inspect as true | string);
  const say = (text: string) => {
    process.stderr.write(text);
  };
  const interrupts = listenForInterrupts(say);
  const strays = listenForStrayErrors();
  const exits = new ExitTrap();
  const progress = new ExploreProgress(process.stderr, process.env);
  const rerun = rerunOf(file, options);
  try {
    const report = await runReplay(
      input,
      { file, times, patient: inspects, rerun },
      {
        interrupt: interrupts.signal,
        failed: strays.signal,
        exits,
        progress: (done) => progress.passed(done, `replayed of ${times}`),
      },
    );
    progress.clear();
    const { run } = report.result;
    if (steps && run !== null) await showSteps(run.recording, process.stdin, say);
    const palette = paletteFor(process.stdout, process.env);
    print(options.json === true ? replayJson(report) : replayText(report, palette));
    process.exitCode = report.exitStatus;
  } finally {
    progress.clear();
    interrupts.release();
    strays.release();
    exits.release();
  }
}

/** Threads are started afterwards, so that a debugger that knows worker threads sees them all. */
function waitForDebugger(asked: true | string): void {
  const port = asked === true ? INSPECT_PORT : parseWhole('--inspect', asked, 1, PORT_MAX);
  process.stderr.write(
    `Attach a debugger to 127.0.0.1:${port}: chrome://inspect, or "attach" in your editor. Each thread\n` +
      'of the run is a worker thread of this process. Set your breakpoints, and let it go on.\n',
  );
  inspector.open(port, '127.0.0.1');
  inspector.waitForDebugger();
}

function rerunOf(file: string, { times, asRecorded }: ReplayOptions): string {
  return rerunCommand(`replay ${shellWord(file)}`, [
    { flag: '--times', value: times, standard: '1' },
    { flag: '--as-recorded', value: asRecorded },
  ]);
}
