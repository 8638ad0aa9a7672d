import { setTimeout as pause } from 'node:timers/promises';
import { Watchdog } from '../deadlock/watchdog.ts';
import type { WatchSample } from '../deadlock/watchdog-sample.ts';
import type { Finding } from '../validate/finding.ts';
import type { CrewRun } from './crew-run.ts';
import type { EarlyEnd } from './gather.ts';
import type { OpenRun } from './open-run.ts';
import type { RunEnding } from './run-result.ts';

const SAMPLE_MS = 50;
const LOST_WAKE_UP_MS = 1000;

/** How a run is doing, for a live line. */
export interface RunProgress {
  readonly elapsedMs: number;
  readonly operations: number;
  readonly deadlocks: number;
  readonly reclaimedPages: number;
}

/** Those who look on while a run is under way. */
export interface RunAudience {
  readonly interrupt: AbortSignal;
  progress(progress: RunProgress): void;
}

/** Samples a running run until there is a reason to end it. Sleeps on timers only. */
export async function watchRun(
  run: OpenRun,
  threads: CrewRun,
  audience: RunAudience,
): Promise<EarlyEnd> {
  const { limits } = run.planned;
  const watchdog = new Watchdog({ stallMs: limits.stallMs, lostWakeUpMs: LOST_WAKE_UP_MS });
  const first = run.sampler.take();
  watchdog.observe(first);
  for (let elapsedMs = 0; ; ) {
    const restMs = limits.durationMs === 0 ? SAMPLE_MS : limits.durationMs - elapsedMs;
    await Promise.race([pause(Math.max(1, Math.min(SAMPLE_MS, restMs))), threads.nextEnding]);
    const sample = run.sampler.take();
    elapsedMs = sample.atMs - first.atMs;
    audience.progress(progressOf(run, sample, elapsedMs));
    const findings = watchdog.observe(sample);
    const ending = endingOf(run, threads, audience.interrupt, findings, elapsedMs);
    if (ending !== null) return { ending, findings: [...watchdog.stuckThreads, ...findings] };
  }
}

function endingOf(
  run: OpenRun,
  threads: CrewRun,
  interrupt: AbortSignal,
  findings: readonly Finding[],
  elapsedMs: number,
): RunEnding | null {
  const { durationMs } = run.planned.limits;
  if (threads.crashes.length > 0) return 'crash';
  if (run.control.frozen) return 'frozen';
  if (run.workersGone(threads)) return 'operations';
  if (findings.length > 0) return 'stall';
  if (interrupt.aborted) return 'interrupted';
  return durationMs > 0 && elapsedMs >= durationMs ? 'duration' : null;
}

function progressOf(run: OpenRun, sample: WatchSample, elapsedMs: number): RunProgress {
  return {
    elapsedMs,
    operations: sample.operations,
    deadlocks: run.control.deadlocks,
    reclaimedPages: sample.reclaim.pages,
  };
}
