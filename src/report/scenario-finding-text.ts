import type { JournalEntry } from '../validate/journal.ts';
import { whereOfRun } from './finding-frame.ts';
import { findingText } from './finding-text.ts';
import type { ScenarioOutcome, ScenarioRun } from './scenario-outcome.ts';

/** A finding in full; where the kernel prints its release, the scenario is named. */
export function scenarioFindingText(
  { finding, count }: JournalEntry,
  run: ScenarioRun,
  { tool }: Pick<ScenarioOutcome, 'tool'>,
): string {
  const { level } = run.result.plan;
  const { stage } = run;
  const where =
    stage === undefined
      ? `${tool}, scenario ${scenarioName(run)} (${run.file})`
      : whereOfRun(tool, stage.design, stage.workload);
  return findingText(finding, count, { where, level });
}

export function scenarioName({ name, fixed }: Pick<ScenarioRun, 'name' | 'fixed'>): string {
  return fixed ? `${name}, fixed` : name;
}
