import type { ThreadShares } from '../measure/thread-shares.ts';
import type { RunMeasurements } from '../run/run-measurements.ts';
import type { RunResult } from '../run/run-result.ts';
import type { Verdict } from '../run/verdict.ts';
import { fairnessOf } from './fairness.ts';
import { summariseLatency } from './latency-summary.ts';
import type { CpuUse, Measurement, ThreadPart, TimeShares } from './ledger.ts';

/** Events are waited for by design; pseudo locks make nobody wait. */
const EVENTS = ['completion', 'fence'];

/** What a turn without an operation counts as: leaving it out would favour who gets stuck. */
const OPERATIONS_LEAST = 0.5;

/** What a ledger keeps of a run that clocked its operations. */
export function measurementOf(
  result: RunResult,
  measured: RunMeasurements,
  verdict: Verdict,
  cpu: CpuUse,
): Measurement {
  const { seconds, operations, refusals, reclaim } = result;
  const threads = measured.threads.map((thread) => partOf(thread, result));
  const perSecond = (count: number) => (seconds === 0 ? 0 : count / seconds);
  return {
    seconds,
    operations,
    refusals,
    opsPerSecond: perSecond(operations),
    turns: [perSecond(Math.max(OPERATIONS_LEAST, operations))],
    latencyNs: Object.fromEntries(
      measured.latency.map(({ operation, buckets, totalNs, maxNs }) => [
        operation,
        summariseLatency([{ buckets, totalNs, maxNs }]),
      ]),
    ),
    locks: result.locks.map(({ waitBuckets: _, ...line }) => line),
    fairness: fairnessOf(threads),
    share: sharesOf(result, measured),
    cpu,
    threads,
    reclaim,
    verdict,
    findings: result.findings.map(({ finding: { type, level, summary }, count }) => ({
      type,
      level,
      summary,
      count,
    })),
  };
}

function partOf(thread: ThreadShares, { locks }: RunResult): ThreadPart {
  const { name, service, operations, refusals, holdNs, cpu } = thread;
  const heldNs = holdNs.reduce((sum, ns, i) => sum + (isRealLock(locks[i].kind) ? ns : 0), 0);
  return { name, service, operations, refusals, holdMs: heldNs / 1e6, cpu };
}

/** Waits that were under way when the run ended are not counted: at most one a thread. */
function sharesOf({ locks, seconds }: RunResult, { threads }: RunMeasurements): TimeShares {
  const workers = threads.filter(({ service }) => !service);
  const wholeNs = Math.max(1, seconds * 1e9 * workers.length);
  const shareOf = (index: number) =>
    workers.reduce((sum, { waitNs }) => sum + waitNs[index], 0) / wholeNs;
  const sumOf = (belongs: (kind: string) => boolean) =>
    locks.reduce((sum, { kind }, i) => sum + (belongs(kind) ? shareOf(i) : 0), 0);
  const parked = sumOf((kind) => EVENTS.includes(kind));
  // Contexts count the waits of the slow path, which their ww-mutexes count as well.
  const backingOff = sumOf((kind) => kind === 'pseudo');
  // Both are clocked for themselves: where nothing else was waited for, the difference may be below 0.
  const waiting = Math.max(0, sumOf(isRealLock) - backingOff);
  const real = locks.map(({ class: name, kind }, i) => ({ name, kind, share: shareOf(i) }));
  return {
    running: Math.max(0, 1 - waiting - backingOff - parked),
    waiting,
    backingOff,
    parked,
    waitingByClass: Object.fromEntries(
      real.filter(({ kind }) => isRealLock(kind)).map(({ name, share }) => [name, share]),
    ),
  };
}

function isRealLock(kind: string): boolean {
  return !EVENTS.includes(kind) && kind !== 'pseudo';
}
