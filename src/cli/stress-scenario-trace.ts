import type { ScenarioJudgement } from '../report/scenario-outcome.ts';
import { contentionOf } from '../run/contention.ts';
import { type EdgeToCut, cutOfFinding } from '../run/cut-edges.ts';
import type { RunResult } from '../run/run-result.ts';
import type { Scenario, ScenarioTrace } from '../scenario/scenario.ts';
import { type CaseVerdict, judgeCase } from '../trace/case-trial.ts';
import { planTrace } from '../trace/plan-trace.ts';
import { readCase } from '../trace/read-cases.ts';
import { judgeScenario } from './stress-scenario-judge.ts';

/** A trace that was judged, told as a run is: no thread ran, and there was one round. */
export interface JudgedTrace {
  readonly judgement: ScenarioJudgement;
  readonly result: RunResult;
}

/** Judges the trace of a scenario file as `check` does. @throws {UsageError} with file and line */
export function judgeTrace(scenario: Scenario, trace: ScenarioTrace): JudgedTrace {
  const { name, file } = scenario;
  const startedMs = performance.now();
  const where = { file, ordinal: 'the trace', lines: trace.opLines, line: trace.line };
  const { header, ops } = readCase({ name, ...trace.value }, where);
  const verdict = judgeCase(header, ops);
  const result: RunResult = {
    name,
    plan: planTrace(header.roster, name, ops.length),
    ending: 'operations',
    seconds: (performance.now() - startedMs) / 1000,
    operations: verdict.ops,
    refusals: 0,
    deadlocks: 0,
    firstDeadlockAfter: null,
    findings: verdict.finding === null ? [] : [{ finding: verdict.finding, count: 1 }],
    cuts: cutsOf(verdict),
    dependencies: [],
    findingsLost: 0,
    threads: [],
    threadLines: [],
    locks: [],
    contention: contentionOf([]),
    integrity: { checked: 0, corrupted: 0, findings: [] },
    reclaim: { pages: 0, skippedBusy: 0, direct: 0, kswapd: 0 },
  };
  return { judgement: judgementOf(scenario, verdict, result), result };
}

function cutsOf({ finding, classes }: CaseVerdict): readonly EdgeToCut[] {
  const cut = finding === null ? null : cutOfFinding(finding, classes);
  return cut === null ? [] : [cut];
}

/** A trace may say by itself what it expects; then the file need not. */
function judgementOf(
  scenario: Scenario,
  { expect, asExpected }: CaseVerdict,
  result: RunResult,
): ScenarioJudgement {
  const judged = judgeScenario(scenario, result);
  if (expect === null) return judged;
  const rest = scenario.expect === undefined ? judged.found !== false : judged.asExpected;
  return { ...judged, expected: scenario.expect ?? expect, asExpected: asExpected && rest };
}
