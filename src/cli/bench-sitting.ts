import { type CatalogDesign, createStackStage, findDesign } from '../../emulator/index.ts';
import { InvariantError } from '../base/errors.ts';
import type { Measurement } from '../compare/ledger.ts';
import { measurementOf } from '../compare/measure-trial.ts';
import { mergeTurns } from '../compare/merge-turns.ts';
import { turnsOf } from '../compare/turns.ts';
import { runStage } from '../run/coordinator.ts';
import { Crew } from '../run/crew.ts';
import { type PlannedRun, planRun } from '../run/plan-run.ts';
import { judge } from '../run/verdict.ts';
import type { InstrumentationLevel } from '../shared/plan.ts';
import { watchCpu } from './bench-cpu.ts';
import type { HoldDelay } from './bench-designs.ts';
import { type BenchWorkload, readBenchWorkload } from './bench-workload.ts';

/** One of those that take turns. */
export interface Entrant {
  /** Path of the design's module. */
  readonly design: string;
  readonly delay: HoldDelay | null;
  /** Which of two of the same competitor; 0 elsewhere. */
  readonly copy: number;
}

/** What one process measures: each entrant on each workload for so long, in short turns. */
export interface SittingTask {
  readonly entrants: readonly Entrant[];
  readonly workloads: readonly string[];
  readonly threads: number;
  readonly warmUpMs: number;
  readonly durationMs: number;
  readonly seed: number;
  readonly level: InstrumentationLevel;
}

/**
 * Length of a turn. What a machine and its scheduler do to a run wanders within half a second and more:
 * turns that follow each other faster than that have it in common, and it cancels. Much shorter ones
 * would spend their time on beginning and ending.
 */
const TURN_MS = 80;
/** One hold in this many is clocked: enough for a distribution. */
const HOLD_SAMPLING = 16;
/** A warm-up that the cores are kept from ends after this many rounds. */
const WARM_UP_ROUNDS_MAX = 200;
/** Threads of the stack beside the workers. */
const SERVICES = 2;
const TELL_MS = 500;
/** Rounds draw from seeds far apart, since blocks have neighbouring ones. */
const SEED_STEP = 7919;
const SEED_MAX = 0x7fffffff;

/** By entrant and workload. */
export async function measureSitting(
  task: SittingTask,
  told: (share: number) => void,
): Promise<Measurement[][]> {
  const crew = new Crew();
  const run = await runnerOf(crew, task);
  const places = [task.entrants.length, task.workloads.length] as const;
  // Another order in each block: who is compiled first, must not be the same one each time.
  await warmUp(task, (round) => turnsOf(1, ...places, task.seed + SEED_STEP * round), run);
  const rounds = Math.max(1, Math.round(task.durationMs / TURN_MS));
  const turns = turnsOf(rounds, ...places, task.seed);
  const measured = task.entrants.map(() => task.workloads.map((): Measurement[] => []));
  let tellAtMs = 0;
  for (const [index, turn] of turns.entries()) {
    const seed = (task.seed + turn.round * SEED_STEP) % SEED_MAX;
    measured[turn.entrant][turn.workload].push(await run(turn, task.durationMs / rounds, seed));
    if (performance.now() < tellAtMs) continue;
    told((index + 1) / turns.length);
    tellAtMs = performance.now() + TELL_MS;
  }
  await crew.close();
  return measured.map((workloads) => workloads.map(mergeTurns));
}

type Place = { readonly entrant: number; readonly workload: number };
type Runner = (place: Place, durationMs: number, seed: number) => Promise<Measurement>;

/**
 * Rounds of turns until each thread has computed for its time, on average: every thread compiles what is
 * hot for itself. In many short runs, as those that count: the engine gives the objects of a class
 * another shape once it has seen several of them, and compiles anew what knew the old one. What these
 * runs find shows again in those that count.
 */
async function warmUp(
  task: SittingTask,
  roundOf: (round: number) => readonly Place[],
  run: Runner,
): Promise<void> {
  const enoughMs = task.warmUpMs * (task.threads + SERVICES);
  let computedMs = 0;
  for (let round = 0; round < WARM_UP_ROUNDS_MAX; round++) {
    for (const place of roundOf(round)) {
      const { cpu } = await run(place, TURN_MS, round);
      computedMs += cpu.userMs + cpu.systemMs;
      if (computedMs >= enoughMs) return;
    }
  }
}

async function runnerOf(crew: Crew, task: SittingTask): Promise<Runner> {
  const designs = await Promise.all(task.entrants.map(designOf));
  const workloads = await Promise.all(task.workloads.map(readBenchWorkload));
  return (place, durationMs, seed) => {
    const entrant = task.entrants[place.entrant] as Entrant;
    const design = designs[place.entrant] as CatalogDesign;
    const workload = workloads[place.workload] as BenchWorkload;
    return measureTurn(crew, { task, entrant, design, workload, durationMs, seed });
  };
}

/** Each entrant is a module of its own, even of the same file: all are compiled each for itself. */
async function designOf({ design }: Entrant, entrant: number): Promise<CatalogDesign> {
  const found = await findDesign(design);
  return { ...found, url: `${found.url}?entrant=${entrant}` };
}

interface TurnParts {
  readonly task: SittingTask;
  readonly entrant: Entrant;
  readonly design: CatalogDesign;
  readonly workload: BenchWorkload;
  readonly durationMs: number;
  readonly seed: number;
}

async function measureTurn(crew: Crew, parts: TurnParts): Promise<Measurement> {
  const { task, design, durationMs, seed } = parts;
  const { workload, sizes } = parts.workload;
  const stage = createStackStage({ ...sizes, threads: task.threads, design, workload });
  const planned = planRun(stage, { level: task.level, seed, durationMs, events: 0 });
  const cpuSince = watchCpu();
  const result = await runStage(crew, stage, clocked(planned, parts.entrant), {
    interrupt: new AbortController().signal,
    progress: () => undefined,
  });
  const cpu = cpuSince();
  if (result.measured === undefined) throw new InvariantError('the run was not measured');
  const { verdict } = judge(design.design.expects, result);
  return measurementOf(result, result.measured, verdict, cpu);
}

function clocked({ plan, limits }: PlannedRun, { delay }: Entrant): PlannedRun {
  const classes = plan.locks.classes.map((lockClass) =>
    lockClass.name === delay?.class ? { ...lockClass, holdDelayNs: delay.ns } : lockClass,
  );
  const locks = { ...plan.locks, classes };
  return { plan: { ...plan, locks, latency: true, holdSampling: HOLD_SAMPLING }, limits };
}
