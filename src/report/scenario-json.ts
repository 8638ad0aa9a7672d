import type { RunResult } from '../run/run-result.ts';
import type { LockLine } from '../run/lock-lines.ts';
import { edgeJson } from './edge-text.ts';
import { scenarioFindingText } from './scenario-finding-text.ts';
import type { ScenarioOutcome, ScenarioRun } from './scenario-outcome.ts';
import { resultsJson } from './results-json.ts';

/** The one JSON document of `stress FILE... --json`: as of designs, with a scenario in each result. */
export function scenarioJson(outcome: ScenarioOutcome): string {
  return resultsJson({
    kind: 'stress',
    versions: outcome.versions,
    cores: outcome.cores,
    rerun: outcome.rerun,
    seed: outcome.settings.seed,
    plan: outcome.settings,
    exitStatus: outcome.exitStatus,
    skipped: outcome.skipped,
    results: outcome.runs.map((run) => resultJson(run, outcome)),
  });
}

function resultJson(run: ScenarioRun, outcome: ScenarioOutcome) {
  const { name, file, fixed, finds, stage, threads, rounds, judgement, result, rerun } = run;
  const { found, ...judged } = judgement;
  return {
    scenario: name,
    file,
    fixed,
    ...(stage ?? {}),
    threads,
    rounds,
    ...judged,
    finds: finds === undefined ? null : { ...finds, found },
    ending: result.ending,
    operations: result.operations,
    seconds: result.seconds,
    deadlocks: result.deadlocks,
    findings: result.findings.map((entry) => ({
      ...entry.finding,
      count: entry.count,
      text: scenarioFindingText(entry, run, outcome),
    })),
    findingsLost: result.findingsLost,
    cuts: cutsJson(result),
    dependencies: result.dependencies,
    threadStates: result.threads,
    threadLines: result.threadLines,
    locks: result.locks.map(lockJson),
    events: result.events,
    rerun,
  };
}

function cutsJson({ cuts }: RunResult) {
  return cuts.map(edgeJson);
}

/** The histogram is what the percentiles were made of. */
function lockJson({ waitBuckets: _, ...line }: LockLine) {
  return line;
}
