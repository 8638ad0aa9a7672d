import type { ScenarioJudgement } from '../report/scenario-outcome.ts';
import type { RunResult } from '../run/run-result.ts';
import { judge, verdictOf } from '../run/verdict.ts';
import type { Expectation } from '../run/verdict.ts';
import type { Scenario, ScenarioFinds } from '../scenario/scenario.ts';
import type { Finding, FindingLevel, FindingType } from '../validate/finding.ts';

const LEVELS: readonly FindingLevel[] = ['possible', 'predicted', 'confirmed'];

/** Findings that say that threads can get stuck for ever. */
const STUCK: readonly FindingType[] = [
  'deadlock',
  'circular',
  'recursion',
  'stall',
  'lost-wake-up',
  'livelock',
];

/** Findings that no story is about: whatever else a run showed, it is not to be trusted. */
const BROKEN: readonly FindingType[] = ['thread-crash', 'corruption'];

/** Findings of orders: the deadlock that they warn of is worth more. */
const ORDERS: readonly FindingType[] = ['circular', 'recursion', 'deadlock'];

/** Holds what a run showed against what the scenario expects and wants found. */
export function judgeScenario(scenario: Scenario, result: RunResult): ScenarioJudgement {
  const findings = result.findings.map(({ finding }) => finding);
  const counted = result.findings.filter(({ finding }) => finding.rejection === undefined);
  const verdict = verdictOf({ findings: counted, integrity: result.integrity });
  const { finds } = scenario;
  const found = finds === undefined ? null : findingsMeant(finds, findings).length > 0;
  return {
    expected: scenario.expect ?? null,
    verdict,
    level: LEVELS.findLast((level) => findings.some((finding) => finding.level === level)) ?? null,
    asExpected: meets(scenario, findings) && found !== false,
    inconclusive: result.ending === 'interrupted' && verdict === 'clean',
    found,
  };
}

/** As `judgeScenario`, for a story that plays in the stack: its design says what it expects. */
export function judgeStory(
  scenario: Scenario,
  expects: Expectation,
  result: RunResult,
): ScenarioJudgement {
  const judged = judgeScenario(scenario, result);
  const { asExpected, inconclusive } = judge(expects, result);
  const expected = expects === 'deadlocks' ? 'deadlock' : 'clean';
  return {
    ...judged,
    expected: scenario.expect ?? expected,
    asExpected: asExpected && judged.found !== false,
    inconclusive,
  };
}

function meets({ expect, finds }: Scenario, findings: readonly Finding[]): boolean {
  const counted = findings.filter(({ rejection }) => rejection === undefined);
  if (counted.some(({ type }) => BROKEN.includes(type))) return false;
  if (expect === 'deadlock') return counted.some(({ type }) => STUCK.includes(type));
  // What the file itself wants found is no surprise.
  return counted.every(({ type }) => type === finds?.type);
}

/** Those that are what a story wants found, or better. */
export function findingsMeant(finds: ScenarioFinds, findings: readonly Finding[]): Finding[] {
  return findings.filter((finding) => isFound(finds, finding));
}

function isFound(finds: ScenarioFinds, finding: Finding): boolean {
  const least = LEVELS.indexOf(finds.level ?? 'possible');
  if (LEVELS.indexOf(finding.level) < least || !isOfType(finds.type, finding)) return false;
  const names = namesIn(finding);
  return finds.locks.every((name) => names.has(name));
}

function isOfType(type: FindingType, finding: Finding): boolean {
  if (finding.type === type) return true;
  return finding.type === 'deadlock' && finding.level !== 'possible' && ORDERS.includes(type);
}

/** Every class and instance that a finding speaks of. */
function namesIn({ locks, threads, cycle }: Finding): ReadonlySet<string> {
  const states = threads.flatMap(({ holds, wants }) => [...holds, ...(wants ? [wants] : [])]);
  return new Set([
    ...[...locks, ...states].flatMap((lock) => [lock.class, lock.name]),
    ...cycle.flatMap(({ from, to }) => [from, to]),
  ]);
}
