import type { Ledger } from './read-ledger.ts';
import { UsageError } from '../base/errors.ts';
import { type CellResult, type Comparison, compareTrials } from './comparison.ts';
import type { Estimate } from './estimate.ts';
import type { BenchPlan, Cell, Host, Trial } from './ledger.ts';
import { pseudoShift } from './pseudo-median.ts';
import { type RatioVerdict, ratioVerdict } from './ratio-verdict.ts';

/** A cell against the same cell of a stored comparison. */
export interface StoredRatio extends Cell, Estimate {
  readonly verdict: RatioVerdict;
  /** Smallest difference that counts, as a share; of the noisier of the two sittings. */
  readonly margin: number;
}

/** What is compared with a stored ledger: this sitting's. */
export interface Sitting {
  readonly plan: BenchPlan;
  readonly host: Host;
  readonly trials: readonly Trial[];
  readonly comparison: Comparison;
}

/**
 * Each cell that both have, by operations per second. The two sittings have no blocks in common, so
 * trials are not paired, and what the machine did in between shows in full.
 *
 * @throws {UsageError} where the two cannot be compared
 */
export function compareWithStored(sitting: Sitting, stored: Ledger, file: string): StoredRatio[] {
  checkComparable(sitting, stored, file);
  const before = compareTrials(stored.header.plan, stored.trials, stored.header.host.cores);
  const ratios = sitting.comparison.cells.flatMap((cell) => {
    const theirs = ratesOf(stored.trials, cell);
    const mine = ratesOf(sitting.trials, cell);
    if (theirs.length === 0 || mine.length === 0) return [];
    const margin = Math.max(marginAt(sitting.comparison, cell), marginAt(before, cell));
    const log = pseudoShift(mine.map(Math.log), theirs.map(Math.log), sitting.plan.seed);
    const { design, workload, threads } = cell;
    return {
      design,
      workload,
      threads,
      median: Math.exp(log.estimate),
      low: Math.exp(log.low),
      high: Math.exp(log.high),
      margin,
      verdict: ratioVerdict(log, Math.min(mine.length, theirs.length), Math.log1p(margin)),
    };
  });
  if (ratios.length > 0) return ratios;
  throw new UsageError(
    `the baseline ${file} has no design, workload and number of threads in common with this run`,
    'measure the same cells, or save another baseline',
  );
}

function checkComparable({ plan, host }: Sitting, { header }: Ledger, file: string): void {
  const differ = (what: string, before: unknown, now: unknown) => {
    if (before === now) return;
    throw new UsageError(
      `the baseline ${file} was measured with ${what} ${String(before)}, this run with ${String(now)}`,
      'save a baseline on this machine, with these options',
    );
  };
  differ('the CPU', header.host.cpu, host.cpu);
  differ('cores', header.host.cores, host.cores);
  differ('level', header.plan.level, plan.level);
  differ('a trial time in ms of', header.plan.durationMs, plan.durationMs);
  differ('a warm-up in ms of', header.plan.warmUpMs, plan.warmUpMs);
}

function ratesOf(trials: readonly Trial[], { design, workload, threads }: Cell): number[] {
  return trials
    .filter(
      ({ phase, cell }) =>
        phase === 'compare' &&
        cell.design === design &&
        cell.workload === workload &&
        cell.threads === threads,
    )
    .map(({ opsPerSecond }) => opsPerSecond)
    .filter((rate) => rate > 0);
}

/** Without a floor nothing is known of the noise: no difference is told. */
function marginAt({ floors }: Comparison, { workload, threads }: CellResult): number {
  const floor = floors.find((one) => one.workload === workload && one.threads === threads);
  return floor?.margin ?? Number.POSITIVE_INFINITY;
}
