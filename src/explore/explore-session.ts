import type { Scenario } from '../scenario/scenario.ts';
import type { Finding } from '../validate/finding.ts';
import { orderFindingsOf } from './order-findings.ts';
import { type PassingSchedule, nearestPassing } from './passing.ts';
import type { ExploredProgram } from './program.ts';
import type { ExploreEngine, Recording, ToldDeadlock } from './recording.ts';
import { type ModelSearch, runModel } from './run-model.ts';
import type { SearchEnding, SearchResult } from './search-result.ts';
import { type ShrunkRecording, shrinkRecording } from './shrink.ts';
import type { ShrinkCandidate } from './shrink-tries.ts';
import { tellModelDeadlock } from './told-deadlock.ts';
import type { ThreadEngine } from './thread-engine.ts';
import { ThreadSearch } from './thread-search.ts';

/** What is to be explored, how, and for how long. */
export interface ExploreRequest {
  readonly program: ExploredProgram;
  readonly engine: ExploreEngine;
  readonly strategy: string;
  readonly seed: number;
  /** Schedules of the threads, or steps of the model, at most; null: what suits the engine. */
  readonly schedules: number | null;
  readonly durationMs: number;
  /** Make what is found smaller, and look for what avoids it. */
  readonly shrink: boolean;
  readonly progress: (schedules: number, strategy: string) => void;
}

/** All that came of an exploration. */
export interface Exploration {
  readonly search: SearchResult;
  readonly verdict: 'deadlock' | 'clean';
  /** Every schedule was covered; on the model also where a deadlock made the rest needless. */
  readonly complete: boolean;
  /** The smallest schedule that deadlocks on real threads; null: there is none. */
  readonly recording: Recording | null;
  /** As real threads met it, or else as the model told it. */
  readonly deadlock: ToldDeadlock | null;
  readonly shrunk: ShrunkRecording | null;
  readonly passing: PassingSchedule | null;
  readonly orderFindings: readonly Finding[];
}

const SCHEDULES_ON_THREADS = 100_000;
/** For real threads to come to a deadlock that the model knows of. */
const CONFIRM_MS = 10_000;
/** From the beginning: nobody waits longer than this for a replay file, unless the search takes longer. */
const SHRINK_UNTIL_MS = 7_000;
const SHRINK_LEAST_MS = 1_500;
/** Schedules in which the order validator watches a scenario that only the model has searched. */
const WATCHED_SCHEDULES = 64;
const WATCHED_STEPS = 50_000;

/** Looks for a deadlock, confirms it on real threads, and makes it as small as it can. */
export async function explore(request: ExploreRequest, engine: ThreadEngine): Promise<Exploration> {
  const { program } = request;
  return request.engine === 'model' && program.kind === 'scenario'
    ? exploreOnModel(program.scenario, request, engine)
    : exploreOnThreads(request, engine);
}

async function exploreOnThreads(
  request: ExploreRequest,
  engine: ThreadEngine,
): Promise<Exploration> {
  const startedMs = performance.now();
  const schedules = request.schedules ?? SCHEDULES_ON_THREADS;
  const search = await new ThreadSearch(engine, { ...request, schedules }).search();
  const found = search.recording;
  return {
    search,
    verdict: found === null ? 'clean' : 'deadlock',
    complete: search.ending === 'complete',
    orderFindings: search.orderFindings,
    ...(await madeSmaller(found, null, { ...request, startedMs }, engine)),
  };
}

async function exploreOnModel(
  scenario: Scenario,
  request: ExploreRequest,
  engine: ThreadEngine,
): Promise<Exploration> {
  const startedMs = performance.now();
  const { strategy, seed, schedules, durationMs } = request;
  const job = { scenario, strategy, seed, most: schedules };
  const model = await runModel(job, durationMs, engine.interrupt);
  const orderFindings = await watchOrder(scenario, request, engine);
  const found = model.deadlock === null ? null : await confirm(model, request, engine);
  const told = model.deadlock === null ? null : tellModelDeadlock(model.deadlock.stuck, scenario);
  return {
    search: searchResultOf(model, found, request, engine.interrupted),
    verdict: model.verdict,
    complete: model.complete,
    orderFindings,
    ...(await madeSmaller(found, told, { ...request, startedMs }, engine)),
  };
}

/** The model's schedule on real threads; where that goes another way, any schedule that deadlocks. */
async function confirm(
  { realChoices }: ModelSearch,
  { program, seed, progress }: ExploreRequest,
  engine: ThreadEngine,
): Promise<Recording | null> {
  const { recording } = await engine.replay(program, realChoices, seed);
  if (recording.deadlock !== null || engine.interrupted) return recording;
  const request = { program, strategy: 'auto', seed, schedules: SCHEDULES_ON_THREADS, progress };
  const search = new ThreadSearch(engine, { ...request, durationMs: CONFIRM_MS });
  return (await search.search()).recording;
}

/** What the order validator says of the program; whatever its schedules end in. */
async function watchOrder(
  scenario: Scenario,
  { seed }: ExploreRequest,
  engine: ThreadEngine,
): Promise<Finding[]> {
  const steps = scenario.threads.reduce((sum, { ops }) => sum + ops.length, 1);
  const schedules = Math.max(1, Math.min(WATCHED_SCHEDULES, Math.floor(WATCHED_STEPS / steps)));
  const watched = { strategy: 'random', seed, schedules, stopAtDeadlock: false };
  const { result } = await engine.run({ kind: 'scenario', scenario }, watched);
  return orderFindingsOf(result);
}

type Result = Pick<Exploration, 'recording' | 'deadlock' | 'shrunk' | 'passing'>;

/** `told`: the deadlock where there is no recording of it. */
async function madeSmaller(
  found: Recording | null,
  told: ToldDeadlock | null,
  { shrink, startedMs }: ExploreRequest & { readonly startedMs: number },
  engine: ThreadEngine,
): Promise<Result> {
  if (found === null || found.deadlock === null || !shrink) {
    return { recording: found, deadlock: found?.deadlock ?? told, shrunk: null, passing: null };
  }
  const left = SHRINK_UNTIL_MS - (performance.now() - startedMs);
  const isOver = lateAfter(Math.max(left, SHRINK_LEAST_MS), engine);
  const tryOut = async ({ program, choices }: ShrinkCandidate) => {
    const { recording } = await engine.replay(program, choices, found.strategy.seed);
    return engine.interrupted ? null : recording;
  };
  const shrunk = await shrinkRecording(found, tryOut, isOver);
  const recording = { ...shrunk.recording, strategy: found.strategy };
  const passing = await nearestPassing(recording, tryOut, isOver);
  return { recording, deadlock: recording.deadlock, shrunk, passing };
}

function lateAfter(durationMs: number, engine: ThreadEngine): () => boolean {
  const deadline = performance.now() + durationMs;
  return () => engine.interrupted || performance.now() >= deadline;
}

function searchResultOf(
  model: ModelSearch,
  recording: Recording | null,
  { strategy, durationMs }: ExploreRequest,
  interrupted: boolean,
): SearchResult {
  const { schedules, steps, seconds, states, complete, deadlock } = model;
  const found = deadlock === null ? 0 : 1;
  const limit: SearchEnding = seconds * 1000 >= durationMs ? 'time' : 'schedules';
  const cut = interrupted ? 'interrupted' : limit;
  const drawn = { name: strategy, schedules, steps, seconds, found, distinct: null };
  return {
    engine: 'model',
    ending: deadlock !== null ? 'deadlock' : complete ? 'complete' : cut,
    schedules,
    steps,
    seconds,
    states: strategy === 'auto' ? states : null,
    tallies: strategy === 'auto' ? [] : [drawn],
    recording,
    predicted: [],
    orderFindings: [],
    determinism: { checked: 0, divergence: null },
  };
}
