import {
  type DeadlockPattern,
  type InstanceEdge,
  type PatternStep,
  predict,
} from '../../predict/predict.ts';
import { isWeaker } from '../../predict/rejection.ts';
import type { EventTrace } from '../../shared/event-trace.ts';
import type { Evidence } from '../../validate/evidence.ts';
import type { RecordedRun } from './recorded-run.ts';
import { splitRounds } from './split-rounds.ts';

/** A pattern with the record of the round that shows it. */
export interface SurveyedPattern {
  readonly pattern: DeadlockPattern;
  readonly trace: EventTrace;
  /** What each step holds, as the order graph names it: class, or class/subclass. */
  readonly nodes: readonly string[];
  /** In all rounds. */
  readonly occurrences: number;
}

export interface SurveyedEdge {
  readonly edge: InstanceEdge;
  readonly trace: EventTrace;
}

/** What prediction says of all rounds of a run together. */
export interface RunSurvey {
  readonly patterns: readonly SurveyedPattern[];
  readonly edges: readonly SurveyedEdge[];
  /** Nothing was lost and no limit was met: what is not here did not happen. */
  readonly complete: boolean;
}

export function surveyRun(evidence: Evidence, run: RecordedRun): RunSurvey {
  const patterns = new Map<string, SurveyedPattern>();
  const edges = new Map<string, SurveyedEdge>();
  let complete = run.since === 0;
  for (const { trace, since } of splitRounds(run)) {
    const prediction = predict(trace, { since });
    complete &&= !prediction.truncated;
    for (const pattern of prediction.patterns) addPattern(evidence, patterns, pattern, trace);
    for (const edge of prediction.edges) addEdge(edges, edge, trace);
  }
  return { patterns: [...patterns.values()], edges: [...edges.values()], complete };
}

function addPattern(
  evidence: Evidence,
  patterns: Map<string, SurveyedPattern>,
  pattern: DeadlockPattern,
  trace: EventTrace,
): void {
  const places = pattern.steps.map(({ holds, wants, event, heldEvent }) => {
    return [holds, wants, rowAt(trace, event), rowAt(trace, heldEvent)];
  });
  const key = JSON.stringify(places);
  const known = patterns.get(key);
  const occurrences = pattern.occurrences + (known?.occurrences ?? 0);
  if (known !== undefined && !isGraver(pattern, known.pattern)) {
    patterns.set(key, { ...known, occurrences });
    return;
  }
  const nodes = pattern.steps.map((step) => nodeHeld(evidence, trace, step));
  patterns.set(key, { pattern, trace, nodes, occurrences });
}

/** One that is predicted in some round is predicted; else the weakest of what keeps it away counts. */
function isGraver({ verdict }: DeadlockPattern, { verdict: known }: DeadlockPattern): boolean {
  if (known.kind === 'predicted') return false;
  return verdict.kind === 'predicted' || isWeaker(verdict, known);
}

function addEdge(edges: Map<string, SurveyedEdge>, edge: InstanceEdge, trace: EventTrace): void {
  const key = `${edge.from} ${edge.to}`;
  const known = edges.get(key);
  // One that may wait says more than one that never does.
  if (known === undefined || (known.edge.waiting === 0 && edge.waiting > 0)) {
    edges.set(key, { edge, trace });
  }
}

function nodeHeld(evidence: Evidence, trace: EventTrace, step: PatternStep): string {
  const row = rowAt(trace, step.heldEvent);
  if (row === 0) return evidence.lockName(step.holds).class;
  const { chains, registry } = evidence;
  const meaning = registry.slots[chains.slotOf(chains.chainOfRow(row))];
  return meaning === undefined
    ? evidence.lockName(step.holds).class
    : registry.nodeName(meaning.node);
}

/** Chain row of an acquisition; 0: it was made before the record begins. */
export function rowAt(trace: EventTrace, event: number): number {
  return event < 0 ? 0 : trace.row[event];
}
