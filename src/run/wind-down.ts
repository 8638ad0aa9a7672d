import { setTimeout as pause } from 'node:timers/promises';
import { nowNs } from '../base/clock.ts';
import { readThreadStates } from '../deadlock/thread-states.ts';
import type { Finding, ThreadState } from '../validate/finding.ts';
import type { CrewRun } from './crew-run.ts';
import type { OpenRun } from './open-run.ts';
import type { RunEnding } from './run-result.ts';

const POLL_MS = 5;
/** For threads that were not part of the trouble to get to where they notice the end. */
const SETTLE_MS = 100;
/** After a stall or a crash some threads are known never to come back. */
const SHORT_GRACE_MS = 300;
/** However much progress is still being made, a thread that does not leave is ended after this. */
const PATIENCE_MS = 10_000;

export interface WoundDown {
  /** Differs from what was asked for when a deadlock froze the run on its way out. */
  readonly ending: RunEnding;
  /** All threads' states when the run froze, stalled or lost a thread; read once, before any is ended. */
  readonly threads: readonly ThreadState[];
  readonly findings: readonly Finding[];
  /** When the last worker was gone, in milliseconds of `nowNs() / 1e6`. */
  readonly workersGoneMs: number;
}

/** Ends a run: tells its threads to leave, waits for those who can, ends the others. */
export async function windDown(
  run: OpenRun,
  threads: CrewRun,
  asked: RunEnding,
): Promise<WoundDown> {
  const broken = asked === 'stall' || asked === 'crash';
  const early = broken ? readThreadStates(run.memory, run.planned.plan) : [];
  run.control.stop();
  const graceMs = broken ? SHORT_GRACE_MS : run.planned.limits.graceMs;
  const goneMs = await waitForThreads(run, threads, graceMs);
  if (run.control.frozen) await pause(SETTLE_MS);
  const ending = run.control.frozen && !broken ? 'frozen' : asked;
  const late = !broken && (ending === 'frozen' || threads.crashes.length > 0);
  const states = late ? readThreadStates(run.memory, run.planned.plan) : early;
  const stuck = threads.runningCount > 0 && ending !== 'frozen' && !broken;
  const findings = stuck ? [notLeaving(run, threads, graceMs)] : [];
  await threads.abort();
  return { ending, threads: states, findings, workersGoneMs: goneMs ?? nowMs() };
}

/**
 * Until all have left, the run is frozen, or nothing has moved for `graceMs`. Answers when the last
 * worker was gone; null: not all are.
 */
async function waitForThreads(
  run: OpenRun,
  threads: CrewRun,
  graceMs: number,
): Promise<number | null> {
  const patienceMs = nowMs() + PATIENCE_MS;
  let goneMs: number | null = null;
  let movedMs = nowMs();
  let seen = '';
  for (;;) {
    const now = nowMs();
    if (goneMs === null && run.workersGone(threads)) goneMs = now;
    if (threads.runningCount === 0 || run.control.frozen) return goneMs;
    const { operations, refusals } = run.sampler.totals();
    const state = `${operations} ${refusals} ${threads.runningCount}`;
    if (state !== seen) movedMs = now;
    seen = state;
    if (now - movedMs > graceMs || now > patienceMs) return goneMs;
    await Promise.race([pause(POLL_MS), threads.nextEnding]);
  }
}

function notLeaving(run: OpenRun, threads: CrewRun, graceMs: number): Finding {
  const { plan } = run.planned;
  const states = readThreadStates(run.memory, plan).filter(
    (_state, index) => threads.endingOf(index) === 'running',
  );
  const names = states.map((state) => state.thread).join(', ');
  return {
    type: 'stall',
    level: 'confirmed',
    key: 'stall at end',
    summary: `${names} did not come back within ${graceMs / 1000} s of the end of the run`,
    locks: states.flatMap((state) => (state.wants === undefined ? [] : [state.wants])),
    threads: states,
    cycle: [],
    details: [],
    afterOperations: run.sampler.totals().operations,
  };
}

function nowMs(): number {
  return nowNs() / 1e6;
}
