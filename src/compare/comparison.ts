import { type CellTotals, totalsOf } from './cell-totals.ts';
import { cellsOf } from './course-plan.ts';
import {
  type Estimate,
  exponential,
  pairedRatio,
  throughputLogRatios,
  throughputRatio,
} from './estimate.ts';
import type { BenchPlan, Cell, Trial } from './ledger.ts';
import { pseudoMedian } from './pseudo-median.ts';
import { type RatioVerdict, marginOf, ratioVerdict } from './ratio-verdict.ts';
import { type ScalabilityFit, fitScalability } from './scalability-fit.ts';

export interface RatioToBaseline extends Estimate {
  readonly verdict: RatioVerdict;
}

/** The baseline against itself: differences of this size are noise. */
export interface Floor extends Estimate {
  readonly workload: string;
  readonly threads: number;
  readonly blocks: number;
  /** Smallest difference that counts here, as a share: 0.03 is 3 %. */
  readonly margin: number;
  /**
   * What the machine could tell here, as a share: the margin, or half the width of this interval where
   * that is more. Smaller differences drown in noise of this size.
   */
  readonly resolution: number;
}

/** What the trials of one cell say together. */
export interface CellResult extends Cell, CellTotals {
  readonly opsPerSecond: Estimate;
  readonly ratioToBaseline: RatioToBaseline;
  /** Mean time of each type of operation, to the baseline's in the same block. */
  readonly latencyRatio: Readonly<Record<string, Estimate>>;
  /** Mean time of a scan of the shrinker, likewise; null: too little of it was seen. */
  readonly reclaimRatio: Estimate | null;
  /** Throughput to that of the design whose variant it is; null: it is none. */
  readonly ratioToOriginal: Estimate | null;
}

export interface NamedFit {
  readonly design: string;
  readonly workload: string;
  readonly fit: ScalabilityFit;
}

export interface Comparison {
  readonly cells: readonly CellResult[];
  readonly floors: readonly Floor[];
  readonly fits: readonly NamedFit[];
}

/** The pseudo-lock that a thread is inside while it reclaims (kernel: fs_reclaim_acquire). */
const RECLAIM_CLASS = 'fs_reclaim';
const NOTHING: Estimate = { median: 0, low: 0, high: 0 };

/** All that a ledger's trials say; cells without a trial are left out. */
export function compareTrials(
  plan: BenchPlan,
  trials: readonly Trial[],
  cores: number,
): Comparison {
  const compared = trials.filter(({ phase }) => phase === 'compare');
  const floors = plan.workloads.flatMap((workload) =>
    plan.threads.flatMap((threads) => floorOf(plan, trials, { workload, threads }) ?? []),
  );
  const cells = cellsOf(plan).flatMap((cell) => {
    const of = (design: string) => compared.filter((trial) => isOf(trial, { ...cell, design }));
    const mine = of(cell.design);
    if (mine.length === 0) return [];
    const original = plan.variants[cell.design];
    return cellResult(cell, mine, {
      baseline: of(plan.baseline),
      original: original === undefined ? null : of(original),
      floor: floors.find((f) => f.workload === cell.workload && f.threads === cell.threads),
      seed: plan.seed,
    });
  });
  return { cells, floors, fits: fitsOf(plan, compared, cores) };
}

function isOf({ cell }: Trial, { design, workload, threads }: Cell): boolean {
  return cell.design === design && cell.workload === workload && cell.threads === threads;
}

function floorOf(
  plan: BenchPlan,
  trials: readonly Trial[],
  ground: Omit<Cell, 'design'>,
): Floor | null {
  const mine = trials.filter(
    (trial) => trial.phase === 'floor' && isOf(trial, { ...ground, design: plan.baseline }),
  );
  const [first, second] = [0, 1].map((copy) => mine.filter((trial) => trial.copy === copy));
  const logs = throughputLogRatios(second, first);
  if (logs.length === 0) return null;
  const log = pseudoMedian(logs, plan.seed);
  const margin = marginOf(log);
  return {
    ...ground,
    ...exponential(log),
    blocks: logs.length,
    margin: Math.expm1(margin),
    resolution: Math.expm1(Math.max(margin, (log.high - log.low) / 2)),
  };
}

/** What a cell is held against. */
interface Others {
  readonly baseline: readonly Trial[];
  readonly original: readonly Trial[] | null;
  readonly floor: Floor | undefined;
  readonly seed: number;
}

function cellResult(cell: Cell, mine: readonly Trial[], others: Others): CellResult {
  const { baseline, original, floor, seed } = others;
  const rates = mine.map(({ opsPerSecond }) => opsPerSecond).filter((rate) => rate > 0);
  const totals = totalsOf(mine);
  return {
    ...cell,
    ...totals,
    opsPerSecond:
      rates.length === 0 ? NOTHING : exponential(pseudoMedian(rates.map(Math.log), seed)),
    ratioToBaseline: ratioOf(mine, baseline, floor, seed),
    latencyRatio: latencyRatios(mine, baseline, Object.keys(totals.latencyNs), seed),
    reclaimRatio: pairedRatio(mine, baseline, scanNs, seed),
    ratioToOriginal: original === null ? null : throughputRatio(mine, original, seed),
  };
}

function ratioOf(
  mine: readonly Trial[],
  baseline: readonly Trial[],
  floor: Floor | undefined,
  seed: number,
): RatioToBaseline {
  if (mine[0]?.cell.design === baseline[0]?.cell.design) {
    return { median: 1, low: 1, high: 1, verdict: 'same' };
  }
  const logs = throughputLogRatios(mine, baseline);
  if (logs.length === 0) return { ...NOTHING, verdict: 'inconclusive' };
  const log = pseudoMedian(logs, seed);
  if (floor === undefined) return { ...exponential(log), verdict: 'inconclusive' };
  const blocks = Math.min(logs.length, floor.blocks);
  return { ...exponential(log), verdict: ratioVerdict(log, blocks, Math.log1p(floor.margin)) };
}

function latencyRatios(
  mine: readonly Trial[],
  baseline: readonly Trial[],
  operations: readonly string[],
  seed: number,
): Record<string, Estimate> {
  const ratios = operations.flatMap((name) => {
    const ratio = pairedRatio(mine, baseline, (one) => one.latencyNs[name]?.mean ?? 0, seed);
    return ratio === null ? [] : [[name, ratio] as const];
  });
  return Object.fromEntries(ratios);
}

function scanNs({ locks }: Trial): number {
  return locks.find((line) => line.class === RECLAIM_CLASS)?.holdNsAverage ?? 0;
}

function fitsOf(plan: BenchPlan, trials: readonly Trial[], cores: number): NamedFit[] {
  if (plan.threads.length < 2) return [];
  return plan.workloads.flatMap((workload) =>
    plan.designs.map((design) => {
      const points = plan.threads.map((threads) => ({
        threads,
        opsPerSecond: trials
          .filter((trial) => isOf(trial, { design, workload, threads }))
          .map(({ opsPerSecond }) => opsPerSecond),
      }));
      const measured = points.filter(({ opsPerSecond }) => opsPerSecond.length > 0);
      return { design, workload, fit: fitScalability(measured, cores, plan.seed) };
    }),
  );
}
