import type { CellResult, NamedFit } from '../compare/comparison.ts';
import type { LatencySummary } from '../compare/ledger.ts';
import type { BenchOutcome } from './bench-outcome.ts';
import { benchAnswer } from './bench-answer.ts';
import { benchNotes } from './bench-notes.ts';

/** The one JSON document of `bench --json`; fields as the command line's contract names them. */
export function benchJson(outcome: BenchOutcome): string {
  const { comparison, stored } = outcome;
  const document = {
    kind: 'bench',
    versions: outcome.versions,
    host: outcome.host,
    cores: outcome.host.cores,
    plan: outcome.plan,
    seed: outcome.plan.seed,
    rerun: outcome.rerun,
    ledger: outcome.ledger,
    trials: { measured: outcome.measured, planned: outcome.planned },
    exitStatus: outcome.exitStatus,
    cells: comparison.cells.map(cellJson),
    aa: comparison.floors,
    fits: comparison.fits.map(fitJson),
    stored,
    answer: benchAnswer(outcome),
    notes: benchNotes(outcome),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function cellJson({ latencyNs, overallNs, ...cell }: CellResult) {
  const operations = Object.entries(latencyNs).map(([name, one]) => [name, latencyJson(one)]);
  return {
    ...cell,
    latencyNs: Object.fromEntries(operations) as Record<string, unknown>,
    overallNs: latencyJson(overallNs),
  };
}

/** The histogram is in the ledger. */
function latencyJson({ buckets: _, ...percentiles }: LatencySummary) {
  return percentiles;
}

/** By the letters that the law is known by. */
function fitJson({ design, workload, fit }: NamedFit) {
  if (fit.kind === 'refused') return { design, workload, refused: fit.reason };
  const { law, intervals, peak, explained, threadsMost } = fit;
  const estimate = (median: number, [low, high]: readonly number[]) => ({ median, low, high });
  return {
    design,
    workload,
    lambda: estimate(law.rate, intervals.rate),
    sigma: estimate(law.contention, intervals.contention),
    kappa: estimate(law.coherency, intervals.coherency),
    threadsMost,
    peak,
    explained,
  };
}
