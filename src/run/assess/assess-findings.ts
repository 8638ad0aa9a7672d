import type { RunPlan } from '../../shared/plan.ts';
import type { SharedMemory } from '../../shared/shared-memory.ts';
import { Evidence } from '../../validate/evidence.ts';
import type { Finding } from '../../validate/finding.ts';
import type { JournalEntry } from '../../validate/journal.ts';
import { orderKeyFindings } from './order-key-findings.ts';
import { rejectionOf } from './possible-rejection.ts';
import { predictedFinding } from './predicted-finding.ts';
import { readRecordedRun } from './recorded-run.ts';
import { type RunSurvey, surveyRun } from './run-survey.ts';

/**
 * Holds the findings of an ended run against its record of events: what the run bears out becomes
 * `predicted`, what it speaks against is marked with the reason, and nothing is taken away. Without a
 * record the findings are as they were.
 */
export function assessFindings(
  memory: SharedMemory,
  plan: RunPlan,
  found: readonly JournalEntry[],
): readonly JournalEntry[] {
  const run = readRecordedRun(memory, plan);
  if (run === null) return found;
  const evidence = new Evidence(memory, plan);
  const survey = surveyRun(evidence, run);
  const assessed = found.map(({ finding, count }) => {
    const rejection = rejectionOf(evidence, survey, finding);
    return { finding: rejection === null ? finding : { ...finding, rejection }, count };
  });
  return [
    ...assessed,
    ...predicted(evidence, survey, found),
    ...orderKeyFindings(evidence, survey).map((finding) => ({ finding, count: 1 })),
  ];
}

/** One for each cycle of classes, told by its shortest pattern; none for what has happened anyway. */
function predicted(
  evidence: Evidence,
  { patterns }: RunSurvey,
  found: readonly JournalEntry[],
): JournalEntry[] {
  const confirmed = new Set(
    found.flatMap(({ finding }) => (finding.level === 'confirmed' ? [classesOf(finding)] : [])),
  );
  const entries = new Map<string, { finding: Finding; count: number }>();
  for (const surveyed of patterns) {
    if (surveyed.pattern.verdict.kind !== 'predicted') continue;
    const finding = predictedFinding(evidence, surveyed);
    const known = entries.get(finding.key);
    if (known !== undefined) known.count += surveyed.occurrences;
    else if (!confirmed.has(classesOf(finding)))
      entries.set(finding.key, { finding, count: surveyed.occurrences });
  }
  return [...entries.values()];
}

function classesOf({ type, locks }: Finding): string {
  return `${type} ${locks.map((lock) => lock.class).sort()}`;
}
