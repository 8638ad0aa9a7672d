import { availableParallelism } from 'node:os';
import type { ScenarioOutcome, ScenarioRun } from '../report/scenario-outcome.ts';
import { scenarioLine } from '../report/scenario-text.ts';
import { Crews } from './crews.ts';
import { EXIT, exitStatusOfError } from './exit-status.ts';
import type { ExitTrap } from './exit-trap.ts';
import { type ChosenScenario, chooseScenarios } from './stress-scenario-files.ts';
import type { ScenarioRequest } from './stress-scenario-request.ts';
import { type ScenarioCourse, runScenario } from './stress-scenario-run.ts';
import { checkTimes } from './stress-trace.ts';
import { TOOL, toolVersion } from './tool-version.ts';

/** Threads that a workload of the stack has, about. */
const THREADS_OF_STAGE = 8;

/** Those who look on, and who may interrupt. */
export interface ScenarioAudience {
  readonly interrupt: AbortSignal;
  /** Aborts with the error that ends the session early. */
  readonly failed: AbortSignal;
  readonly exits: ExitTrap;
  readonly say: (text: string) => void;
}

export interface ScenarioSession {
  readonly outcome: ScenarioOutcome;
  /** What ended the session before its last scenario; the outcome has all results so far. */
  readonly failure: unknown;
}

/** Runs each scenario of a request, one after the other, those of a size on the same threads. */
export async function runScenarios(
  request: ScenarioRequest,
  rerun: (given: readonly string[]) => string,
  audience: ScenarioAudience,
): Promise<ScenarioSession> {
  const chosen = chooseScenarios(request.given, request.fixed);
  checkTimes(request.times, threadsOf(chosen));
  const crews = new Crews();
  const interrupt = AbortSignal.any([audience.interrupt, audience.failed]);
  const runs: ScenarioRun[] = [];
  let failure: unknown;
  try {
    const course = { request, rerun, interrupt, exits: audience.exits, crews };
    await runAll(chosen, course, runs, audience.say);
  } catch (error) {
    if (runs.length === 0) throw error;
    failure = error;
  } finally {
    await crews.close();
  }
  if (audience.failed.aborted) failure ??= audience.failed.reason;
  const skipped = chosen.slice(runs.length).map(({ scenario }) => scenario.name);
  const exitStatus =
    failure === undefined ? exitStatusOf(runs, skipped) : exitStatusOfError(failure);
  return { failure, outcome: outcomeOf(request, rerun(request.given), runs, skipped, exitStatus) };
}

/** Of all scenarios; one that plays in the stack has few, whatever its design. */
function threadsOf(chosen: readonly ChosenScenario[]): number {
  const counts = chosen.map(({ scenario }) => Math.max(THREADS_OF_STAGE, scenario.threads.length));
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Adds each result to `runs` as it comes, so that what goes wrong later does not lose it. */
async function runAll(
  chosen: readonly ChosenScenario[],
  course: ScenarioCourse,
  runs: ScenarioRun[],
  say: (text: string) => void,
): Promise<void> {
  for (const one of chosen) {
    if (course.interrupt.aborted) break;
    const run = await runScenario(one, course);
    runs.push(run);
    if (chosen.length > 1) say(`${runs.length}/${chosen.length} ${scenarioLine(run)}`);
  }
}

/** A finding that was not expected, or one that stayed away, outweighs a run that was cut short. */
function exitStatusOf(runs: readonly ScenarioRun[], skipped: readonly string[]): number {
  const told = runs.filter(({ judgement }) => !judgement.inconclusive);
  if (told.some(({ judgement }) => !judgement.asExpected)) return EXIT.finding;
  return told.length < runs.length || skipped.length > 0 ? EXIT.inconclusive : EXIT.asExpected;
}

function outcomeOf(
  { level, seed, rounds, durationMs }: ScenarioRequest,
  rerun: string,
  runs: readonly ScenarioRun[],
  skipped: readonly string[],
  exitStatus: number,
): ScenarioOutcome {
  const version = toolVersion();
  return {
    tool: `${TOOL} ${version}`,
    versions: { lockyard: version, node: process.versions.node, v8: process.versions.v8 },
    cores: availableParallelism(),
    rerun,
    settings: { level, seed, rounds, durationMs },
    runs,
    skipped,
    exitStatus,
  };
}
