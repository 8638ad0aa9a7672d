import type { PatternStep } from '../../predict/predict.ts';
import { EVENT, EVENT_KIND_MASK, type EventTrace } from '../../shared/event-trace.ts';
import type { Evidence } from '../../validate/evidence.ts';
import type { CycleStep, Finding, HeldLockState, ThreadState } from '../../validate/finding.ts';
import { canonicalCycle } from '../../validate/rules/circular.ts';
import { type SurveyedPattern, rowAt } from './run-survey.ts';

/**
 * A pattern that this run bears out: another order of the same events ends in the deadlock. Told with
 * the way there.
 */
export function predictedFinding(evidence: Evidence, surveyed: SurveyedPattern): Finding {
  const { pattern, trace, nodes } = surveyed;
  const locks = pattern.steps.map(({ holds }) => evidence.lockName(holds));
  const threads = pattern.steps.map((step) => threadState(evidence, trace, step));
  const names = [...new Set(threads.map(({ thread }) => thread))];
  return {
    type: 'deadlock',
    level: 'predicted',
    key: `predicted ${canonicalCycle(nodes)}`,
    summary:
      `${listed(names)} can deadlock over ${listed(locks.map(({ name }) => name))}: ` +
      'what this run did, in another order',
    locks,
    threads,
    cycle: pattern.steps.map((step) => cycleStep(evidence, trace, step)),
    details: witnessLines(evidence, surveyed),
    afterOperations: evidence.operationsDone(),
  };
}

function threadState(evidence: Evidence, trace: EventTrace, step: PatternStep): ThreadState {
  const plan = evidence.plan.threads[step.thread - 1];
  const queues = step.heldEvent === step.event;
  return {
    thread: evidence.threadName(step.thread),
    role: plan?.role ?? 'unknown',
    operation: operationAt(evidence, trace, step.event),
    holds: queues ? [] : [heldAt(evidence, trace, step.holds, step.heldEvent)],
    wants: heldAt(evidence, trace, step.wants, step.event),
  };
}

function heldAt(evidence: Evidence, trace: EventTrace, lock: number, event: number): HeldLockState {
  const row = rowAt(trace, event);
  if (row !== 0) return evidence.held(lock, row);
  const name = evidence.lockName(lock);
  const acquisition = { class: name.class, subclass: 0, mode: 'exclusive', tried: false } as const;
  return { ...name, acquisition, site: [] };
}

function cycleStep(evidence: Evidence, trace: EventTrace, step: PatternStep): CycleStep {
  return {
    from: evidence.lockName(step.holds).name,
    to: evidence.lockName(step.wants).name,
    thread: evidence.threadName(step.thread),
    operation: operationAt(evidence, trace, step.event),
    site: heldAt(evidence, trace, step.wants, step.event).site,
    heldSite: heldAt(evidence, trace, step.holds, step.heldEvent).site,
  };
}

function operationAt(evidence: Evidence, trace: EventTrace, event: number): string {
  const row = rowAt(trace, event);
  if (row === 0) return evidence.operationName(0);
  const { chains } = evidence;
  return evidence.operationName(chains.operationOf(chains.chainOfRow(row)));
}

/** How far each thread runs before all of the cycle ask for what they want. */
function witnessLines(evidence: Evidence, { pattern, trace }: SurveyedPattern): string[] {
  if (pattern.verdict.kind !== 'predicted') return [];
  const { witness } = pattern.verdict;
  const last = lastEvents(trace, witness);
  const inCycle = new Map(pattern.steps.map((step) => [step.thread, step]));
  const lines: string[] = [];
  for (let thread = 1; thread <= trace.threads; thread++) {
    const count = witness[thread];
    const step = inCycle.get(thread);
    if (count === 0 && step === undefined) continue;
    const name = evidence.threadName(thread);
    const until =
      count === 0
        ? 'has done nothing yet'
        : `has come to its ${told(evidence, trace, last[thread])}`;
    const then = step === undefined ? '' : `, and asks for ${evidence.lockName(step.wants).name}`;
    lines.push(`${name} ${until} (event ${count} of the record)${then}`);
  }
  return lines;
}

/** Index of the last event that each thread runs. */
function lastEvents({ count, thread }: EventTrace, witness: Int32Array): Int32Array {
  const seen = new Int32Array(witness.length);
  const last = new Int32Array(witness.length).fill(-1);
  for (let event = 0; event < count; event++) {
    if (seen[thread[event]]++ < witness[thread[event]]) last[thread[event]] = event;
  }
  return last;
}

const TOLD: Readonly<Record<number, string>> = {
  [EVENT.acquire]: 'acquisition of',
  [EVENT.release]: 'release of',
  [EVENT.tryFailed]: 'refused attempt at',
  [EVENT.gaveUp]: 'given-up wait for',
  [EVENT.complete]: 'signal of',
  [EVENT.waited]: 'wait for',
  [EVENT.spawn]: 'start of',
  [EVENT.join]: 'join of',
};

function told(evidence: Evidence, trace: EventTrace, event: number): string {
  const kind = trace.kind[event] & EVENT_KIND_MASK;
  if (kind === EVENT.begin) return 'beginning';
  if (kind === EVENT.end) return 'end';
  const object = trace.object[event];
  const isThread = kind === EVENT.spawn || kind === EVENT.join;
  const name = isThread ? evidence.threadName(object) : evidence.lockName(object).name;
  return `${TOLD[kind]} ${name}`;
}

function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
