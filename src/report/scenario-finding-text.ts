import type { JournalEntry } from '../validate/journal.ts';
import { findingText } from './finding-text.ts';
import type { ScenarioOutcome, ScenarioRun } from './scenario-outcome.ts';

/** A finding in full; where the kernel prints its release, the scenario is named. */
export function scenarioFindingText(
  { finding, count }: JournalEntry,
  run: ScenarioRun,
  { tool }: Pick<ScenarioOutcome, 'tool'>,
): string {
  const { level } = run.result.plan;
  if (run.stage !== undefined) return findingText(finding, count, { tool, level, ...run.stage });
  const context = { tool, level, design: run.name, workload: run.file };
  const [, title = '', , , ...body] = findingText(finding, count, context).split('\n');
  const where = `${tool}, scenario ${scenarioName(run)} (${run.file})`;
  const width = Math.max(title.length, where.length);
  return ['='.repeat(width), title, where, '-'.repeat(width), ...body].join('\n');
}

export function scenarioName({ name, fixed }: Pick<ScenarioRun, 'name' | 'fixed'>): string {
  return fixed ? `${name}, fixed` : name;
}
