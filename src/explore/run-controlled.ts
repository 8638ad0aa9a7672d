import type { Crew } from '../run/crew.ts';
import { runStage } from '../run/coordinator.ts';
import { planRun } from '../run/plan-run.ts';
import type { RunResult } from '../run/run-result.ts';
import type { ScheduleResult } from '../run/schedule-result.ts';
import type { Stage } from '../run/stage.ts';
import { findStrategy } from '../schedule/strategy-catalog.ts';
import type { SharedMemory } from '../shared/shared-memory.ts';
import { Evidence } from '../validate/evidence.ts';
import type { Finding } from '../validate/finding.ts';
import { UsageError } from '../base/errors.ts';
import { pausesOf } from './pauses.ts';
import { type ExploredProgram, programName } from './program.ts';
import type { RecordedOutcome, Recording } from './recording.ts';
import { tellDeadlock, signatureOf } from './told-deadlock.ts';
import { tellDecisions } from './told-decisions.ts';

/** Points of a schedule, at most: more than that counts as a livelock. */
const POINTS_MAX = 1_000_000;
/** Decisions of a schedule that can be told; 28 bytes each. */
const DECISIONS_MAX = 1 << 16;
/** No operation done for this long: a thread computes without end between two points. */
const STALL_MS = 20_000;
const PATIENT_MS = 86_400_000;

/** What is to be run under control, and how its schedules are drawn. */
export interface ControlledRequest {
  readonly program: ExploredProgram;
  readonly stage: Stage;
  /** Of the catalog. */
  readonly strategy: string;
  /** What it finds in its words at the start. */
  readonly input?: readonly number[];
  readonly seed: number;
  /** At most; a program in the stack has one a run. */
  readonly schedules: number;
  readonly stopAtDeadlock?: boolean;
  /** Events that each thread records for prediction. */
  readonly events?: number;
  readonly interrupt: AbortSignal;
  /** Nothing that takes long is a stall. */
  readonly patient: boolean;
}

export interface ControlledRun {
  /** The last schedule. */
  readonly recording: Recording;
  readonly schedules: number;
  /** Schedules that ended in a deadlock. */
  readonly found: number;
  /** Points that all threads have passed. */
  readonly steps: number;
  readonly seconds: number;
  readonly result: RunResult;
  /** Turns the numbers of the ended run into names. */
  readonly evidence: Evidence;
}

/** Runs schedules of a program on the real threads of a crew. */
export async function runControlled(
  crew: Crew,
  request: ControlledRequest,
): Promise<ControlledRun> {
  const { stage, interrupt } = request;
  let memory: SharedMemory | null = null;
  const watched: Stage = {
    ...stage,
    initialise: (created) => {
      memory = created;
      stage.initialise(created);
    },
  };
  const planned = planControlled(request);
  const result = await runStage(crew, watched, planned, { interrupt, progress: () => undefined });
  checkWhole(request, result);
  const evidence = new Evidence(memory as unknown as SharedMemory, result.plan);
  const schedule = result.schedule as ScheduleResult;
  return {
    recording: tellRecording(request, result, evidence),
    schedules: schedule.schedules,
    found: schedule.found,
    steps: schedule.pointsOfAll,
    seconds: result.seconds,
    result,
    evidence,
  };
}

/** A run that was lost on the way is no schedule. @throws {UsageError} */
function checkWhole({ program, seed }: ControlledRequest, { ending, findings }: RunResult): void {
  if (ending !== 'crash' && ending !== 'stall') return;
  const found = findings.map(({ finding }) => finding);
  const type = ending === 'crash' ? 'thread-crash' : undefined;
  const told = found.find((finding) => finding.type === type) ?? found.at(-1);
  throw new UsageError(
    `${programName(program)} under seed ${seed}: ${told?.summary ?? 'a thread was lost'}`,
    'between two locks a thread must come to an end, and throw nothing; `lockyard stress` tells more',
  );
}

function planControlled(request: ControlledRequest) {
  const { program, stage, strategy, input = [], seed, schedules, events = 0 } = request;
  const workers = stage.threads.filter(({ service }) => !service).length;
  const isStack = program.kind === 'stack';
  const planned = planRun(stage, {
    level: 'order',
    operations: workers * (isStack ? program.operations : 1),
    onDeadlock: 'recover',
    stallMs: request.patient ? PATIENT_MS : STALL_MS,
    events,
    seed,
  });
  const { wordsFor } = findStrategy(strategy);
  return {
    ...planned,
    plan: {
      ...planned.plan,
      // Threads of a scenario leave together, when there is no further schedule.
      operationsPerWorker: isStack ? program.operations : 0,
      schedule: {
        strategy,
        strategyWords: Math.max(wordsFor(stage.threads.length), input.length),
        strategyInput: input,
        schedules: isStack ? 1 : schedules,
        stopAtDeadlock: request.stopAtDeadlock ?? true,
        pointsMax: POINTS_MAX,
        decisionsMax: DECISIONS_MAX,
        pauses: pausesOf(program, stage.locks),
      },
    },
  };
}

function tellRecording(
  { program, strategy, seed }: ControlledRequest,
  { findings, schedule }: RunResult,
  evidence: Evidence,
): Recording {
  const { outcome, decisions, decisive, schedules } = schedule as ScheduleResult;
  const finding = findings.map((entry) => entry.finding).find(isConfirmed);
  const stuck = outcome === 'deadlock' || outcome === 'stuck';
  const deadlock = stuck && finding !== undefined ? tellDeadlock(finding) : null;
  return {
    program,
    engine: 'threads',
    strategy: { name: strategy, seed, schedule: schedules - 1 },
    decisions: tellDecisions(evidence, (decisions ?? []).slice(0, decisive)),
    outcome: stuck ? 'deadlock' : OUTCOMES[outcome],
    signature: deadlock === null ? null : signatureOf(deadlock, classNames(program, evidence)),
    deadlock,
  };
}

const OUTCOMES: Readonly<Record<'open' | 'done' | 'limit', RecordedOutcome>> = {
  open: 'limit',
  done: 'clean',
  limit: 'limit',
};

function isConfirmed({ type, level }: Finding): boolean {
  return type === 'deadlock' && level === 'confirmed';
}

/** The class that the file of a scenario gives a lock, and not the one under which it is judged. */
function classNames(program: ExploredProgram, { plan }: Evidence): (instance: string) => string {
  const names = new Map(
    program.kind === 'scenario'
      ? program.scenario.locks.map((lock) => [lock.name, lock.class])
      : plan.locks.locks.map(({ name, classIndex }) => [
          name,
          plan.locks.classes[classIndex]?.name ?? name,
        ]),
  );
  return (instance) => names.get(instance) ?? instance;
}
