import type { Scenario } from '../scenario/scenario.ts';

/** What is explored: plain data, all of it, so that a replay file can carry it. */
export type ExploredProgram = ScenarioProgram | StackProgram;

export interface ScenarioProgram {
  readonly kind: 'scenario';
  /** A program over locks; the variant to run. Lines are those of the file it was read from. */
  readonly scenario: Scenario;
}

/** A design in the emulated stack under a workload. */
export interface StackProgram {
  readonly kind: 'stack';
  /** Name or path. */
  readonly design: string;
  readonly workload: string;
  /** Sizes of the stack that were chosen; the workload has defaults for the rest. */
  readonly sizes: Readonly<Record<string, number>>;
  /** Operations of each worker. */
  readonly operations: number;
  /** Seed of all draws of the workload. */
  readonly seed: number;
  /** Where threads pause, by class (PAUSE bits); a class that is not there: before acquisitions. */
  readonly pauses: Readonly<Record<string, number>>;
}

export function programName(program: ExploredProgram): string {
  return program.kind === 'scenario' ? program.scenario.name : program.design;
}
