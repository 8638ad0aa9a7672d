import type { Scenario } from '../scenario/scenario.ts';
import { compileProgram } from '../scenario/model/compile-program.ts';
import { ScheduleRunner } from '../scenario/model/run-schedule.ts';
import { type StateSearch, searchStates } from '../scenario/model/search-states.ts';
import { depthFirstProgress } from '../schedule/strategies/depth-first.ts';
import { findStrategy } from '../schedule/strategy-catalog.ts';

/** What the model is to do: plain data, since it may be done by another thread. */
export interface ModelJob {
  readonly scenario: Scenario;
  /** `auto`: every state; else schedules as the strategy draws them. */
  readonly strategy: string;
  readonly seed: number;
  /** Steps of the search, or schedules of a strategy, at most; null: no limit but time. */
  readonly most: number | null;
}

/** As of a search of all states; `states` 0: none were kept. */
export type ModelResult = StateSearch & { readonly seconds: number };

/** States that are kept, at most; each takes a few dozen bytes. */
const STATES_MAX = 8_000_000;
/** More than this is a livelock. */
const STEPS_OF_SCHEDULE = 1_000_000;
const SCHEDULES_PER_LOOK = 64;

/** Does a job to its end, or until it is late. */
export function doModelJob(job: ModelJob, isLate: () => boolean): ModelResult {
  const startedMs = performance.now();
  const result = job.strategy === 'auto' ? searchAll(job, isLate) : draw(job, isLate);
  return { ...result, seconds: (performance.now() - startedMs) / 1000 };
}

function searchAll({ scenario, most }: ModelJob, isLate: () => boolean): StateSearch {
  const stepsMax = most ?? Number.MAX_SAFE_INTEGER;
  return searchStates(scenario, { statesMax: STATES_MAX, stepsMax, isLate });
}

/** One schedule after the other, until one deadlocks or the strategy has no other. */
function draw(job: ModelJob, isLate: () => boolean): StateSearch {
  const { scenario, seed, most } = job;
  const strategy = findStrategy(job.strategy);
  const runner = new ScheduleRunner(compileProgram(scenario), strategy, [], STEPS_OF_SCHEDULE);
  let schedules = 0;
  let steps = 0;
  let found = false;
  while (!found && runner.hasNext && schedules < (most ?? Number.POSITIVE_INFINITY)) {
    if (schedules % SCHEDULES_PER_LOOK === 0 && isLate()) break;
    found = runner.run(seed, schedules++) === 'deadlock';
    steps += runner.steps;
  }
  const { choices, stuck } = found ? runner.last : { choices: [], stuck: null };
  const exhausted = !runner.hasNext && depthFirstProgress(runner.words).isComplete;
  return {
    verdict: found ? 'deadlock' : 'clean',
    complete: found || exhausted,
    schedules,
    steps,
    states: 0,
    deadlock: stuck === null ? null : { choices, stuck },
  };
}
