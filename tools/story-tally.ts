import { findingsMeant } from '../src/cli/stress-scenario-judge.ts';
import type { ScenarioRun } from '../src/report/scenario-outcome.ts';
import type { Finding, FindingLevel, FindingType } from '../src/validate/finding.ts';

/** Who found something; `rules`: what a thread did is wrong in itself, whatever the others do. */
export type Finder = 'order' | 'prediction' | 'wait-for' | 'watchdog' | 'rules';

const ORDERS: readonly FindingType[] = ['circular', 'recursion', 'order-key', 'promise'];
const WATCHED: readonly FindingType[] = ['stall', 'livelock', 'lost-wake-up', 'reclaim'];
const LEVELS: readonly FindingLevel[] = ['possible', 'predicted', 'confirmed'];

/** What came of all runs of one story. */
export class StoryTally {
  readonly name: string;
  /** Of the deadlock catalogue. */
  readonly class: string;
  bad = 0;
  found = 0;
  fixed = 0;
  silent = 0;
  seconds = 0;
  /** Runs in which what the story is about was found at that level, at best. */
  readonly levels = new Map<FindingLevel, number>();
  /** Runs in which it was found by that one, among others. */
  readonly finders = new Map<Finder, number>();
  /** What was not as it should be, with the command that runs it again. */
  readonly complaints: string[] = [];

  constructor(name: string, storyClass: string) {
    this.name = name;
    this.class = storyClass;
  }

  get isRight(): boolean {
    return this.found === this.bad && this.silent === this.fixed;
  }

  add(run: ScenarioRun, seconds: number): void {
    this.seconds += seconds;
    if (run.fixed) this.#addFixed(run);
    else this.#addBad(run);
  }

  #addBad(run: ScenarioRun): void {
    const { finds, judgement, result } = run;
    this.bad++;
    const findings = result.findings.map(({ finding }) => finding);
    const meant = finds === undefined ? [] : findingsMeant(finds, findings);
    const best = LEVELS.findLast((level) => meant.some((finding) => finding.level === level));
    if (best !== undefined) count(this.levels, best);
    for (const finder of new Set(meant.map(finderOf))) count(this.finders, finder);
    if (judgement.asExpected && judgement.found === true) this.found++;
    else this.#complain(run, judgement.found === true ? 'not as expected' : 'not found');
  }

  #addFixed(run: ScenarioRun): void {
    const { findings, findingsLost } = run.result;
    this.fixed++;
    const isSilent = findings.length + findingsLost === 0 && run.judgement.asExpected;
    if (isSilent && !run.judgement.inconclusive) this.silent++;
    else this.#complain(run, 'fixed, and not silent');
  }

  #complain({ result, rerun }: ScenarioRun, what: string): void {
    const told = result.findings.map(
      ({ finding }) =>
        `${finding.level} ${finding.type}${finding.rejection === undefined ? '' : ' (rejected)'}`,
    );
    const findings = told.length === 0 ? `nothing, ${result.ending}` : told.join(', ');
    this.complaints.push(`${this.name}: ${what}: ${findings}; ${rerun}`);
  }
}

function count<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

export function finderOf({ type, level }: Pick<Finding, 'type' | 'level'>): Finder {
  if (WATCHED.includes(type)) return 'watchdog';
  if (level === 'predicted') return 'prediction';
  if (ORDERS.includes(type)) return 'order';
  return type === 'deadlock' ? 'wait-for' : 'rules';
}
