import { runStage } from '../../src/run/coordinator.ts';
import { Crew } from '../../src/run/crew.ts';
import { type RunOptions, planRun } from '../../src/run/plan-run.ts';
import type { RunResult } from '../../src/run/run-result.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { createScenarioStage } from '../../src/scenario/scenario-stage.ts';

const DIST = new URL('../../dist/src/', import.meta.url);

export interface Played {
  readonly rounds: number;
  readonly events?: number;
  readonly seed?: number;
  readonly stallMs?: number;
  /** Instead of rounds. */
  readonly durationMs?: number;
}

/** Plays scenarios on real threads, those of a size on the same ones. */
export class Theatre {
  readonly #crews = new Map<number, Crew>();

  /** Until a deadlock or for so many rounds. */
  play(scenario: Scenario, played: Played): Promise<RunResult> {
    const { rounds, durationMs, events, ...options } = played;
    const body = new URL('scenario/actor.js', DIST).href;
    const stage = { ...createScenarioStage(scenario), body };
    const length: RunOptions =
      durationMs === undefined ? { operations: rounds * stage.threads.length } : { durationMs };
    const planned = planRun(stage, { onDeadlock: 'stop', ...options, ...length });
    const plan = events === undefined ? planned.plan : { ...planned.plan, events };
    const interrupt = new AbortController().signal;
    return runStage(
      this.#crewOf(stage.threads.length),
      stage,
      { ...planned, plan },
      { interrupt, progress: () => undefined },
    );
  }

  async close(): Promise<void> {
    await Promise.all([...this.#crews.values()].map((crew) => crew.close()));
  }

  #crewOf(threads: number): Crew {
    const crew = this.#crews.get(threads) ?? new Crew(new URL('thread/entry.js', DIST));
    this.#crews.set(threads, crew);
    return crew;
  }
}
