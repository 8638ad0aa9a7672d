import type { Evidence } from '../validate/evidence.ts';
import type { Finding, ThreadState } from '../validate/finding.ts';
import type { JournalWriter } from '../validate/journal.ts';
import { canonicalCycle } from '../validate/rules/circular.ts';
import type { KnotDetector } from './knot-detector.ts';

/** Turns threads that can never move again into a finding. */
export class KnotReporter {
  readonly #evidence: Evidence;
  readonly #journal: JournalWriter;

  constructor(evidence: Evidence, journal: JournalWriter) {
    this.#evidence = evidence;
    this.#journal = journal;
  }

  /** The stuck threads stay blocked until the caller, who holds the report latch, lets one go. */
  report(knots: KnotDetector): void {
    const core = coreOf(knots);
    const states = core.map((thread) => this.#evidence.threadState(thread));
    const classes = states.map(({ wants }) => wants?.class ?? '?');
    const details = core.map((thread, i) => this.#waitOf(knots, thread, states[i] as ThreadState));
    const finding: Finding = {
      type: 'deadlock',
      level: 'confirmed',
      key: `deadlock ${canonicalCycle(classes)}`,
      summary: details.join('; '),
      locks: states.flatMap(({ wants }) =>
        wants ? [{ class: wants.class, name: wants.name }] : [],
      ),
      threads: states,
      cycle: [],
      details,
      afterOperations: this.#evidence.operationsDone(),
    };
    this.#journal.write(finding);
  }

  #waitOf(knots: KnotDetector, thread: number, { thread: name, wants }: ThreadState): string {
    const names = knots.blockersOf(thread).map((other) => this.#evidence.threadName(other));
    const kind = this.#evidence.registry.kindOfLock(knots.wantedBy(thread));
    const waits = `${name} waits for ${wants?.name ?? '?'}`;
    const event = kind === 'completion' || kind === 'fence';
    if (names.length === 0) return `${waits}, which nobody can bring about any more`;
    return `${waits}, which ${event ? 'only ' : ''}${names.join(', ')} ${event ? 'can bring about' : 'holds'}`;
  }
}

/** Without those who only queue up behind the others; all of them where nobody waits for anybody. */
function coreOf(knots: KnotDetector): number[] {
  let core = [...knots.stuck].filter((thread) => thread !== 0);
  for (;;) {
    const wanted = new Set(core.flatMap((thread) => knots.blockersOf(thread)));
    const next = core.filter((thread) => wanted.has(thread));
    if (next.length === core.length || next.length === 0) return core;
    core = next;
  }
}
