import { compileProgram } from '../../src/scenario/model/compile-program.ts';
import type { ModelProgram } from '../../src/scenario/model/model-program.ts';
import { type ScheduleRun, ScheduleRunner } from '../../src/scenario/model/run-schedule.ts';
import { readScenarioText } from '../../src/scenario/read/read-scenario.ts';
import type { Strategy } from '../../src/schedule/strategy.ts';

const STEPS_MAX = 2_000;

/** A program over mutexes A to D, with a point before each operation. */
export function programOver(threads: Readonly<Record<string, readonly string[]>>): ModelProgram {
  const locks = { A: 'mutex', B: 'mutex', C: 'mutex', D: 'mutex' };
  const file = JSON.stringify({ scenario: 's', locks, threads });
  return compileProgram(readScenarioText(file, 's.json'), 'all');
}

/** Two threads with as many points each, none of which anybody is stopped by. */
export function independent(points: number): ModelProgram {
  const list = Array.from({ length: points }, () => 'work');
  return programOver({ T: list, U: list });
}

/** Indices of locks in `programOver`. */
export const [A, B, C, D] = [0, 1, 2, 3];

export const ABBA = {
  T: ['lock A', 'lock B', 'unlock B', 'unlock A'],
  U: ['lock B', 'lock A', 'unlock A', 'unlock B'],
};

export function runnerOf(
  program: ModelProgram,
  strategy: Strategy,
  input: readonly number[] = [],
): ScheduleRunner {
  return new ScheduleRunner(program, strategy, input, STEPS_MAX);
}

/** Schedules as the strategy draws them, at most so many. */
export function schedulesOf(runner: ScheduleRunner, seed: number, most: number): ScheduleRun[] {
  const runs: ScheduleRun[] = [];
  while (runs.length < most && runner.hasNext) {
    runner.run(seed, runs.length);
    runs.push(runner.last);
  }
  return runs;
}
