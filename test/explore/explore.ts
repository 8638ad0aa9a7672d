import { ExhaustiveSearch } from './exhaustive-search.ts';
import type { Exploration, ExplorationReport, Search } from './exploration.ts';
import { Machine } from './machine.ts';
import { RandomSearch } from './random-search.ts';
import { type Choices, ScheduleRun } from './schedule-run.ts';
import { tellSchedule } from './tell-schedule.ts';
import { loadModules } from './transform/load-modules.ts';

/** Searches the schedules of an exploration for the first that goes wrong. */
export function explore<W>(exploration: Exploration<W>, search: Search): ExplorationReport {
  const machine = new Machine();
  const load = loadModules(exploration, machine);
  const run = new ScheduleRun(exploration, machine, load, search.limits);
  const endings: Record<string, number> = {};
  let schedules = 0;
  let steps = 0;
  const count = (): void => {
    schedules++;
    steps += run.choices.length;
    if (run.ending !== '') endings[run.ending] = (endings[run.ending] ?? 0) + 1;
  };
  const outcome =
    search.kind === 'random'
      ? searchRandomly(new RandomSearch(run, search.seed), search.schedules, run, count)
      : searchAll(new ExhaustiveSearch(run, machine, search.preemptions), run, count);
  const { failure, deferrals } = run;
  return {
    ...{ verdict: failure?.verdict ?? 'clean', ...outcome, schedules, steps, deferrals, endings },
    message: failure?.message ?? '',
    story: failure === undefined ? [] : tellSchedule(run, machine, exploration),
  };
}

interface Outcome {
  readonly complete: boolean;
  readonly states: number;
}

function searchAll(search: ExhaustiveSearch, run: Choices, count: () => void): Outcome {
  for (let schedules = 0; schedules < run.limits.schedulesMax; schedules++) {
    search.runOne();
    count();
    if (run.failure !== undefined) return { complete: false, states: search.states };
    if (!search.advance()) return { complete: true, states: search.states };
  }
  return { complete: false, states: search.states };
}

function searchRandomly(
  search: RandomSearch,
  schedules: number,
  run: Choices,
  count: () => void,
): Outcome {
  for (let i = 0; i < schedules && run.failure === undefined; i++) {
    search.runOne();
    count();
  }
  return { complete: false, states: 0 };
}
