import { type ToldRun, type ToldRuns, rateOfRun } from './told-runs.ts';

type Value = string | number | null;

/** What scripts and tables get of each run, by name; null: not told. */
const COLUMNS: readonly (readonly [name: string, of: (run: ToldRun) => Value])[] = [
  ['design', ({ name }) => name],
  ['workload', ({ workload }) => workload],
  ['threads', ({ threads }) => threads],
  ['verdict', ({ verdict }) => verdict],
  ['expected', ({ expected }) => expected],
  ['as_expected', (run) => (run.inconclusive ? 'inconclusive' : run.asExpected ? 'yes' : 'no')],
  ['ops_per_second', rateOfRun],
  ['deadlocks', ({ deadlocks }) => deadlocks],
  ['findings', ({ findings }) => findings.filter(({ rejection }) => rejection === null).length],
  ['reclaimed_pages', ({ reclaimedPages }) => reclaimedPages],
  ['acquisitions', ({ contention }) => contention?.acquisitions ?? null],
  ['contentions', ({ contention }) => contention?.contentions ?? null],
  ['wait_p99_ns', ({ contention }) => contention?.waitNsP99 ?? null],
];

/** One line per run after a line of names (RFC 4180, but for the line ends). */
export function toldRunsCsv({ runs }: ToldRuns): string {
  const lines = [
    COLUMNS.map(([name]) => name),
    ...runs.map((run) => COLUMNS.map(([, of]) => field(of(run)))),
  ];
  return `${lines.map((line) => line.join(',')).join('\n')}\n`;
}

function field(value: Value): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(Number(value.toPrecision(6)));
  return /[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/** A table for a pull request, with the command that runs it again. */
export function toldRunsMarkdown({ runs, command }: ToldRuns): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const lines = [
    line(COLUMNS.map(([name]) => name.replaceAll('_', ' '))),
    line(COLUMNS.map(() => '---')),
    ...runs.map((run) => line(COLUMNS.map(([, of]) => cell(of(run))))),
    '',
    `\`${command}\``,
  ];
  return `${lines.join('\n')}\n`;
}

function cell(value: Value): string {
  if (value === null) return '';
  const text = typeof value === 'number' ? String(Number(value.toPrecision(6))) : value;
  return text.replace(/([\\|<>*_`])/g, '\\$1').replace(/\n/g, ' ');
}

/** The same of each run as data, with what was found. */
export function toldRunsJson({ file, command, runs }: ToldRuns): Readonly<Record<string, unknown>> {
  return {
    kind: 'stress',
    file,
    rerun: command,
    runs: runs.map((run) => ({
      ...Object.fromEntries(COLUMNS.map(([name, of]) => [name, of(run)])),
      findings: run.findings.map(({ type, level, count, summary, rejection }) => ({
        type,
        level,
        count,
        summary,
        rejection,
      })),
    })),
  };
}
