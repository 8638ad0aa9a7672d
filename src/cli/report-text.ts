import { UsageError } from '../base/errors.ts';
import { benchCsv } from '../report/bench-csv.ts';
import { benchJson } from '../report/bench-json.ts';
import { benchMarkdown } from '../report/bench-markdown.ts';
import { benchText } from '../report/bench-text.ts';
import type { Palette } from '../report/palette.ts';
import { toldRunsCsv, toldRunsJson, toldRunsMarkdown } from '../report/told-runs-columns.ts';
import { toldRunsText } from '../report/told-runs-text.ts';
import type { ReportInput } from './report-input.ts';

export type ReportForm = 'text' | 'json' | 'csv' | 'markdown';

/**
 * The tables of all inputs in the terminal's 80 columns, or as data.
 *
 * @throws {UsageError} where one head of a table does not fit all of it
 */
export function reportText(
  inputs: readonly ReportInput[],
  form: ReportForm,
  palette: Palette,
): string {
  switch (form) {
    case 'json':
      return `${JSON.stringify({ kind: 'report', inputs: inputs.map(dataOf) }, null, 2)}\n`;
    case 'csv':
      return csvOf(inputs);
    case 'markdown':
      return inputs
        .map((input) =>
          input.kind === 'bench' ? benchMarkdown(input.outcome) : toldRunsMarkdown(input.part),
        )
        .join('\n');
    case 'text':
      return inputs
        .map((input) =>
          input.kind === 'bench'
            ? benchText(input.outcome, palette)
            : toldRunsText(input.part, palette),
        )
        .join('\n');
  }
}

function dataOf(input: ReportInput): unknown {
  return input.kind === 'bench' ? JSON.parse(benchJson(input.outcome)) : toldRunsJson(input.part);
}

function csvOf([input, ...more]: readonly ReportInput[]): string {
  if (input === undefined || more.length > 0) {
    throw new UsageError(
      'lines of several files have no head in common',
      'give one file to --csv, or take --json',
    );
  }
  return input.kind === 'bench' ? benchCsv(input.outcome) : toldRunsCsv(input.part);
}
