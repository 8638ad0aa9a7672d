import { UsageError } from '../base/errors.ts';
import { type Comparison, type Floor, compareTrials } from './comparison.ts';
import { cellsOf } from './course-plan.ts';
import { type Estimate, exponential, throughputLogRatios } from './estimate.ts';
import type { BenchPlan, Cell, Host, Trial } from './ledger.ts';
import { pseudoShift } from './pseudo-median.ts';
import { type RatioVerdict, ratioVerdict } from './ratio-verdict.ts';
import type { Ledger } from './read-ledger.ts';

/** A cell against the same cell of a stored comparison. */
export interface StoredRatio extends Cell, Estimate {
  readonly verdict: RatioVerdict;
  /** Smallest difference that counts, as a share; of the noisier of the two runs. */
  readonly margin: number;
  /**
   * The design that it is held against in each of the two runs, before their ratios are compared. null:
   * throughputs are compared, with all that the machine did in between.
   */
  readonly reference: string | null;
}

/** What is compared with a stored ledger: this run's. */
interface StoredParts {
  readonly plan: BenchPlan;
  readonly trials: readonly Trial[];
  readonly comparison: Comparison;
}

/** Throughputs of two runs have nothing in common that cancels: smaller differences are the machine's. */
const DRIFT = 0.1;

/**
 * Each cell that both have. A design is held against the reference of the same block in its own run,
 * and the two ratios are compared: what became of the machine in between, cancels. The reference itself,
 * and what has none beside it, is compared by operations per second.
 */
export function compareWithStored(run: StoredParts, stored: Ledger): StoredRatio[] {
  const { plan, host } = stored.header;
  const before = compareTrials(plan, stored.trials, host.cores);
  return run.comparison.cells.flatMap(({ design, workload, threads }) => {
    const cell = { design, workload, threads };
    const floors = [run.comparison, before].map((one) => floorOf(one, cell));
    const ratio = ratioWithin(cell, run, stored, floors) ?? ratioOfRates(cell, run, stored, floors);
    return ratio ?? [];
  });
}

/**
 * What can be known before anything is measured: whether what `plan` measures here can be compared with
 * a stored run.
 *
 * @throws {UsageError} where it cannot
 */
export function checkComparable(plan: BenchPlan, host: Host, stored: Ledger, file: string): void {
  const { header, trials } = stored;
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
  if (cellsOf(plan).some((cell) => trialsOf(trials, cell).length > 0)) return;
  throw new UsageError(
    `the baseline ${file} has no design, workload and number of threads in common with this run`,
    'measure the same cells, or save another baseline',
  );
}

type Floors = readonly (Floor | undefined)[];

/** null: it is the reference, or a run has no block with both. */
function ratioWithin(
  cell: Cell,
  { plan, trials }: StoredParts,
  stored: Ledger,
  floors: Floors,
): StoredRatio | null {
  const { baseline, seed } = plan;
  if (cell.design === baseline) return null;
  const [mine, theirs] = [trials, stored.trials].map((all) =>
    throughputLogRatios(trialsOf(all, cell), trialsOf(all, { ...cell, design: baseline })),
  ) as [number[], number[]];
  if (mine.length === 0 || theirs.length === 0) return null;
  const margin = Math.max(...floors.map((floor) => floor?.margin ?? Number.POSITIVE_INFINITY));
  return judged(cell, { mine, theirs, margin, seed, reference: baseline });
}

function ratioOfRates(
  cell: Cell,
  { plan, trials }: StoredParts,
  stored: Ledger,
  floors: Floors,
): StoredRatio | null {
  const [mine, theirs] = [trials, stored.trials].map((all) =>
    trialsOf(all, cell)
      .filter(({ opsPerSecond }) => opsPerSecond > 0)
      .map(({ opsPerSecond }) => Math.log(opsPerSecond)),
  ) as [number[], number[]];
  if (mine.length === 0 || theirs.length === 0) return null;
  const margin = Math.max(DRIFT, ...floors.map(farEnd));
  return judged(cell, { mine, theirs, margin, seed: plan.seed, reference: null });
}

interface Logs {
  readonly mine: readonly number[];
  readonly theirs: readonly number[];
  readonly margin: number;
  readonly seed: number;
  readonly reference: string | null;
}

function judged(cell: Cell, { mine, theirs, margin, seed, reference }: Logs): StoredRatio {
  const log = pseudoShift(mine, theirs, seed);
  const blocks = Math.min(mine.length, theirs.length);
  const verdict = ratioVerdict(log, blocks, Math.log1p(margin));
  return { ...cell, ...exponential(log), margin, verdict, reference };
}

function trialsOf(trials: readonly Trial[], { design, workload, threads }: Cell): Trial[] {
  return trials.filter(
    ({ phase, cell }) =>
      phase === 'compare' &&
      cell.design === design &&
      cell.workload === workload &&
      cell.threads === threads,
  );
}

function floorOf({ floors }: Comparison, { workload, threads }: Cell): Floor | undefined {
  return floors.find((one) => one.workload === workload && one.threads === threads);
}

/** Without a floor nothing is known of the noise: no difference is told. */
function farEnd(floor: Floor | undefined): number {
  return floor === undefined ? Number.POSITIVE_INFINITY : Math.max(floor.high, 1 / floor.low) - 1;
}
