import type { RunResult } from '../run/run-result.ts';
import type { JudgedRun } from '../run/judged-run.ts';
import type { LockLine } from '../run/lock-lines.ts';
import type { JournalEntry } from '../validate/journal.ts';
import { edgeJson } from './edge-text.ts';
import { type FindingContext, whereOfRun } from './finding-frame.ts';
import { findingText } from './finding-text.ts';
import type { StressOutcome } from './stress-outcome.ts';
import { resultsJson } from './results-json.ts';

/** The one JSON document of `stress --json`; fields as the command line's contract names them. */
export function stressJson(outcome: StressOutcome): string {
  const { tool, settings, runs } = outcome;
  return resultsJson({
    kind: 'stress',
    versions: outcome.versions,
    cores: outcome.cores,
    rerun: outcome.rerun,
    seed: settings.seed,
    plan: settings,
    exitStatus: outcome.exitStatus,
    skipped: outcome.skipped,
    results: runs.map((run) => resultJson(run, tool)),
  });
}

function resultJson(run: JudgedRun, tool: string) {
  const { design, workload, workers, judgement, result } = run;
  const { corrupted, checked } = result.integrity;
  const context = { where: whereOfRun(tool, design, workload), level: result.plan.level };
  return {
    design,
    workload,
    threads: workers,
    expected: judgement.expected,
    verdict: judgement.verdict,
    asExpected: judgement.asExpected,
    inconclusive: judgement.inconclusive,
    ending: result.ending,
    operations: result.operations,
    refusals: result.refusals,
    seconds: result.seconds,
    deadlocks: result.deadlocks,
    firstDeadlockAfter: result.firstDeadlockAfter,
    findings: result.findings.map((entry) => findingJson(entry, context)),
    findingsLost: result.findingsLost,
    cuts: cutsJson(result),
    dependencies: result.dependencies,
    threadStates: result.threads,
    threadLines: result.threadLines,
    integrity: { checked, corrupted },
    reclaim: result.reclaim,
    contention: result.contention,
    locks: result.locks.map(lockJson),
    events: result.events,
  };
}

function findingJson({ finding, count }: JournalEntry, context: FindingContext) {
  return { ...finding, count, text: findingText(finding, count, context) };
}

function cutsJson({ cuts }: RunResult) {
  return cuts.map(edgeJson);
}

/** The histogram is what the percentiles were made of. */
function lockJson({ waitBuckets: _, ...line }: LockLine) {
  return line;
}
