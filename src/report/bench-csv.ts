import type { CellResult } from '../compare/comparison.ts';
import type { BenchOutcome } from './bench-outcome.ts';

type Column = readonly [name: string, of: (cell: CellResult) => string | number];

const COLUMNS: readonly Column[] = [
  ['design', ({ design }) => design],
  ['workload', ({ workload }) => workload],
  ['threads', ({ threads }) => threads],
  ['trials', ({ trials }) => trials],
  ['ops_per_second', ({ opsPerSecond }) => opsPerSecond.median],
  ['ops_per_second_low', ({ opsPerSecond }) => opsPerSecond.low],
  ['ops_per_second_high', ({ opsPerSecond }) => opsPerSecond.high],
  ['ratio', ({ ratioToBaseline }) => ratioToBaseline.median],
  ['ratio_low', ({ ratioToBaseline }) => ratioToBaseline.low],
  ['ratio_high', ({ ratioToBaseline }) => ratioToBaseline.high],
  ['verdict', ({ ratioToBaseline }) => ratioToBaseline.verdict],
  ['p50_ns', ({ overallNs }) => overallNs.p50],
  ['p90_ns', ({ overallNs }) => overallNs.p90],
  ['p99_ns', ({ overallNs }) => overallNs.p99],
  ['p999_ns', ({ overallNs }) => overallNs.p999],
  ['max_ns', ({ overallNs }) => overallNs.max],
  ['fault_p50_ns', ({ latencyNs }) => latencyNs['fault']?.p50 ?? ''],
  ['fault_p99_ns', ({ latencyNs }) => latencyNs['fault']?.p99 ?? ''],
  ['submit_p50_ns', ({ latencyNs }) => latencyNs['submit']?.p50 ?? ''],
  ['submit_p99_ns', ({ latencyNs }) => latencyNs['submit']?.p99 ?? ''],
  ['waiting_share', ({ share }) => share.waiting],
  ['backing_off_share', ({ share }) => share.backingOff],
  ['parked_share', ({ share }) => share.parked],
  ['jain_operations', ({ fairness }) => fairness.jainOperations],
  ['jain_hold', ({ fairness }) => fairness.jainHold],
  ['least_share', ({ fairness }) => fairness.leastShare],
  ['cpu_us_per_op', ({ perOperation }) => perOperation.userUs + perOperation.systemUs],
  [
    'switches_per_op',
    ({ perOperation }) => perOperation.voluntarySwitches + perOperation.involuntarySwitches,
  ],
  ['reclaimed_pages', ({ reclaim }) => reclaim.pages],
  ['skipped_busy', ({ reclaim }) => reclaim.skippedBusy],
];

/** One line per cell after a line of names (RFC 4180, but for the line ends). */
export function benchCsv({ comparison }: BenchOutcome): string {
  const lines = [
    COLUMNS.map(([name]) => name),
    ...comparison.cells.map((cell) => COLUMNS.map(([, of]) => field(of(cell)))),
  ];
  return `${lines.map((line) => line.join(',')).join('\n')}\n`;
}

function field(value: string | number): string {
  if (typeof value === 'number') return String(Number(value.toPrecision(6)));
  return /[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
