import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import { benchCsv } from '../report/bench-csv.ts';
import { benchJson } from '../report/bench-json.ts';
import { benchMarkdown } from '../report/bench-markdown.ts';
import type { BenchOutcome } from '../report/bench-outcome.ts';
import { benchText } from '../report/bench-text.ts';
import { paletteFor } from '../report/palette.ts';
import { benchLive } from './bench-live.ts';
import {
  BENCH_STANDARD,
  type BenchForm,
  type BenchOptions,
  readBenchRequest,
  standardThreads,
} from './bench-request.ts';
import { runBench } from './bench-session.ts';
import { ExitTrap } from './exit-trap.ts';
import { listenForInterrupts } from './interrupts.ts';
import { rerunCommand } from './rerun-command.ts';
import { divertOutput } from './result-output.ts';
import { LEVELS } from './stress-request.ts';

const EXAMPLES = `
Examples:
  lockyard bench                                      the clean designs on two workloads
  lockyard bench --design merged,ww-resv --threads 1,2,4
  lockyard bench --workload mixed --sweep sharing=10,50,100 --design merged,i915-2018
  lockyard bench --design merged --inject-delay 50us@lru_lock
  lockyard bench --save-baseline before.jsonl         and later, to see what a change cost:
  lockyard bench --baseline before.jsonl --fail-on slower

A workload may carry settings: NAME:KEY=VALUE+KEY=VALUE, and --sweep tries several values. Keys:
devices, objects, pages, sharing, memory (as options of stress), submits (locks per submission),
reads or writes (percent of accesses), section (time added to each step under the locks that guard
an object's pages: 10us).
With --baseline each design is held against the reference of its own run, and the reference against
its throughput of then; --fail-on slower goes by that, and without --baseline by the reference.
A run that was cut short goes on with --ledger FILE and the same options.
Exit status: 0 as expected, 1 a finding, 2 usage, 3 inconclusive, 70 a defect of lockyard.`;

/** `lockyard bench`: compares locking designs; sets the process's exit code. */
export function addBench(program: Command): void {
  const standard = BENCH_STANDARD;
  program
    .command('bench')
    .description('compare locking designs: interleaved trials, intervals, contention')
    .option('--design <names>', 'names or files, "clean" or "all"', standard.design)
    .option('--reference <design>', 'what the others are compared with (default: i915-2018)')
    .option('--workload <names>', 'patterns of operations, separated by commas', standard.workload)
    .option(
      '--sweep <setting>',
      'each workload at several values: section=0,1us,10us; may be repeated',
      (sweep: string, before: readonly string[] = []) => [...before, sweep],
    )
    .option('--threads <list>', 'numbers of worker threads (default: the cores, from 2 to 8)')
    .option('--trials <n>', 'blocks: trials of each cell, each in a fresh process', standard.trials)
    .option('--duration <time>', 'measured time of a trial', standard.duration)
    .option('--warm-up <time>', 'computing time of each thread before it counts', standard.warmUp)
    .option('--level <level>', `instrumentation: ${LEVELS.join(', ')}`, standard.level)
    .option('--seed <n>', 'fixes every random draw', standard.seed)
    .option('--inject-delay <delay>', 'what if each hold took longer: TIME@CLASS, as 50us@lru_lock')
    .option('--ledger <file>', 'where each trial is kept; one that is there is gone on with')
    .option('--save-baseline <file>', 'keep this run to compare a later one with')
    .option('--baseline <file>', 'compare with a run that was kept: any ledger')
    .option('--fail-on <verdict>', 'slower: exit with 1 when a cell is slower')
    .option('--json', 'print one JSON document')
    .option('--csv', 'print one line per cell')
    .option('--markdown', 'print tables for a pull request')
    .addHelpText('after', EXAMPLES)
    .action(bench);
}

async function bench(options: BenchOptions): Promise<void> {
  const print = divertOutput();
  const cores = availableParallelism();
  const request = readBenchRequest(options, cores);
  const interrupts = listenForInterrupts((text) => process.stderr.write(text));
  const exits = new ExitTrap();
  const live = benchLive(process.stderr, process.env);
  try {
    const { outcome, failure } = await runBench(request, rerunOf(options, cores), {
      interrupt: interrupts.signal,
      exits,
      begun: (ledger, measured) => {
        const from = measured === 0 ? '' : `, which has ${measured} already`;
        process.stderr.write(`each trial goes to ${ledger}${from}\n`);
      },
      progress: (progress) => live.progress(progress),
    });
    live.finished();
    print(textOf(outcome, request.form));
    process.exitCode = outcome.exitStatus;
    if (failure !== undefined) throw failure;
  } finally {
    interrupts.release();
    exits.release();
  }
}

function textOf(outcome: BenchOutcome, form: BenchForm): string {
  switch (form) {
    case 'json':
      return benchJson(outcome);
    case 'csv':
      return benchCsv(outcome);
    case 'markdown':
      return benchMarkdown(outcome);
    case 'text':
      return benchText(outcome, paletteFor(process.stdout, process.env));
  }
}

function rerunOf(options: BenchOptions, cores: number): string {
  const standard = BENCH_STANDARD;
  return rerunCommand('bench', [
    { flag: '--design', value: options.design, standard: standard.design },
    { flag: '--reference', value: options.reference },
    { flag: '--workload', value: options.workload, standard: standard.workload },
    ...(options.sweep ?? []).map((value) => ({ flag: '--sweep', value })),
    { flag: '--threads', value: options.threads ?? standardThreads(cores) },
    { flag: '--trials', value: options.trials, standard: standard.trials },
    { flag: '--duration', value: options.duration, standard: standard.duration },
    { flag: '--warm-up', value: options.warmUp, standard: standard.warmUp },
    { flag: '--level', value: options.level, standard: standard.level },
    { flag: '--inject-delay', value: options.injectDelay },
    { flag: '--baseline', value: options.baseline },
    { flag: '--fail-on', value: options.failOn },
    { flag: '--seed', value: options.seed, always: true },
  ]);
}
