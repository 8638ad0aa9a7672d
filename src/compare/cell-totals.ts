import { mergeLatency } from './latency-summary.ts';
import type { LatencySummary, Measurement, ThreadPart, TimeShares, Trial } from './ledger.ts';
import { type LockSum, sumLocks } from './lock-sum.ts';
import { meanShares } from './mean-shares.ts';
import { mergeFindings } from './merge-findings.ts';
import { mergeThreads } from './merge-turns.ts';
import { median } from './quantile.ts';
import { sumOf } from './sum-of.ts';

/** What the trials of one cell add up to. */
export interface CellTotals {
  readonly trials: number;
  readonly seconds: number;
  readonly operations: number;
  readonly refusals: number;
  readonly latencyNs: Readonly<Record<string, LatencySummary>>;
  /** Over all operations of the workers. */
  readonly overallNs: LatencySummary;
  readonly locks: readonly LockSum[];
  /** Medians over the trials. */
  readonly fairness: Trial['fairness'];
  /** Means over the trials. */
  readonly share: TimeShares;
  /** Of the whole process, per operation: microseconds of CPU time, and switches. */
  readonly perOperation: {
    readonly userUs: number;
    readonly systemUs: number;
    readonly voluntarySwitches: number;
    readonly involuntarySwitches: number;
  };
  /** Sums over the trials, by thread. */
  readonly byThread: readonly ThreadPart[];
  /** Median over the trials. */
  readonly othersShare: number;
  /** Sums over the trials. */
  readonly reclaim: Trial['reclaim'];
  /** How many trials ended how. */
  readonly verdicts: Readonly<Record<string, number>>;
  /** Each finding once, with its count over all trials. */
  readonly findings: Measurement['findings'];
}

export function totalsOf(trials: readonly Trial[]): CellTotals {
  const operations = sumOf(trials, (trial) => trial.operations);
  const names = [...new Set(trials.flatMap(({ latencyNs }) => Object.keys(latencyNs)))].sort();
  return {
    trials: trials.length,
    seconds: sumOf(trials, ({ seconds }) => seconds),
    operations,
    refusals: sumOf(trials, ({ refusals }) => refusals),
    latencyNs: Object.fromEntries(
      names.map((name) => [name, mergeLatency(trials.flatMap((one) => one.latencyNs[name] ?? []))]),
    ),
    overallNs: mergeLatency(trials.flatMap(({ latencyNs }) => Object.values(latencyNs))),
    locks: sumLocks(trials.map(({ locks }) => locks)),
    fairness: {
      jainOperations: median(trials.map(({ fairness }) => fairness.jainOperations)),
      jainHold: median(trials.map(({ fairness }) => fairness.jainHold)),
      leastShare: median(trials.map(({ fairness }) => fairness.leastShare)),
    },
    share: meanShares(trials.map(({ share }) => ({ share, weight: 1 }))),
    perOperation: perOperation(trials, Math.max(1, operations)),
    byThread: mergeThreads(trials.map(({ threads }) => threads)),
    othersShare: median(trials.map(({ cpu }) => cpu.othersShare)),
    reclaim: {
      pages: sumOf(trials, ({ reclaim }) => reclaim.pages),
      skippedBusy: sumOf(trials, ({ reclaim }) => reclaim.skippedBusy),
      direct: sumOf(trials, ({ reclaim }) => reclaim.direct),
      kswapd: sumOf(trials, ({ reclaim }) => reclaim.kswapd),
    },
    verdicts: counted(trials.map(({ verdict }) => verdict)),
    findings: mergeFindings(trials.flatMap(({ findings }) => findings)),
  };
}

function perOperation(trials: readonly Trial[], operations: number): CellTotals['perOperation'] {
  const each = (part: keyof Trial['cpu']) => sumOf(trials, ({ cpu }) => cpu[part]) / operations;
  return {
    userUs: each('userMs') * 1000,
    systemUs: each('systemMs') * 1000,
    voluntarySwitches: each('voluntarySwitches'),
    involuntarySwitches: each('involuntarySwitches'),
  };
}

function counted(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}
