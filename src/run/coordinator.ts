import { nowNs, sharedNowNs } from '../base/clock.ts';
import { readThreadShares } from '../measure/thread-shares.ts';
import type { RunPlan } from '../shared/plan.ts';
import type { SharedMemory } from '../shared/shared-memory.ts';
import type { Finding } from '../validate/finding.ts';
import { lostFindings, readJournal } from '../validate/journal.ts';
import { assessFindings } from './assess/assess-findings.ts';
import { crashFinding } from './crash-finding.ts';
import type { CrewRun } from './crew-run.ts';
import type { Crew } from './crew.ts';
import { cutEdges } from './cut-edges.ts';
import { gather } from './gather.ts';
import { contentionOf } from './contention.ts';
import { readLockLines } from './lock-lines.ts';
import { mergeFindings } from './merge-findings.ts';
import { OpenRun } from './open-run.ts';
import { readDependencies } from './order-dependencies.ts';
import type { PlannedRun } from './plan-run.ts';
import type { RunResult } from './run-result.ts';
import { readMeasurements } from './run-measurements.ts';
import { readSchedule } from './schedule-result.ts';
import type { Stage } from './stage.ts';
import { threadLines } from './thread-lines.ts';
import { readTimedRecord } from './timed-record.ts';
import { type RunAudience, watchRun } from './watch-run.ts';
import { type WoundDown, windDown } from './wind-down.ts';

/**
 * Runs a stage from its start barrier to its audit. Never blocks and never hangs: whatever becomes
 * of the threads, there is a result. The crew is free again when it resolves.
 */
export async function runStage(
  crew: Crew,
  stage: Stage,
  planned: PlannedRun,
  audience: RunAudience,
): Promise<RunResult> {
  // Whoever ends the process on the way (a second Ctrl-C, SIGTERM) leaves nothing behind either.
  const close = () => stage.close?.();
  process.once('exit', close);
  try {
    return await conduct(crew, new OpenRun(stage, planned, crew.memories), audience);
  } finally {
    process.off('exit', close);
    close();
  }
}

async function conduct(crew: Crew, run: OpenRun, audience: RunAudience): Promise<RunResult> {
  const threads = await crew.start(run.tasks);
  const early = await gather(run, threads, audience.interrupt);
  const startedMs = nowNs() / 1e6;
  const startedNs = sharedNowNs();
  if (early === null) run.control.run(run.workerCount);
  const end = early ?? (await watchRun(run, threads, audience));
  const woundDown = await windDown(run, threads, end.ending);
  const clocked = { startedNs, endedNs: sharedNowNs() };
  const seconds = early === null ? (woundDown.workersGoneMs - startedMs) / 1000 : 0;
  const ended = { ...woundDown, ...clocked, seconds, early: end.findings };
  const result = collect(run, threads, ended);
  // A thread that was ended may have left anything there, and its successor has compiled nothing.
  if (threads.complete && threads.crashes.length === 0) run.end();
  return result;
}

interface Ended extends WoundDown {
  /** When the start barrier was opened, and when no thread ran any more; of `sharedNowNs`. */
  readonly startedNs: number;
  readonly endedNs: number;
  readonly seconds: number;
  /** What the coordinator found before it wound the run down. */
  readonly early: readonly Finding[];
}

/** Everything that the ended run left in its memory. */
function collect(run: OpenRun, threads: CrewRun, ended: Ended): RunResult {
  const { memory, stage, control } = run;
  const { plan } = run.planned;
  const totals = run.sampler.totals();
  const crashes = threads.crashes.map((crash) =>
    crashFinding(plan, crash, ended.threads, totals.operations),
  );
  const locks = readLockLines(memory, plan);
  const integrity = stage.audit(memory, threads.complete);
  const found = mergeFindings(
    readJournal(memory),
    ended.early,
    ended.findings,
    crashes,
    integrity.findings,
  );
  const entries = assessFindings(memory, plan, found);
  const findings = entries.map(({ finding }) => finding);
  return {
    name: stage.name,
    plan,
    ending: ended.ending,
    seconds: ended.seconds,
    ...totals,
    deadlocks: control.deadlocks,
    firstDeadlockAfter: control.deadlocks === 0 ? null : control.firstDeadlockAfter,
    findings: entries,
    cuts: cutEdges(memory, plan, findings),
    dependencies: readDependencies(memory, plan, findings),
    findingsLost: lostFindings(memory),
    threads: ended.threads,
    locks,
    contention: contentionOf(locks),
    integrity,
    reclaim: stage.reclaim(memory),
    ...threadResults(memory, plan, ended),
    ...(plan.schedule === undefined ? {} : { schedule: readSchedule(memory, plan.schedule) }),
  };
}

/** What each thread did, and what was asked for beyond. */
function threadResults(
  memory: SharedMemory,
  plan: RunPlan,
  { seconds, startedNs, endedNs }: Ended,
): Pick<RunResult, 'threadLines' | 'measured' | 'events'> {
  const shares = readThreadShares(memory, plan);
  const events = readTimedRecord(memory, plan, startedNs, endedNs);
  return {
    threadLines: threadLines(plan, shares, seconds),
    ...(plan.latency === true ? { measured: readMeasurements(memory, plan, shares) } : {}),
    ...(events === null ? {} : { events }),
  };
}
