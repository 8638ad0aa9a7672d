import type { RunResult } from '../run/run-result.ts';
import type { RunMeasurements } from '../run/run-measurements.ts';
import { jainIndex } from './jain-index.ts';
import { summariseLatency } from './latency-summary.ts';
import type { CpuUse, Fairness, Measurement, TimeShares } from './ledger.ts';
import type { Verdict } from '../run/verdict.ts';

/** Events are waited for by design; pseudo locks make nobody wait. */
const EVENTS = ['completion', 'fence'];

/** What a ledger keeps of a run that clocked its operations. */
export function measurementOf(
  result: RunResult,
  measured: RunMeasurements,
  verdict: Verdict,
  cpu: CpuUse,
): Measurement {
  const { seconds, operations, refusals, reclaim } = result;
  return {
    seconds,
    operations,
    refusals,
    opsPerSecond: seconds === 0 ? 0 : operations / seconds,
    latencyNs: Object.fromEntries(
      measured.latency.map(({ operation, buckets, totalNs, maxNs }) => [
        operation,
        summariseLatency([{ buckets, totalNs, maxNs }]),
      ]),
    ),
    locks: result.locks.map(({ waitBuckets: _, ...line }) => line),
    fairness: fairnessOf(result, measured),
    share: sharesOf(result, measured),
    cpu,
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

function fairnessOf({ locks }: RunResult, { threads }: RunMeasurements): Fairness {
  const workers = threads.filter(({ service }) => !service);
  const operations = workers.map((worker) => worker.operations);
  const total = operations.reduce((sum, count) => sum + count, 0);
  const held = workers.map(({ holdNs }) =>
    holdNs.reduce((sum, ns, i) => sum + (isRealLock(locks[i].kind) ? ns : 0), 0),
  );
  return {
    jainOperations: jainIndex(operations),
    jainHold: jainIndex(held),
    leastShare: total === 0 ? 1 : (Math.min(...operations) * workers.length) / total,
  };
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
  const waiting = sumOf(isRealLock) - backingOff;
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
