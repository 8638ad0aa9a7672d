import type { Command } from 'commander';
import { UsageError } from '../base/errors.ts';
import { liveLine } from './live-line.ts';
import { paletteFor } from '../report/palette.ts';
import { stressJson } from '../report/stress-json.ts';
import { stressText } from '../report/stress-text.ts';
import { RUN_DEFAULTS } from '../run/plan-run.ts';
import { ExitTrap } from './exit-trap.ts';
import { listenForInterrupts } from './interrupts.ts';
import { divertOutput } from './result-output.ts';
import { type GivenOption, rerunCommand } from './rerun-command.ts';
import { listenForStrayErrors } from './stray-errors.ts';
import {
  LEVELS,
  ON_DEADLOCK,
  STRESS_STANDARD,
  type StressOptions,
  readStressRequest,
} from './stress-request.ts';
import { stressScenarios } from './stress-scenario.ts';
import { runStress } from './stress-session.ts';
import { StressTrace, TIMES_OF_TRACE, timesGiven } from './stress-trace.ts';

const EXAMPLES = `
Examples:
  lockyard stress                                     every design under the mixed workload
  lockyard stress --design resv-in-map --locks        one design, with its lock statistics
  lockyard stress --design ./my-design.js --ops 1e6   your own design, a million operations
  lockyard stress --design resv-in-map --on-deadlock stop
  lockyard stress --design resv-in-map --trace t.json  who waited when for whom, for ui.perfetto.dev
  lockyard stress ./abba.yaml                         a scenario file, round after round
  lockyard stress d01-import-against-submit --fixed   a story of the catalogue, mended

Exit status: 0 as expected, 1 a finding, 2 usage, 3 inconclusive, 70 a defect of lockyard.`;

/** `lockyard stress`: designs or scenarios on real threads; sets the process's exit code. */
export function addStress(program: Command): void {
  const command = program
    .command('stress')
    .description('run locking designs, or scenarios, on real threads, and judge each')
    .argument('[scenarios...]', 'scenario files or stories of the catalogue, instead of designs')
    .option(
      '--design <names>',
      'names or files, separated by commas, or "all"',
      STRESS_STANDARD.design,
    )
    .option('--workload <name>', 'pattern of operations', STRESS_STANDARD.workload)
    .option('--threads <n>', 'worker threads (default: of the workload)')
    .option('--devices <n>', 'one exporter and its importers (default: of the workload)')
    .option('--objects <n>', 'buffers (default: of the workload)')
    .option('--pages <n>', 'pages of the largest buffer (default: of the workload)')
    .option('--sharing <percent>', 'buffers that are imported (default: of the workload)')
    .option('--memory <percent>', 'memory in percent of the working set (default: of the workload)')
    .option('--duration <time>', `time per design (default: ${RUN_DEFAULTS.durationMs / 1000}s)`)
    .option('--ops <n>', 'operations of all workers together per design, instead of a time')
    .option(
      '--stall <time>',
      `no operation done for this long is a stall (default: ${RUN_DEFAULTS.stallMs / 1000}s)`,
    )
    .option('--chains <n>', 'stacks of held locks that can be told apart (default: 4096)')
    .option('--on-deadlock <what>', ON_DEADLOCK.join(' or '), STRESS_STANDARD.onDeadlock)
    .option('--level <level>', `instrumentation: ${LEVELS.join(', ')}`, STRESS_STANDARD.level)
    .option('--rounds <n>', 'rounds of each scenario (default: 200, or 10s)')
    .option('--fixed', 'run the mended variant of each scenario')
    .option('--seed <n>', 'fixes every random draw', STRESS_STANDARD.seed)
    .option('--clock-holds', 'clock every hold of a lock, not a sample')
    .option('--locks', 'print lock statistics per design')
    .option('--json', 'print one JSON document');
  addRecordOptions(command)
    .addHelpText('after', EXAMPLES)
    .action((scenarios: readonly string[], options: StressOptions) =>
      scenarios.length > 0 ? stressScenarios(scenarios, options, STRESS_STANDARD) : stress(options),
    );
}

/** What is kept of what happens, for prediction and for people. */
function addRecordOptions(command: Command): Command {
  return command
    .option(
      '--events <n>',
      `lock events that each thread records for prediction; 0: none (default: ${RUN_DEFAULTS.events})`,
    )
    .option(
      '--times <n>',
      `lock events that each thread keeps with their times, for --trace and --json (default: none; with --trace ${TIMES_OF_TRACE})`,
    )
    .option(
      '--trace <file>',
      'write a Chrome trace for Perfetto: waits by thread, holds by lock, an arrow from the hold in the way to each wait',
    );
}

async function stress(options: StressOptions): Promise<void> {
  if (options.rounds !== undefined || options.fixed === true) {
    const flag = options.fixed === true ? '--fixed' : '--rounds';
    throw new UsageError(`${flag} goes with a scenario`, 'name a scenario file, or leave it out');
  }
  const print = divertOutput();
  const request = readStressRequest(options);
  const trace = new StressTrace(options.trace);
  const say = (text: string) => {
    process.stderr.write(text);
  };
  const interrupts = listenForInterrupts(say);
  const strays = listenForStrayErrors();
  const exits = new ExitTrap();
  try {
    const { outcome, failure } = await runStress(request, rerunOf(options), {
      interrupt: interrupts.signal,
      failed: strays.signal,
      exits,
      live: (designs) => liveLine(process.stderr, process.env, designs),
    });
    const palette = paletteFor(process.stdout, process.env);
    const told =
      options.json === true
        ? stressJson(outcome)
        : stressText(outcome, options.locks ?? false, palette);
    print(told);
    process.exitCode = outcome.exitStatus;
    const traced = outcome.runs.map(({ design, result }) => ({ name: design, result }));
    trace.write(traced, outcome.tool, say);
    if (failure !== undefined) throw failure;
  } finally {
    interrupts.release();
    strays.release();
    exits.release();
  }
}

function rerunOf(options: StressOptions): string {
  const given: GivenOption[] = [
    { flag: '--design', value: options.design, standard: STRESS_STANDARD.design },
    { flag: '--workload', value: options.workload, standard: STRESS_STANDARD.workload },
    { flag: '--threads', value: options.threads },
    { flag: '--devices', value: options.devices },
    { flag: '--objects', value: options.objects },
    { flag: '--pages', value: options.pages },
    { flag: '--sharing', value: options.sharing },
    { flag: '--memory', value: options.memory },
    { flag: '--duration', value: options.duration },
    { flag: '--ops', value: options.ops },
    { flag: '--stall', value: options.stall },
    { flag: '--chains', value: options.chains },
    { flag: '--on-deadlock', value: options.onDeadlock, standard: STRESS_STANDARD.onDeadlock },
    { flag: '--level', value: options.level, standard: STRESS_STANDARD.level },
    { flag: '--seed', value: options.seed, always: true },
    { flag: '--clock-holds', value: options.clockHolds },
    { flag: '--events', value: options.events },
    ...timesGiven(options),
  ];
  return rerunCommand('stress', given);
}
