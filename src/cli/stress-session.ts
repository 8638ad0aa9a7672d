import { availableParallelism } from 'node:os';
import {
  type CatalogDesign,
  type Workload,
  allDesigns,
  createStackStage,
  findDesign,
  findWorkload,
} from '../../emulator/index.ts';
import { UsageError } from '../base/errors.ts';
import type { LiveLine } from './live-line.ts';
import type { StressOutcome } from '../report/stress-outcome.ts';
import { runStage } from '../run/coordinator.ts';
import { Crew } from '../run/crew.ts';
import type { JudgedRun } from '../run/judged-run.ts';
import { RUN_DEFAULTS, planRun } from '../run/plan-run.ts';
import { judge } from '../run/verdict.ts';
import { exitStatusOf, exitStatusOfError } from './exit-status.ts';
import type { StressRequest } from './stress-request.ts';
import { TOOL, toolVersion } from './tool-version.ts';

/** Those who look on: the live line, and who may interrupt. */
export interface StressAudience {
  readonly interrupt: AbortSignal;
  readonly live: (designs: number) => LiveLine;
}

export interface StressSession {
  readonly outcome: StressOutcome;
  /** What ended the session before its last design; the outcome has all results so far. */
  readonly failure: unknown;
}

/** Runs each design of a request, one after the other, on one crew. */
export async function runStress(
  request: StressRequest,
  rerun: string,
  audience: StressAudience,
): Promise<StressSession> {
  const workload = await findWorkload(request.workload);
  const designs = await chooseDesigns(request.designs);
  const live = audience.live(designs.length);
  const crew = new Crew();
  const runs: JudgedRun[] = [];
  let failure: unknown;
  try {
    for (const design of designs) {
      if (audience.interrupt.aborted) break;
      const run = await runDesign(crew, design, workload, request, audience.interrupt, live);
      runs.push(run);
      live.finished(run);
    }
  } catch (error) {
    if (runs.length === 0) throw error;
    failure = error;
  } finally {
    await crew.close();
  }
  const skipped = designs.slice(runs.length).map(({ design }) => design.name);
  const exitStatus =
    failure === undefined ? exitStatusOf(runs, skipped) : exitStatusOfError(failure);
  const told = settingsOf(request, workload, runs);
  return { outcome: outcomeOf({ rerun, runs, skipped, exitStatus, settings: told }), failure };
}

async function runDesign(
  crew: Crew,
  catalogued: CatalogDesign,
  workload: Workload,
  request: StressRequest,
  interrupt: AbortSignal,
  live: LiveLine,
): Promise<JudgedRun> {
  const { design } = catalogued;
  const stage = createStackStage({ ...request.sizes, design: catalogued, workload });
  const result = await runStage(crew, stage, planRun(stage, request.run), {
    interrupt,
    progress: (progress) => live.progress(design.name, progress),
  });
  return {
    design: design.name,
    workload: workload.name,
    workers: stage.threads.filter((thread) => !thread.service).length,
    judgement: judge(design.expects, result),
    result,
  };
}

async function chooseDesigns(names: readonly string[]): Promise<CatalogDesign[]> {
  const chosen = new Map<string, CatalogDesign>();
  for (const name of names) {
    const found = name === 'all' ? await allDesigns() : [await findDesign(name)];
    for (const catalogued of found) {
      const known = chosen.get(catalogued.design.name);
      if (known !== undefined && known.url !== catalogued.url) {
        throw new UsageError(
          `two designs are named "${catalogued.design.name}"`,
          'rename the one in your own file',
        );
      }
      chosen.set(catalogued.design.name, catalogued);
    }
  }
  return [...chosen.values()];
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
