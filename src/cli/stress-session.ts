import { availableParallelism } from 'node:os';
import {
  type CatalogDesign,
  type Workload,
  createStackStage,
  findWorkload,
} from '../../emulator/index.ts';
import type { StressOutcome } from '../report/stress-outcome.ts';
import { runStage } from '../run/coordinator.ts';
import { Crew } from '../run/crew.ts';
import type { JudgedRun } from '../run/judged-run.ts';
import { RUN_DEFAULTS, planRun } from '../run/plan-run.ts';
import { judge } from '../run/verdict.ts';
import { chooseDesigns } from './choose-designs.ts';
import { exitStatusOf, exitStatusOfError } from './exit-status.ts';
import type { ExitTrap } from './exit-trap.ts';
import type { LiveLine } from './live-line.ts';
import type { StressRequest } from './stress-request.ts';
import { checkTimes } from './stress-trace.ts';
import { TOOL, toolVersion } from './tool-version.ts';

/** Those who look on: the live line, and who may interrupt. */
export interface StressAudience {
  readonly interrupt: AbortSignal;
  /** Aborts with the error that ends the session early. */
  readonly failed: AbortSignal;
  readonly exits: ExitTrap;
  readonly live: (designs: number) => LiveLine;
}

export interface StressSession {
  readonly outcome: StressOutcome;
  /** What ended the session before its last design; the outcome has all results so far. */
  readonly failure: unknown;
}

/** How long the first design runs uncounted before its turn: until most code is compiled. */
const WARM_UP_MS = 300;

/** What all designs of a session have in common. */
interface Course {
  readonly crew: Crew;
  readonly workload: Workload;
  readonly request: StressRequest;
  readonly interrupt: AbortSignal;
  readonly live: LiveLine;
}

/** Runs each design of a request, one after the other, on one crew. */
export async function runStress(
  request: StressRequest,
  rerun: string,
  audience: StressAudience,
): Promise<StressSession> {
  const workload = await findWorkload(request.workload);
  const designs = await chooseDesigns(request.designs, audience.exits);
  const interrupt = AbortSignal.any([audience.interrupt, audience.failed]);
  const live = audience.live(designs.length);
  const crew = new Crew();
  const runs: JudgedRun[] = [];
  let failure: unknown;
  try {
    await runDesigns(designs, { crew, workload, request, interrupt, live }, runs);
  } catch (error) {
    if (runs.length === 0) throw error;
    failure = error;
  } finally {
    await crew.close();
  }
  if (audience.failed.aborted) failure ??= audience.failed.reason;
  const skipped = designs.slice(runs.length).map(({ design }) => design.name);
  const exitStatus =
    failure === undefined ? exitStatusOf(runs, skipped) : exitStatusOfError(failure);
  const told = settingsOf(request, workload, runs);
  return { outcome: outcomeOf({ rerun, runs, skipped, exitStatus, settings: told }), failure };
}

/** Adds each result to `runs` as it comes, so that what goes wrong later does not lose it. */
async function runDesigns(
  designs: readonly CatalogDesign[],
  course: Course,
  runs: JudgedRun[],
): Promise<void> {
  const { workload, request, interrupt, live } = course;
  for (const catalogued of designs) {
    const { design } = catalogued;
    const stage = createStackStage({ ...request.sizes, design: catalogued, workload });
    const planned = planRun(stage, request.run);
    if (catalogued === designs[0]) {
      checkTimes(request.run.times, designs.length * stage.threads.length);
      await warmUp(catalogued, course);
    }
    if (interrupt.aborted) break;
    const result = await runStage(course.crew, stage, planned, {
      interrupt,
      progress: (progress) => live.progress(design.name, progress),
    });
    const run = {
      design: design.name,
      workload: workload.name,
      workers: stage.threads.filter((thread) => !thread.service).length,
      judgement: judge(design.expects, result),
      result,
    };
    runs.push(run);
    live.finished(run);
  }
}

/** Whatever comes of it is dropped: what matters shows again in the run that counts. */
async function warmUp(design: CatalogDesign, course: Course): Promise<void> {
  const { crew, workload, request, interrupt } = course;
  const { operations: _, ...options } = request.run;
  const durationMs = warmUpMsOf(request);
  if (durationMs === 0) return;
  const stage = createStackStage({ ...request.sizes, design, workload });
  const planned = planRun(stage, { ...options, durationMs });
  await runStage(crew, stage, planned, { interrupt, progress: () => undefined });
}

/** Whoever wants the first deadlock gets the first one. */
function warmUpMsOf({ run }: StressRequest): number {
  return run.onDeadlock === 'stop' ? 0 : WARM_UP_MS;
}

function settingsOf(
  request: StressRequest,
  workload: Workload,
  runs: readonly JudgedRun[],
): StressOutcome['settings'] {
  const stack = { ...workload.defaults, ...request.sizes };
  return {
    workload: workload.name,
    workers: runs[0]?.workers ?? stack.threads,
    level: request.run.level ?? RUN_DEFAULTS.level,
    seed: request.run.seed ?? RUN_DEFAULTS.seed,
    onDeadlock: request.run.onDeadlock ?? RUN_DEFAULTS.onDeadlock,
    warmUpMs: warmUpMsOf(request),
    stack,
  };
}

function outcomeOf(told: Omit<StressOutcome, 'tool' | 'versions' | 'cores'>): StressOutcome {
  const version = toolVersion();
  return {
    tool: `${TOOL} ${version}`,
    versions: { lockyard: version, node: process.versions.node, v8: process.versions.v8 },
    cores: availableParallelism(),
    ...told,
  };
}
