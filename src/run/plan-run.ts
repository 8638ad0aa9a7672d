import { UsageError } from '../base/errors.ts';
import { ringCapacity } from '../shared/event-ring.ts';
import type { InstrumentationLevel, OnDeadlock, RunPlan } from '../shared/plan.ts';
import type { Stage } from './stage.ts';

/** What people may ask of a run; what they leave out is in `RUN_DEFAULTS`. */
export interface RunOptions {
  readonly level?: InstrumentationLevel;
  readonly seed?: number;
  readonly onDeadlock?: OnDeadlock;
  /** How long the workers work, in milliseconds. Not together with `operations`. */
  readonly durationMs?: number;
  /** Operations of all workers together; shared out evenly, rounded up. */
  readonly operations?: number;
  /** Distinct stacks of held locks that can be told apart. */
  readonly chains?: number;
  /** Events that each thread keeps for prediction, rounded up to a power of two; 0: no record. */
  readonly events?: number;
  /** Lock events with their times that each thread keeps, rounded up as well; 0: no times. */
  readonly times?: number;
  /** Clock every hold instead of a sample of them. */
  readonly clockHolds?: boolean;
  /** No operation completed by anybody for this long is a stall, in milliseconds. */
  readonly stallMs?: number;
}

export const RUN_DEFAULTS = {
  level: 'full',
  seed: 1,
  onDeadlock: 'recover',
  durationMs: 2000,
  clockHolds: false,
  events: 16_384,
  stallMs: 3000,
} as const satisfies RunOptions;

/** One uncontended hold in this many is clocked unless all are asked for. */
const HOLD_SAMPLING = 4096;
const SEED_MAX = 0x7fffffff;
/** 16 bytes each, for each thread. */
export const EVENTS_MAX = 1 << 20;
/** As many; a document has about 40 bytes for each of them. */
export const TIMES_MAX = 1 << 20;

/** When the coordinator ends a run, in milliseconds; 0 where there is no such limit. */
export interface RunLimits {
  readonly durationMs: number;
  readonly stallMs: number;
  /** How long the threads may take to meet at the start barrier. */
  readonly gatherMs: number;
  /** How long a thread may take to leave, counted from the last sign of progress. */
  readonly graceMs: number;
}

export interface PlannedRun {
  readonly plan: RunPlan;
  readonly limits: RunLimits;
}

/**
 * Options for people become a plan for code: all defaults and checks are here.
 *
 * @throws {UsageError} where an option makes no sense.
 */
export function planRun(stage: Stage, options: RunOptions): PlannedRun {
  const workers = stage.threads.filter((thread) => !thread.service).length;
  if (workers === 0) throw new UsageError('a run needs a worker', 'use --threads 1 or more');
  if (options.durationMs !== undefined && options.operations !== undefined) {
    throw new UsageError(
      'a run ends by time or by operations',
      'give --duration or --ops, not both',
    );
  }
  const operations = options.operations ?? 0;
  if (options.operations !== undefined) checkWhole('--ops', operations, 1);
  const durationMs = operations > 0 ? 0 : (options.durationMs ?? RUN_DEFAULTS.durationMs);
  if (operations === 0) checkPositive('--duration', durationMs);
  const stallMs = options.stallMs ?? RUN_DEFAULTS.stallMs;
  checkPositive('the stall limit', stallMs);
  const seed = options.seed ?? RUN_DEFAULTS.seed;
  checkWhole('--seed', seed, 0, SEED_MAX);
  return {
    plan: {
      level: options.level ?? RUN_DEFAULTS.level,
      seed,
      onDeadlock: options.onDeadlock ?? RUN_DEFAULTS.onDeadlock,
      ...(options.chains === undefined ? {} : { chains: options.chains }),
      ...eventsPlan(options),
      ...timesPlan(options),
      holdSampling: (options.clockHolds ?? RUN_DEFAULTS.clockHolds) ? 1 : HOLD_SAMPLING,
      operationsPerWorker: Math.ceil(operations / workers),
      threads: stage.threads,
      locks: stage.locks,
      operations: stage.operations,
      body: stage.body,
      bodyPlan: stage.bodyPlan,
    },
    limits: { durationMs, stallMs, gatherMs: 30_000, graceMs: 2000 },
  };
}

/** What is not judged needs no record of it. */
function eventsPlan({
  events = RUN_DEFAULTS.events,
  level = RUN_DEFAULTS.level,
}: RunOptions): Pick<RunPlan, 'events'> {
  checkWhole('--events', events, 0, EVENTS_MAX);
  return events === 0 || level === 'off' || level === 'stats'
    ? {}
    : { events: ringCapacity(events) };
}

/** Whoever asks for times wants to see them. */
function timesPlan({ times = 0, level = RUN_DEFAULTS.level }: RunOptions): Pick<RunPlan, 'times'> {
  checkWhole('--times', times, 0, TIMES_MAX);
  if (times === 0) return {};
  if (level !== 'off') return { times: ringCapacity(times) };
  throw new UsageError(
    'at level off no lock is watched, so no times can be recorded',
    'use --level stats, order or full, or leave out --trace and --times',
  );
}

function checkWhole(option: string, value: number, least: number, most = 2 ** 31): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new UsageError(
    `${option} is ${value}`,
    `give a whole number from ${least} to ${most.toLocaleString('en')}`,
  );
}

function checkPositive(option: string, valueMs: number): void {
  if (Number.isFinite(valueMs) && valueMs > 0) return;
  throw new UsageError(`${option} is ${valueMs} ms`, 'give a time above zero, for example 2s');
}
