import type { CellResult, Floor } from '../compare/comparison.ts';
import type { LatencySummary } from '../compare/ledger.ts';
import type { RatioVerdict } from '../compare/ratio-verdict.ts';
import type { Palette, Tone } from './palette.ts';
import { plainTable } from './plain-table.ts';
import { durationText, rateText, shareText } from './quantity.ts';

const RATIO_HEAD = ['design', 'operations', 'ratio', '95 % interval', 'verdict', 'p99'];
const TONE: Readonly<Record<RatioVerdict, Tone>> = {
  faster: 'good',
  slower: 'bad',
  same: 'quiet',
  inconclusive: 'warning',
};

/** Throughput of the designs of one workload and number of workers, at most 80 columns wide. */
export function ratioTable(
  cells: readonly CellResult[],
  baseline: string,
  palette: Palette,
): string {
  return plainTable(
    RATIO_HEAD,
    1,
    cells.map(({ design, opsPerSecond, ratioToBaseline, overallNs }) => {
      const { median, low, high, verdict } = ratioToBaseline;
      const isBaseline = design === baseline;
      return [
        design,
        rateText(opsPerSecond.median),
        ratioText(median),
        isBaseline ? '' : intervalText({ low, high }),
        isBaseline ? 'baseline' : palette(TONE[verdict], verdict),
        durationText(overallNs.p99),
      ];
    }),
  );
}

const OPERATIONS = ['fault', 'submit'] as const;
const OPERATION_HEAD = [
  'design',
  'fault\np50',
  'p99',
  'submit\np50',
  'p99',
  'lock\nwait',
  'busy per\n100 pages',
];

/** What faults and submissions take, how much of the time is waiting, how often reclaim finds busy. */
export function operationTable(cells: readonly CellResult[]): string {
  return plainTable(
    OPERATION_HEAD,
    1,
    cells.map(({ design, latencyNs, share, reclaim }) => [
      design,
      ...OPERATIONS.flatMap((name) => percentiles(latencyNs[name])),
      shareText(share.waiting + share.backingOff, 1),
      busyText(reclaim),
    ]),
  );
}

function percentiles(latency: LatencySummary | undefined): string[] {
  return [durationText(latency?.p50 ?? 0), durationText(latency?.p99 ?? 0)];
}

/** Victims that were locked when the shrinker came, for each 100 pages that it got. */
export function busyText({ skippedBusy, pages }: CellResult['reclaim']): string {
  return pages === 0 ? '-' : ((100 * skippedBusy) / pages).toFixed(1);
}

export function ratioText(ratio: number): string {
  return ratio.toFixed(3);
}

export function intervalText({
  low,
  high,
}: {
  readonly low: number;
  readonly high: number;
}): string {
  return `${ratioText(low)} .. ${ratioText(high)}`;
}

/** How large a difference has to be, before the machine could tell it. */
export function toldFromText({ resolution }: Floor): string {
  return `told from ${(100 * resolution).toFixed(1)} % on`;
}
