import type { CellResult, Comparison } from '../compare/comparison.ts';
import type { Estimate } from '../compare/estimate.ts';
import type { BenchOutcome } from './bench-outcome.ts';
import { busyText } from './bench-table.ts';
import { pluralText } from './quantity.ts';

/**
 * In words: what each locking costs, or gains, under faults, submissions and reclaim. The first line
 * names the baseline, each other one a design.
 */
export function benchAnswer({ comparison, plan, competitors }: BenchOutcome): string[] {
  const summaryOf = (name: string) =>
    competitors.find((competitor) => competitor.name === name)?.summary ?? '';
  const others = plan.designs.filter((design) => design !== plan.baseline);
  const answered = others.flatMap((design) => {
    const cells = comparison.cells.filter((cell) => cell.design === design);
    if (cells.length === 0) return [];
    const told = cells.map((cell) => cellSentence(cell, comparison, plan.baseline));
    return [`${design} (${summaryOf(design)}). ${told.join(' ')}`];
  });
  if (answered.length === 0) return [];
  return [`Against ${plan.baseline} (${summaryOf(plan.baseline)}):`, ...answered];
}

function cellSentence(cell: CellResult, comparison: Comparison, baseline: string): string {
  const { workload, threads } = cell;
  const isHere = (one: { readonly workload: string; readonly threads: number }) =>
    one.workload === workload && one.threads === threads;
  const margin = comparison.floors.find(isHere)?.margin ?? Number.POSITIVE_INFINITY;
  const base = comparison.cells.find((one) => isHere(one) && one.design === baseline);
  const parts = [throughputText(cell), ...timeTexts(cell, margin), ...busyTexts(cell, base)];
  return `On ${workload} with ${pluralText(threads, 'worker')}: ${parts.join('; ')}.`;
}

function throughputText({ ratioToBaseline }: CellResult): string {
  const { median, low, high, verdict } = ratioToBaseline;
  const rate = 'operations per second';
  switch (verdict) {
    case 'slower':
      return `${percentText(1 - median)} fewer ${rate} (${percentRange(1 - high, 1 - low)})`;
    case 'faster':
      return `${percentText(median - 1)} more ${rate} (${percentRange(low - 1, high - 1)})`;
    case 'same':
      return `as many ${rate}, within ${percentText(Math.max(1 - low, high - 1))}`;
    case 'inconclusive':
      return `anything from ${low.toFixed(2)} to ${high.toFixed(2)} times the ${rate} fits`;
  }
}

/**
 * A time is another one when its interval excludes the baseline's and the estimate is beyond the
 * margin of the floor; about the same when the interval lies within twice the margin; else it is not
 * told.
 */
function timeTexts({ latencyRatio, reclaimRatio }: CellResult, margin: number): string[] {
  const timed: readonly (readonly [string, Estimate | null | undefined])[] = [
    ['a fault', latencyRatio['fault']],
    ['a submission', latencyRatio['submit']],
    ['a scan of the shrinker', reclaimRatio],
  ];
  return timed.flatMap(([what, ratio]) => {
    if (ratio === null || ratio === undefined) return [];
    const { median, low, high } = ratio;
    const limit = 1 + margin;
    if ((low > 1 && median >= limit) || (high < 1 && median <= 1 / limit)) {
      return [
        `${what} takes ${median.toFixed(2)} times as long (${low.toFixed(2)} to ${high.toFixed(2)})`,
      ];
    }
    const within = low > 1 / limit ** 2 && high < limit ** 2;
    return within ? [`${what} takes about as long`] : [];
  });
}

function busyTexts({ reclaim }: CellResult, base: CellResult | undefined): string[] {
  if (base === undefined || reclaim.pages === 0) return [];
  return [
    `for 100 pages the shrinker passes over ${busyText(reclaim)} busy victims ` +
      `(${base.design}: ${busyText(base.reclaim)})`,
  ];
}

function percentText(share: number): string {
  const percent = 100 * share;
  return `${percent < 10 ? percent.toFixed(1) : percent.toFixed(0)} %`;
}

function percentRange(low: number, high: number): string {
  return `${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)} %`;
}
