import type { Finding, LockName } from '../validate/finding.ts';
import type { WatchedThread, WatchSample } from './watchdog-sample.ts';

interface Wait {
  readonly waitSeq: number;
  /** Operations of all workers when it was first seen. */
  readonly operations: number;
  ms: number;
  told: boolean;
}

/**
 * One worker sits in one and the same wait while others complete operations: a thread that a run as
 * a whole does not miss. When nobody gets on, that is the matter of `ProgressRule`.
 */
export class StuckThreadRule {
  readonly #limitMs: number;
  readonly #waits = new Map<string, Wait>();
  #operations = 0;

  constructor(limitMs: number) {
    this.#limitMs = limitMs;
  }

  /** `stepMs`: time since the last sample, as far as it counts. */
  observe(sample: WatchSample, stepMs: number): Finding[] {
    const othersProgress = sample.operations !== this.#operations;
    this.#operations = sample.operations;
    return sample.threads.flatMap((thread) => {
      const { name, service, waitsFor } = thread;
      if (service || waitsFor === null) {
        this.#waits.delete(name);
        return [];
      }
      const wait = this.#waitOf(thread, sample, stepMs);
      if (wait.told || !othersProgress || wait.ms < this.#limitMs) return [];
      wait.told = true;
      const meanwhile = sample.operations - wait.operations;
      return [describe(name, waitsFor, sample, `${wait.ms / 1000} s`, meanwhile)];
    });
  }

  #waitOf({ name, waitSeq }: WatchedThread, sample: WatchSample, stepMs: number): Wait {
    const known = this.#waits.get(name);
    if (known !== undefined && known.waitSeq === waitSeq) {
      known.ms += stepMs;
      return known;
    }
    const wait = { waitSeq, operations: sample.operations, ms: 0, told: false };
    this.#waits.set(name, wait);
    return wait;
  }
}

function describe(
  name: string,
  lock: LockName,
  sample: WatchSample,
  time: string,
  meanwhile: number,
): Finding {
  const states = sample.states();
  const stuck = states.filter((state) => state.thread === name);
  const holders = states.filter(
    (state) => state.thread !== name && state.holds.some((held) => held.name === lock.name),
  );
  return {
    type: 'stall',
    level: 'confirmed',
    key: `stall ${name}`,
    summary: `${name} sat in one and the same wait for ${lock.name} for ${time} while others got on`,
    locks: [lock],
    threads: [...stuck, ...holders],
    cycle: [],
    details: [`operations completed by others meanwhile: ${meanwhile}`],
    afterOperations: sample.operations,
  };
}
