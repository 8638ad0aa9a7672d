import type { Finding, FindingType } from '../validate/finding.ts';
import type { WatchSample } from './watchdog-sample.ts';

/**
 * Nobody completes an operation. What happens meanwhile names the trouble: reclaim that frees
 * nothing, operations that all end in a refusal (livelock), or nothing at all (stall).
 */
export class ProgressRule {
  readonly #limitMs: number;
  /** The sample in which an operation was last seen to complete. */
  #since: WatchSample | undefined;
  #idleMs = 0;
  #reclaimed = false;

  constructor(limitMs: number) {
    this.#limitMs = limitMs;
  }

  /** `stepMs`: time since the last sample, as far as it counts. */
  observe(sample: WatchSample, stepMs: number): Finding | null {
    const since = this.#since;
    if (since === undefined || sample.operations !== since.operations || sample.liveWorkers === 0) {
      this.#since = sample;
      this.#idleMs = 0;
      this.#reclaimed = false;
      return null;
    }
    this.#idleMs += stepMs;
    this.#reclaimed ||= sample.reclaim.workers > 0;
    if (this.#idleMs < this.#limitMs) return null;
    this.#idleMs = Number.NEGATIVE_INFINITY; // told once, until an operation completes
    return describe(this.#typeOf(since, sample), since, sample, this.#limitMs);
  }

  #typeOf(since: WatchSample, sample: WatchSample): FindingType {
    const attempts = sample.reclaim.attempts - since.reclaim.attempts;
    const freed = sample.reclaim.pages - since.reclaim.pages;
    if (this.#reclaimed && attempts > 0 && freed === 0) return 'reclaim';
    return sample.refusals !== since.refusals ? 'livelock' : 'stall';
  }
}

function describe(
  type: FindingType,
  since: WatchSample,
  sample: WatchSample,
  limitMs: number,
): Finding {
  const seconds = `${limitMs / 1000} s`;
  const words: Partial<Record<FindingType, string>> = {
    reclaim: `reclaim freed no page for ${seconds} while workers waited for memory`,
    livelock: `every operation was refused for ${seconds}: threads give way but none gets on`,
    stall: `no operation completed for ${seconds} while ${sample.liveWorkers} workers were at work`,
  };
  const stuck = sample.threads.filter((thread) => thread.waitsFor !== null);
  return {
    type,
    level: 'confirmed',
    key: type,
    summary: words[type] ?? type,
    locks: stuck.flatMap((thread) => thread.waitsFor ?? []),
    threads: sample.states(),
    cycle: [],
    details: [
      `refusals meanwhile: ${sample.refusals - since.refusals}`,
      `reclaim attempts meanwhile: ${sample.reclaim.attempts - since.reclaim.attempts}, ` +
        `pages freed: ${sample.reclaim.pages - since.reclaim.pages}`,
    ],
    afterOperations: sample.operations,
  };
}
