import { type Divergence, divergenceOf } from './divergence.ts';
import { type RecordedOutcome, type Recording, choicesOf } from './recording.ts';
import type { ControlledRun } from './run-controlled.ts';
import type { ThreadEngine } from './thread-engine.ts';

/** How a replay ended. `diverged`: the threads could not go the recorded way. */
export type ReplayOutcome = RecordedOutcome | 'diverged';

/** What came of replaying a recording so many times. */
export interface ReplayResult {
  /** Of the first time that was not as recorded; else as recorded. */
  readonly outcome: ReplayOutcome;
  readonly divergence: Divergence | null;
  /** The run that is told: the first that was not as recorded, else the last; null: none was made. */
  readonly run: ControlledRun | null;
  /** Replays with the outcome and the signature of the recording. */
  readonly matches: number;
  /** Replays made. */
  readonly times: number;
  readonly seconds: number;
}

/** Runs a recorded schedule again and again on real threads, each decision forced by name. */
export async function replay(
  recording: Recording,
  times: number,
  engine: ThreadEngine,
  progress: (done: number) => void,
): Promise<ReplayResult> {
  const startedMs = performance.now();
  const choices = choicesOf(recording);
  let told: ReplayedRun | null = null;
  let matches = 0;
  let done = 0;
  while (done < times && !engine.interrupted) {
    const run = await engine.replay(recording.program, choices, recording.strategy.seed);
    // It was cut short: it says nothing.
    if (engine.interrupted) break;
    const replayed = compare(recording, run);
    if (replayed.matches) matches++;
    if (told === null || told.matches) told = replayed;
    progress(++done);
  }
  return {
    outcome: told?.outcome ?? 'limit',
    divergence: told?.divergence ?? null,
    run: told?.run ?? null,
    matches,
    times: done,
    seconds: (performance.now() - startedMs) / 1000,
  };
}

interface ReplayedRun {
  readonly run: ControlledRun;
  readonly outcome: ReplayOutcome;
  readonly divergence: Divergence | null;
  readonly matches: boolean;
}

function compare(recording: Recording, run: ControlledRun): ReplayedRun {
  const { outcome, signature } = run.recording;
  const divergence = divergenceOf(recording, run.recording);
  return {
    run,
    divergence,
    outcome: divergence === null ? outcome : 'diverged',
    matches:
      divergence === null && outcome === recording.outcome && signature === recording.signature,
  };
}
