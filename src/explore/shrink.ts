import { assert } from '../base/assert.ts';
import { compileProgram } from '../scenario/model/compile-program.ts';
import { deadlockAfter } from '../scenario/model/model-deadlock.ts';
import { traceOf } from '../scenario/model/schedule-trace.ts';
import { choicesOfModel } from './model-choices.ts';
import type { Recording } from './recording.ts';
import { kindOfRecording } from './shrink-kind.ts';
import { shrinkOnModel } from './shrink-model.ts';
import type { ToldStep } from './shrink-scenario.ts';
import type { KnownDeadlock } from './shrink-start.ts';
import { type TryOut, TriedShrinker } from './shrink-tries.ts';

/** How large a recording is. */
export interface RecordingSize {
  readonly threads: number;
  /** Of all threads of a scenario; of each worker in the stack. */
  readonly operations: number;
  readonly decisions: number;
  /** Decisions at which another thread ran than at the one before. */
  readonly switches: number;
}

export interface ShrunkRecording {
  readonly recording: Recording;
  readonly before: RecordingSize;
  readonly after: RecordingSize;
  /** Schedules that were run to find it. */
  readonly tries: number;
}

/**
 * A smaller recording that ends in a deadlock of the same classes: fewer threads, fewer operations, fewer
 * forced switches. A scenario is made smaller on the model, and what comes of it is tried out once;
 * what the model cannot do is tried out step by step.
 *
 * @param isOver ends it early, with the smallest so far
 */
export async function shrinkRecording(
  recording: Recording,
  tryOut: TryOut,
  isOver: () => boolean,
): Promise<ShrunkRecording> {
  assert(recording.deadlock !== null, 'only a deadlock is made smaller');
  const tried = new TriedShrinker(recording, tryOut, isOver);
  const modelTries = await shrunkOnModel(recording, tried, isOver);
  if (modelTries === null) await tried.shrink();
  return {
    recording: tried.recording,
    before: sizeOf(recording),
    after: sizeOf(tried.recording),
    tries: tried.tries + (modelTries ?? 0),
  };
}

/** Leaves the result with who tries things out; answers how many schedules the model took, null: in vain. */
async function shrunkOnModel(
  recording: Recording,
  tried: TriedShrinker,
  isOver: () => boolean,
): Promise<number | null> {
  const { program } = recording;
  if (program.kind !== 'scenario') return null;
  const shrunk = await shrinkOnModel(program.scenario, knownFrom(recording), isOver);
  if (shrunk === null) return null;
  const { scenario, order, tries } = shrunk;
  const model = compileProgram(scenario);
  const choices = choicesOfModel(scenario, traceOf(model, order), deadlockAfter(model, order));
  const accepted = await tried.accepts({ program: { ...program, scenario }, choices });
  return accepted ? tries : null;
}

function knownFrom(recording: Recording): KnownDeadlock {
  const { cycle = [], isCycle = false } = recording.deadlock ?? {};
  return {
    steps: recording.decisions.flatMap(({ run, site }) => stepAt(run, site)),
    stuck: cycle.flatMap(({ thread, site }) => stepAt(thread, site)),
    kind: kindOfRecording(recording, isCycle) ?? '',
  };
}

function stepAt(thread: string, site: string): ToldStep[] {
  const [, text, line] = SITE.exec(site) ?? [];
  return text === undefined ? [] : [{ thread, text, line: Number(line) }];
}

/** As scenarios tell their sites: `lock A (folder/file.yaml:7)`. */
const SITE = /^(.*) \(.*:(\d+)\)$/;

function sizeOf({ program, decisions }: Recording): RecordingSize {
  const names = new Set(decisions.flatMap(({ enabled }) => enabled));
  const isScenario = program.kind === 'scenario';
  const threads = isScenario ? program.scenario.threads : [];
  return {
    threads: isScenario ? threads.length : names.size,
    operations: isScenario
      ? threads.reduce((sum, { ops }) => sum + ops.length, 0)
      : program.operations,
    decisions: decisions.length,
    switches: decisions.filter(({ run }, n) => n > 0 && run !== decisions[n - 1]?.run).length,
  };
}
