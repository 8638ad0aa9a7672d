import { createStackStage, findDesign, findWorkload } from '../../emulator/index.ts';
import type { ScenarioRun } from '../report/scenario-outcome.ts';
import { runStage } from '../run/coordinator.ts';
import { type PlannedRun, RUN_DEFAULTS, type RunOptions, planRun } from '../run/plan-run.ts';
import type { Stage } from '../run/stage.ts';
import { ringCapacity } from '../shared/event-ring.ts';
import type { Scenario, ScenarioStage } from '../scenario/scenario.ts';
import { createScenarioStage } from '../scenario/scenario-stage.ts';
import type { Crews } from './crews.ts';
import type { ExitTrap } from './exit-trap.ts';
import type { ChosenScenario } from './stress-scenario-files.ts';
import { judgeScenario, judgeStory } from './stress-scenario-judge.ts';
import type { ScenarioRequest } from './stress-scenario-request.ts';
import { judgeTrace } from './stress-scenario-trace.ts';

/** What all scenarios of a session have in common. */
export interface ScenarioCourse {
  readonly request: ScenarioRequest;
  readonly rerun: (given: readonly string[]) => string;
  readonly interrupt: AbortSignal;
  readonly exits: ExitTrap;
  readonly crews: Crews;
}

/** Events that each thread records per step of its program, at most. */
const EVENTS_PER_STEP = 4;
/** Rounds that the record has room for where nobody knows how many there will be. */
const ROUNDS_RECORDED = 1000;
/** Beginning, end, and events between threads. */
const EVENTS_OF_ROUND = 4;
/** Of all threads together: prediction takes about a second for as many. */
const EVENTS_MOST = 1 << 18;

/** Runs one scenario until a deadlock is confirmed or its rounds or its time are over; judges a trace. */
export async function runScenario(
  chosen: ChosenScenario,
  course: ScenarioCourse,
): Promise<ScenarioRun> {
  const { scenario } = chosen;
  if (scenario.stage !== undefined) return runStory(chosen, scenario.stage, course);
  if (scenario.trace !== undefined) {
    const judged = judgeTrace(scenario, scenario.trace);
    const threads = judged.result.plan.threads.length;
    return { ...told(chosen, course), threads, rounds: null, ...judged };
  }
  const stage = createScenarioStage(scenario);
  const threads = stage.threads.length;
  const result = await perform(stage, planRounds(scenario, stage, course.request), course);
  const rounds = Math.ceil((result.operations + (result.ending === 'frozen' ? 1 : 0)) / threads);
  return {
    ...told(chosen, course),
    threads,
    rounds,
    judgement: judgeScenario(scenario, result),
    result,
  };
}

/** A story that plays in the emulated stack runs as its design does, under its workload. */
async function runStory(
  chosen: ChosenScenario,
  played: ScenarioStage,
  course: ScenarioCourse,
): Promise<ScenarioRun> {
  const { request, exits } = course;
  const design = await exits.watch(played.design, () => findDesign(played.design));
  const stage = createStackStage({ design, workload: await findWorkload(played.workload) });
  const { level, seed, stallMs } = request;
  const durationMs = request.rounds > 0 ? RUN_DEFAULTS.durationMs : request.durationMs;
  const planned = planRun(stage, {
    level,
    seed,
    durationMs,
    ...roomOf(request),
    ...(stallMs === undefined ? {} : { stallMs }),
  });
  const result = await perform(stage, planned, course);
  return {
    ...told(chosen, course),
    stage: played,
    threads: stage.threads.filter(({ service }) => !service).length,
    rounds: null,
    judgement: judgeStory(chosen.scenario, design.design.expects, result),
    result,
  };
}

function perform(stage: Stage, planned: PlannedRun, { crews, interrupt }: ScenarioCourse) {
  const crew = crews.of(stage.threads.length);
  return runStage(crew, stage, planned, { interrupt, progress: () => undefined });
}

function told({ given, scenario, fixed }: ChosenScenario, { rerun }: ScenarioCourse) {
  const { name, file, finds } = scenario;
  return { name, file, fixed, rerun: rerun([given]), ...(finds === undefined ? {} : { finds }) };
}

/** A round is an operation of each thread. */
function planRounds(scenario: Scenario, stage: Stage, request: ScenarioRequest): PlannedRun {
  const { rounds, durationMs, level, seed } = request;
  const planned = planRun(stage, {
    level,
    seed,
    onDeadlock: 'stop',
    stallMs: request.stallMs ?? stallMsOf(scenario),
    ...(rounds > 0 ? { operations: rounds * stage.threads.length } : { durationMs }),
    ...roomOf(request),
  });
  return {
    plan: { ...planned.plan, events: eventsOf(scenario, rounds > 0 ? rounds : ROUNDS_RECORDED) },
    limits: { ...planned.limits, durationMs },
  };
}

/** What a run has room for, where somebody says so. */
function roomOf({ chains, times }: ScenarioRequest): Pick<RunOptions, 'chains' | 'times'> {
  return { ...(chains === undefined ? {} : { chains }), ...(times === undefined ? {} : { times }) };
}

/** A round that may wait for its time limits is no stall, unless the story is about that. */
function stallMsOf({ threads, reclaim, finds }: Scenario): number {
  if (finds?.detector === 'watchdog') return RUN_DEFAULTS.stallMs;
  const longest = threads.map(({ ops }) => {
    const times = ops.flatMap((op) => (op.verb === 'alloc' ? [op, ...reclaim] : [op]));
    return times.reduce((sum, op) => sum + (op.verb === 'timedlock' ? op.timeoutMs : 0), 0);
  });
  // One thread may have to wait for the time limits of all others.
  return RUN_DEFAULTS.stallMs + longest.reduce((sum, ms) => sum + ms, 0);
}

/** Events of each thread: all rounds if there is room, since only a whole record rejects anything. */
function eventsOf({ threads, reclaim }: Scenario, rounds: number): number {
  const steps = threads.map(({ ops }) => {
    const allocations = ops.filter(({ verb }) => verb === 'alloc').length;
    return ops.length + allocations * (reclaim.length + 2);
  });
  const wanted = (Math.max(...steps) + EVENTS_OF_ROUND) * EVENTS_PER_STEP * rounds;
  return ringCapacity(Math.min(wanted, EVENTS_MOST / threads.length));
}
