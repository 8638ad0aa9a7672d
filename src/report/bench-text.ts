import { benchAnswer } from './bench-answer.ts';
import { benchNotes } from './bench-notes.ts';
import type { BenchOutcome } from './bench-outcome.ts';
import {
  intervalText,
  operationTable,
  ratioTable,
  ratioText,
  toldFromText,
} from './bench-table.ts';
import { scalabilityText } from './bench-scalability-text.ts';
import type { Palette } from './palette.ts';
import { plainTable } from './plain-table.ts';
import { durationText, pluralText } from './quantity.ts';
import { wrapped } from './wrapped.ts';

/**
 * What `bench` prints: per workload and number of workers the designs, the A/A floor, what follows in
 * words, what to be careful about, and the command that runs it again.
 */
export function benchText(outcome: BenchOutcome, palette: Palette): string {
  const { comparison } = outcome;
  const blocks =
    comparison.cells.length === 0
      ? [`${outcome.tool} bench: nothing was compared yet`, floorBlock(outcome)]
      : [
          headLine(outcome),
          ...groundBlocks(outcome, palette),
          floorBlock(outcome),
          whatIfBlock(outcome),
          scalabilityText(outcome),
          storedBlock(outcome, palette),
          benchAnswer(outcome)
            .flatMap((text) => wrapped(text, '', '  '))
            .join('\n'),
        ];
  blocks.push(
    benchNotes(outcome)
      .flatMap((note) => wrapped(palette('warning', `note: ${note}`), '', '  '))
      .join('\n'),
    lastLines(outcome).join('\n'),
  );
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function headLine({ tool, plan, measured }: BenchOutcome): string {
  const { durationMs, warmUpMs } = plan;
  return wrapped(
    `${tool} bench: ${pluralText(measured, 'trial')} of ${durationText(durationMs * 1e6)}, in short turns ` +
      `of all designs; a fresh process for each of ${pluralText(plan.trials, 'block')}, warmed up for ` +
      `${durationText(warmUpMs * 1e6)} of computing per thread; instrumentation ${plan.level}`,
    '',
    '',
  ).join('\n');
}

function groundBlocks({ comparison, plan }: BenchOutcome, palette: Palette): string[] {
  const grounds = plan.workloads.flatMap((workload) =>
    plan.threads.map((threads) => ({ workload, threads })),
  );
  return grounds.flatMap(({ workload, threads }) => {
    const cells = comparison.cells.filter(
      (cell) => cell.workload === workload && cell.threads === threads,
    );
    if (cells.length === 0) return [];
    const title = palette('strong', `${workload}, ${pluralText(threads, 'worker')}`);
    return [`${title}\n${ratioTable(cells, plan.baseline, palette)}`, operationTable(cells)];
  });
}

function floorBlock({ comparison, plan }: BenchOutcome): string {
  if (comparison.floors.length === 0) return '';
  const lines = comparison.floors.flatMap((floor) =>
    indented(
      `${floor.workload}, ${pluralText(floor.threads, 'worker')}: ${ratioText(floor.median)} ` +
        `(${intervalText(floor)}); ${toldFromText(floor)}`,
    ),
  );
  return [`A/A floor, ${plan.baseline} against itself:`, ...lines].join('\n');
}

function whatIfBlock({ comparison, plan }: BenchOutcome): string {
  const lines = comparison.cells.flatMap(({ design, workload, threads, ratioToOriginal }) =>
    ratioToOriginal === null
      ? []
      : indented(
          `${design} on ${workload}, ${pluralText(threads, 'worker')}: ` +
            `${ratioText(ratioToOriginal.median)} (${intervalText(ratioToOriginal)}) of ` +
            `${plan.variants[design]}`,
        ),
  );
  return lines.length === 0 ? '' : ['What if:', ...lines].join('\n');
}

function indented(text: string): string[] {
  return wrapped(text, '  ', '    ');
}

function storedBlock({ stored }: BenchOutcome, palette: Palette): string {
  if (stored === null || stored.ratios.length === 0) return '';
  const rows = stored.ratios.map((ratio) => [
    ratio.design,
    ratio.workload,
    String(ratio.threads),
    ratioText(ratio.median),
    intervalText(ratio),
    ratio.verdict,
  ]);
  const head = ['design', 'workload', 'workers', 'ratio', '95 % interval', 'verdict'];
  const title = palette('strong', `against the run kept in ${stored.file}`);
  return [title, ...storedLegend(stored), plainTable(head, 2, rows)].join('\n');
}

/** What the ratios are ratios of. */
function storedLegend({ ratios }: NonNullable<BenchOutcome['stored']>): string[] {
  const [reference] = ratios.flatMap((ratio) => ratio.reference ?? []);
  const unpaired = ratios.filter((ratio) => ratio.reference === null);
  const names = [...new Set(unpaired.map(({ design }) => design))].join(', ');
  const least = Math.min(...unpaired.map(({ margin }) => margin));
  const lines = [
    ...(reference === undefined ? [] : [`by the ratio to ${reference} in the same run;`]),
    ...(Number.isFinite(least)
      ? [
          `${names} by throughput, told from ${(100 * least).toFixed(0)} % on at the earliest: other ` +
            'moods of the machine change it, too',
        ]
      : []),
  ];
  return wrapped(lines.join(' '), '', '  ').filter((line) => line !== '');
}

function lastLines({ host, ledger, rerun }: BenchOutcome): string[] {
  const gib = (host.memoryBytes / 2 ** 30).toFixed(0);
  return [
    `all trials: ${ledger}`,
    `run it again: ${rerun}`,
    ...wrapped(
      `host: ${host.cpu}, ${pluralText(host.cores, 'core')}, ${gib} GiB, ${host.os}, node ${host.node}`,
      '',
      '  ',
    ),
  ];
}
