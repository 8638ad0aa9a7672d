import type { ThreadContext } from '../src/thread/thread-context.ts';
import type { Finding, FindingType } from '../src/validate/finding.ts';
import type { Counters } from './counters.ts';
import type { PageBytes } from './page-bytes.ts';

/**
 * Turns what a step saw into findings. Slow by design: a correct run never comes here. One key per
 * kind, so that a run that goes wrong ten thousand times reads as a few findings with counts.
 */
export class Evidence {
  readonly #thread: ThreadContext;
  readonly #counters: Counters;
  readonly #known = new Map<string, Finding>();

  constructor(thread: ThreadContext, counters: Counters) {
    this.#thread = thread;
    this.#counters = counters;
  }

  /** Bytes, pages or counts that are not as they must be. */
  corruption(kind: string, summary: string, ...details: readonly string[]): void {
    this.#counters.add('corrupted', 1);
    this.#report('corruption', kind, summary, details);
  }

  /** A step entered against the locking convention. */
  convention(kind: string, summary: string): void {
    this.#counters.add('conventions', 1);
    this.#report('convention', kind, summary, []);
  }

  /** Reclaim found nothing to free for an allocation. */
  outOfMemory(summary: string, ...details: readonly string[]): void {
    this.#counters.add('outOfMemory', 1);
    this.#report('out-of-memory', 'page', summary, details);
  }

  /** Who wrote to a page, the last writer first. */
  lastWriters(bytes: PageBytes, page: number): string {
    const last = this.threadName(bytes.writer(page));
    return `last writers: ${last}, before that ${this.threadName(bytes.previousWriter(page))}`;
  }

  /** Name of a thread by its id; 0 has none. */
  threadName(id: number): string {
    return this.#thread.plan.threads[id - 1]?.name ?? 'nobody';
  }

  #report(type: FindingType, kind: string, summary: string, details: readonly string[]): void {
    const key = `${type} ${kind}`;
    // Made again it is only counted, so what it says is made once.
    const known = this.#known.get(key);
    if (known !== undefined) {
      this.#thread.report(known);
      return;
    }
    const finding: Finding = {
      type,
      level: 'confirmed',
      key,
      summary,
      locks: [],
      threads: [this.#thread.threadState()],
      cycle: [],
      details,
      afterOperations: this.#thread.operationsOfAll(),
    };
    this.#known.set(key, finding);
    this.#thread.report(finding);
  }
}
