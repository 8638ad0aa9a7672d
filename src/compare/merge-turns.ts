import type { ThreadCpu } from '../measure/thread-shares.ts';
import type { Verdict } from '../run/verdict.ts';
import { fairnessOf } from './fairness.ts';
import { mergeLatency } from './latency-summary.ts';
import type { CpuUse, Measurement, ThreadPart } from './ledger.ts';
import { sumLocks } from './lock-sum.ts';
import { meanShares } from './mean-shares.ts';
import { mergeFindings } from './merge-findings.ts';
import { sumOf } from './sum-of.ts';

const WORST_FIRST: readonly Verdict[] = ['corruption', 'crash', 'stall', 'deadlock', 'inversion'];

/** The turns of one design on one workload as one measurement: counts and times are sums. */
export function mergeTurns(turns: readonly Measurement[]): Measurement {
  const sum = (of: (turn: Measurement) => number) => sumOf(turns, of);
  const seconds = sum((turn) => turn.seconds);
  const operations = sum((turn) => turn.operations);
  const names = [...new Set(turns.flatMap(({ latencyNs }) => Object.keys(latencyNs)))].sort();
  const threads = mergeThreads(turns.map((turn) => turn.threads));
  return {
    seconds,
    operations,
    refusals: sum(({ refusals }) => refusals),
    opsPerSecond: seconds === 0 ? 0 : operations / seconds,
    turns: turns.flatMap((turn) => turn.turns),
    latencyNs: Object.fromEntries(
      names.map((name) => [
        name,
        mergeLatency(turns.flatMap((turn) => turn.latencyNs[name] ?? [])),
      ]),
    ),
    locks: mergeLocks(turns.map(({ locks }) => locks)),
    fairness: fairnessOf(threads),
    share: meanShares(turns.map(({ share, seconds }) => ({ share, weight: seconds }))),
    cpu: mergeCpu(turns),
    threads,
    reclaim: {
      pages: sum(({ reclaim }) => reclaim.pages),
      skippedBusy: sum(({ reclaim }) => reclaim.skippedBusy),
      direct: sum(({ reclaim }) => reclaim.direct),
      kswapd: sum(({ reclaim }) => reclaim.kswapd),
    },
    verdict: WORST_FIRST.find((word) => turns.some(({ verdict }) => verdict === word)) ?? 'clean',
    findings: mergeFindings(turns.flatMap(({ findings }) => findings)),
  };
}

/**
 * Copies of one design that took turns with each other: one measurement. The rate of a round is the
 * geometric mean of theirs: an arithmetic one lies above it, and all that are held against the design
 * would come out slower than they are.
 */
export function mergeCopies(copies: readonly Measurement[]): Measurement {
  const [first] = copies;
  if (first === undefined || copies.length === 1) return first ?? mergeTurns([]);
  const turns = first.turns.map((_, round) =>
    Math.exp(sumOf(copies, (copy) => Math.log(copy.turns[round] ?? 0)) / copies.length),
  );
  return { ...mergeTurns(copies), turns };
}

function mergeLocks(turns: readonly Measurement['locks'][]): Measurement['locks'] {
  return sumLocks(turns).map((line, i) => ({
    ...line,
    acquisitionsByThread: addUp(turns.map((locks) => locks[i]?.acquisitionsByThread ?? {})),
  }));
}

function addUp(counts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const one of counts) {
    for (const [name, count] of Object.entries(one)) sums[name] = (sums[name] ?? 0) + count;
  }
  return sums;
}

/** Sums by thread: all of a cell have the same. */
export function mergeThreads(turns: readonly Measurement['threads'][]): ThreadPart[] {
  const [first = []] = turns;
  return first.map(({ name, service }, i) => {
    const parts = turns.flatMap((threads) => threads[i] ?? []);
    return {
      name,
      service,
      operations: sumOf(parts, ({ operations }) => operations),
      refusals: sumOf(parts, ({ refusals }) => refusals),
      holdMs: sumOf(parts, ({ holdMs }) => holdMs),
      cpu: mergeThreadCpu(parts.map(({ cpu }) => cpu)),
    };
  });
}

/** Where one turn is not known, the sum is not. */
function mergeThreadCpu(turns: readonly (ThreadCpu | null)[]): ThreadCpu | null {
  const known = turns.flatMap((cpu) => cpu ?? []);
  if (known.length < turns.length) return null;
  return {
    runMs: sumOf(known, ({ runMs }) => runMs),
    waitedForCpuMs: sumOf(known, ({ waitedForCpuMs }) => waitedForCpuMs),
    voluntarySwitches: sumOf(known, ({ voluntarySwitches }) => voluntarySwitches),
    involuntarySwitches: sumOf(known, ({ involuntarySwitches }) => involuntarySwitches),
  };
}

/** The clocks are too coarse for one turn: a share of a turn may be less than nothing, that of all not. */
function mergeCpu(turns: readonly Measurement[]): CpuUse {
  const sum = (of: (cpu: CpuUse) => number) => sumOf(turns, ({ cpu }) => of(cpu));
  const whole = Math.max(
    1e-9,
    sumOf(turns, ({ seconds }) => seconds),
  );
  const others = sumOf(turns, ({ seconds, cpu }) => seconds * cpu.othersShare);
  return {
    userMs: sum(({ userMs }) => userMs),
    systemMs: sum(({ systemMs }) => systemMs),
    voluntarySwitches: sum(({ voluntarySwitches }) => voluntarySwitches),
    involuntarySwitches: sum(({ involuntarySwitches }) => involuntarySwitches),
    othersShare: Math.max(0, others / whole),
  };
}
