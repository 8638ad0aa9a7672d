import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import { createStackStage, findDesign } from '../../emulator/index.ts';
import { InvariantError, UsageError } from '../base/errors.ts';
import type { Measurement } from '../compare/ledger.ts';
import { measurementOf } from '../compare/measure-trial.ts';
import type { ProcessAnswer } from '../compare/trial-process.ts';
import { runStage } from '../run/coordinator.ts';
import { Crew } from '../run/crew.ts';
import { type PlannedRun, planRun } from '../run/plan-run.ts';
import type { RunResult } from '../run/run-result.ts';
import type { Stage } from '../run/stage.ts';
import { judge } from '../run/verdict.ts';
import type { RunAudience } from '../run/watch-run.ts';
import type { InstrumentationLevel } from '../shared/plan.ts';
import { watchCpu } from './bench-cpu.ts';
import type { HoldDelay } from './bench-designs.ts';
import { readBenchWorkload } from './bench-workload.ts';
import { divertOutput } from './result-output.ts';

/** One trial as its process gets it. */
export interface TrialTask {
  /** Path of the design's module. */
  readonly design: string;
  readonly delay: HoldDelay | null;
  readonly workload: string;
  readonly threads: number;
  readonly warmUpMs: number;
  readonly durationMs: number;
  readonly seed: number;
  readonly level: InstrumentationLevel;
}

export const TRIAL_COMMAND = 'bench-trial';
/** One hold in this many is clocked: enough for a distribution within a second. */
const HOLD_SAMPLING = 16;
/** Threads of the stack beside the workers. */
const SERVICES = 2;
/** A warm-up that the cores are kept from ends after this many times what it takes by itself. */
const WARM_UP_STRETCH = 4;
const WARM_UP_RUNS = 8;
/** Where a process has warmed up before, this part is enough for what is new in another workload. */
const WARM_UP_AGAIN = 0.25;

/** The hidden command of the processes that `bench` starts: a line of JSON in, a line out, and again. */
export function addBenchTrial(program: Command): void {
  program.command(TRIAL_COMMAND, { hidden: true }).action(async () => {
    const print = divertOutput();
    // Ctrl-C goes to all processes of a terminal: the one that started this decides.
    process.on('SIGINT', () => undefined);
    const crew = new Crew();
    let isWarm = false;
    let done: Promise<unknown> = Promise.resolve();
    eachTask((task) => {
      done = done.then(async () => {
        const answer = await answerOf(crew, task, isWarm);
        isWarm = keptWarm(answer);
        print(`${JSON.stringify(answer)}\n`);
      });
    });
    await new Promise((resolve) => process.stdin.on('end', resolve));
    // Nobody waits for an answer any more, nor for the threads.
    process.exit();
  });
}

/** Threads that were lost are replaced by cold ones. */
function keptWarm(answer: ProcessAnswer): boolean {
  if (!('result' in answer)) return false;
  const { verdict } = answer.result as Measurement;
  return verdict !== 'crash' && verdict !== 'stall';
}

/** The longest that a warm-up takes, in milliseconds. */
export function warmUpMsMost(warmUpMs: number, threads: number): number {
  const rounds = (threads + SERVICES) / availableParallelism();
  return warmUpMs * Math.max(1, rounds) * WARM_UP_STRETCH;
}

function eachTask(take: (task: TrialTask) => void): void {
  let text = '';
  process.stdin.on('data', (data) => {
    text += data;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n')) {
      take(JSON.parse(text.slice(0, end)) as TrialTask);
      text = text.slice(end + 1);
    }
  });
}

async function answerOf(crew: Crew, task: TrialTask, isWarm: boolean): Promise<ProcessAnswer> {
  try {
    return { result: await measure(crew, task, isWarm) };
  } catch (error) {
    if (error instanceof UsageError) return { error: { message: error.message, mend: error.mend } };
    const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { error: { message: told } };
  }
}

async function measure(crew: Crew, task: TrialTask, isWarm: boolean): Promise<Measurement> {
  const design = await findDesign(task.design);
  const { workload, sizes } = await readBenchWorkload(task.workload);
  const stageOf = () => createStackStage({ ...sizes, threads: task.threads, design, workload });
  await warmUp(crew, stageOf, task, isWarm ? WARM_UP_AGAIN : 1);
  const cpuSince = watchCpu();
  const result = await run(crew, stageOf(), task, { durationMs: task.durationMs });
  const cpu = cpuSince();
  if (result.measured === undefined) throw new InvariantError('the run was not measured');
  const { verdict } = judge(design.design.expects, result);
  return measurementOf(result, result.measured, verdict, cpu);
}

/**
 * Until each thread has had its time of computing, on average: every thread compiles what is hot for
 * itself, and neither waiting nor a machine that is busy with other work brings that on. In several
 * runs: the engine takes what all objects of the first have in common for constants, and compiles
 * anew when the objects of the next come. Their results are dropped; what matters shows again in the
 * run that counts.
 */
async function warmUp(
  crew: Crew,
  stageOf: () => Stage,
  task: TrialTask,
  part: number,
): Promise<void> {
  const runs = Math.ceil(WARM_UP_RUNS * part);
  for (let i = 0; i < runs; i++) await warmUpOnce(crew, stageOf(), task, part / runs);
}

async function warmUpOnce(crew: Crew, stage: Stage, task: TrialTask, part: number): Promise<void> {
  const enoughMs = task.warmUpMs * part * stage.threads.length;
  const cpuSince = watchCpu();
  const warm = new AbortController();
  await run(crew, stage, task, {
    durationMs: warmUpMsMost(task.warmUpMs * part, task.threads),
    interrupt: warm.signal,
    progress: () => {
      const { userMs, systemMs } = cpuSince();
      if (userMs + systemMs >= enoughMs) warm.abort();
    },
  });
}

interface RunParts extends Partial<RunAudience> {
  readonly durationMs: number;
}

function run(crew: Crew, stage: Stage, task: TrialTask, parts: RunParts): Promise<RunResult> {
  const { level, seed } = task;
  const { durationMs, interrupt = new AbortController().signal } = parts;
  const planned = planRun(stage, { level, seed, durationMs, events: 0 });
  return runStage(crew, stage, clocked(planned, task), {
    interrupt,
    progress: (progress) => parts.progress?.(progress),
  });
}

function clocked({ plan, limits }: PlannedRun, { delay }: TrialTask): PlannedRun {
  const classes = plan.locks.classes.map((lockClass) =>
    lockClass.name === delay?.class ? { ...lockClass, holdDelayNs: delay.ns } : lockClass,
  );
  const locks = { ...plan.locks, classes };
  return { plan: { ...plan, locks, latency: true, holdSampling: HOLD_SAMPLING }, limits };
}
