import type { Finding } from '../validate/finding.ts';
import { LostWakeUpRule } from './watchdog-lost-wake-up.ts';
import { ProgressRule } from './watchdog-progress.ts';
import type { WatchSample } from './watchdog-sample.ts';
import { StuckThreadRule } from './watchdog-stuck-thread.ts';

/** Thresholds in milliseconds. */
export interface WatchLimits {
  /** No operation completed by any worker, or one and the same wait of a worker. */
  readonly stallMs: number;
  /** One wait for a lock that is free all the time. */
  readonly lostWakeUpMs: number;
}

/**
 * Most that one step between samples counts, in milliseconds. When the machine was suspended or the
 * process stopped, the threads stood still as well, and that proves nothing.
 */
const STEP_MAX_MS = 250;

/**
 * Coordinator side: looks for what has no cycle of waits, and therefore cannot be found in the
 * thread where it arises. Knows nothing but the samples it is shown, and their order.
 */
export class Watchdog {
  readonly #progress: ProgressRule;
  readonly #lostWakeUp: LostWakeUpRule;
  readonly #stuckThread: StuckThreadRule;
  readonly #stuckThreads: Finding[] = [];
  #lastMs: number | undefined;

  constructor(limits: WatchLimits) {
    this.#progress = new ProgressRule(limits.stallMs);
    this.#lostWakeUp = new LostWakeUpRule(limits.lostWakeUpMs);
    this.#stuckThread = new StuckThreadRule(limits.stallMs);
  }

  /** Workers found stuck while others get on: told at the end, since the run still gets things done. */
  get stuckThreads(): readonly Finding[] {
    return this.#stuckThreads;
  }

  /** Answers what there is no use in watching any longer. */
  observe(sample: WatchSample): Finding[] {
    const stepMs = Math.min(sample.atMs - (this.#lastMs ?? sample.atMs), STEP_MAX_MS);
    this.#lastMs = sample.atMs;
    const stuck = this.#progress.observe(sample, stepMs);
    const asleep = this.#lostWakeUp.observe(sample, stepMs);
    this.#stuckThreads.push(...this.#stuckThread.observe(sample, stepMs));
    return stuck === null ? asleep : [...asleep, stuck];
  }
}
