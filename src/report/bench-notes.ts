import type { BenchOutcome } from './bench-outcome.ts';
import { pluralText } from './quantity.ts';

/** Fewer blocks than this make no interval. */
const BLOCKS_LEAST = 5;
/** A machine that tells no smaller differences than this is loud, as a share. */
const RESOLUTION_MOST = 0.1;
/** Share of the cores above which other work was in the way. */
const OTHERS_MOST = 0.05;

/** What a reader should know before believing the figures. */
export function benchNotes(outcome: BenchOutcome): string[] {
  return [
    ...missing(outcome),
    ...fewBlocks(outcome),
    ...unexpected(outcome),
    ...crowded(outcome),
    ...noisy(outcome),
  ];
}

function missing({ measured, planned, ledger }: BenchOutcome): string[] {
  if (measured === planned) return [];
  return [
    `${measured} of ${pluralText(planned, 'trial')} were measured; the same command with ` +
      `--ledger ${ledger} goes on`,
  ];
}

function fewBlocks({ plan }: BenchOutcome): string[] {
  if (plan.trials >= BLOCKS_LEAST) return [];
  return [
    `with fewer than ${BLOCKS_LEAST} trials there is no verdict; the intervals are the range of what ` +
      'was seen',
  ];
}

function unexpected({ competitors, comparison }: BenchOutcome): string[] {
  const clean = competitors.filter(({ expects }) => expects === 'clean').map(({ name }) => name);
  return comparison.cells
    .filter(({ design }) => clean.includes(design))
    .flatMap(({ design, workload, trials, verdicts, findings }) =>
      Object.entries(verdicts)
        .filter(([verdict]) => verdict !== 'clean')
        .map(
          ([verdict, count]) =>
            `${design} is expected to stay clean: ${verdict} in ${count} of ` +
            `${pluralText(trials, 'trial')} on ${workload} (${findings[0]?.summary ?? ''})`,
        ),
    );
}

function crowded({ plan, host }: BenchOutcome): string[] {
  const beyond = plan.threads.filter((threads) => threads > host.cores);
  if (beyond.length === 0) return [];
  return [
    `${beyond.join(', ')} workers on ${pluralText(host.cores, 'core')}: the scheduler has a part in ` +
      'these figures',
  ];
}

function noisy({ comparison }: BenchOutcome): string[] {
  const shares = comparison.cells.map(({ othersShare }) => othersShare);
  const most = Math.max(0, ...shares);
  const busy =
    `other work took up to ${(100 * most).toFixed(0)} % of the cores while this was measured: ` +
    'a quiet machine tells more';
  const loud = comparison.floors.filter(({ resolution }) => resolution > RESOLUTION_MOST);
  const wide = loud.map(
    ({ workload, threads, resolution }) =>
      `on ${workload} with ${pluralText(threads, 'worker')} differences of less than ` +
      `${(100 * resolution).toFixed(0)} % are noise: a quieter machine or more --trials would tell`,
  );
  return [...(most > OTHERS_MOST ? [busy] : []), ...wide];
}
