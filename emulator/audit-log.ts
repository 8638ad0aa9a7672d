import type { Integrity } from '../src/run/stage.ts';
import type { Finding } from '../src/validate/finding.ts';

/** Sentences kept of each kind of failure; all are counted. */
const SENTENCES_MAX = 6;

/** Collects what an audit checks and what failed. */
export class AuditLog {
  #checked = 0;
  #failed = 0;
  readonly #sentences = new Map<string, string[]>();
  readonly #counts = new Map<string, number>();
  readonly #others: Finding[] = [];

  /** Counts one check; `sentence` is only built when it failed. */
  expect(good: boolean, kind: string, sentence: () => string): void {
    this.#checked++;
    if (good) return;
    this.#failed++;
    this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1);
    const sentences = this.#sentences.get(kind) ?? [];
    if (sentences.length < SENTENCES_MAX) sentences.push(sentence());
    this.#sentences.set(kind, sentences);
  }

  /** Counts a check that held. */
  passed(): void {
    this.#checked++;
  }

  /** Counts a check that failed without anything being corrupt: a finding of its own. */
  failed(finding: Finding): void {
    this.#checked++;
    this.#others.push(finding);
  }

  /** @param live checks that the threads made, and that failed, during the run */
  result(live: { readonly checked: number; readonly corrupted: number }): Integrity {
    return {
      checked: live.checked + this.#checked,
      corrupted: live.corrupted + this.#failed,
      findings: [
        ...[...this.#sentences].map(([kind, sentences]) => this.#finding(kind, sentences)),
        ...this.#others,
      ],
    };
  }

  #finding(kind: string, [first, ...others]: readonly string[]): Finding {
    const count = this.#counts.get(kind) ?? 0;
    const more = count - 1 - others.length;
    return {
      type: 'corruption',
      level: 'confirmed',
      key: `corruption audit ${kind}`,
      summary: `final audit, ${kind}: ${first}`,
      locks: [],
      threads: [],
      cycle: [],
      details: more > 0 ? [...others, `and ${more} more`] : others,
      afterOperations: 0,
    };
  }
}
