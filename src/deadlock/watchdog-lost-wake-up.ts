import type { Finding } from '../validate/finding.ts';
import type { WatchedThread, WatchSample } from './watchdog-sample.ts';

interface Suspicion {
  readonly waitSeq: number;
  samples: number;
  ms: number;
  told: boolean;
}

/** Fewer samples than this prove nothing: a woken thread may wait for a core meanwhile. */
const SAMPLES_MIN = 5;

/** A thread sleeps for a lock that is free, or for an event that has come, sample after sample. */
export class LostWakeUpRule {
  readonly #limitMs: number;
  readonly #suspicions = new Map<string, Suspicion>();

  constructor(limitMs: number) {
    this.#limitMs = limitMs;
  }

  observe(sample: WatchSample, stepMs: number): Finding[] {
    return sample.threads
      .filter((thread) => this.#asleep(thread, stepMs))
      .map((thread) => describe(thread, sample, this.#limitMs));
  }

  #asleep(thread: WatchedThread, stepMs: number): boolean {
    const known = this.#suspicions.get(thread.name);
    if (thread.waitsFor === null || !thread.free) {
      this.#suspicions.delete(thread.name);
      return false;
    }
    if (known === undefined || known.waitSeq !== thread.waitSeq) {
      this.#suspicions.set(thread.name, {
        waitSeq: thread.waitSeq,
        samples: 1,
        ms: 0,
        told: false,
      });
      return false;
    }
    known.samples++;
    known.ms += stepMs;
    const sure = !known.told && known.samples >= SAMPLES_MIN && known.ms >= this.#limitMs;
    known.told ||= sure;
    return sure;
  }
}

function describe(thread: WatchedThread, sample: WatchSample, limitMs: number): Finding {
  const lock = thread.waitsFor ?? { class: '?', name: '?' };
  return {
    type: 'lost-wake-up',
    level: 'confirmed',
    key: `lost-wake-up ${lock.class}`,
    summary:
      `${thread.name} sleeps for ${lock.name}, which nobody holds: ` +
      `one and the same wait for ${limitMs / 1000} s, free each time it was looked at`,
    locks: [lock],
    threads: sample.states().filter((state) => state.thread === thread.name),
    cycle: [],
    details: [],
    afterOperations: sample.operations,
  };
}
