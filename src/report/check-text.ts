import type { CaseVerdict } from '../trace/case-trial.ts';
import { checkFindingText } from './check-finding-text.ts';
import type { CheckOutcome } from './check-outcome.ts';
import { edgeLine } from './edge-text.ts';
import type { Palette } from './palette.ts';
import { plainTable } from './plain-table.ts';
import { countText, pluralText } from './quantity.ts';

const HEAD = ['case', 'verdict', 'reason', 'expected', 'ops'];
/** case, verdict, reason, expected */
const TEXT_COLUMNS = 4;
/** So few cases have each of their findings told, expected or not. */
const TOLD_IN_FULL = 3;

/**
 * What `check` prints: a line for each case, the findings that were not expected, one sentence on the
 * whole, and the command that judges it again. `allFindings`: the expected ones too.
 */
export function checkText(outcome: CheckOutcome, allFindings: boolean, palette: Palette): string {
  const { cases, rerun } = outcome;
  const all = allFindings || cases.length <= TOLD_IN_FULL;
  const told = cases.filter(({ asExpected }) => all || !asExpected);
  const blocks = [
    ...(cases.length === 0 ? [] : [caseTable(cases, palette)]),
    ...told.flatMap((verdict) => findingBlock(verdict, outcome)),
    conclusion(outcome, palette),
    `run it again: ${rerun}`,
  ];
  return `${blocks.join('\n\n')}\n`;
}

function findingBlock(verdict: CaseVerdict, outcome: CheckOutcome): string[] {
  const text = checkFindingText(verdict, outcome);
  const cut = outcome.cuts.get(verdict);
  if (text === null) return [];
  return [cut === undefined ? text : [text, ...edgeLine(cut)].join('\n')];
}

/** How far the judge is, for one line of a terminal. `lines`: those of a file that it has passed. */
export function checkProgressText(what: string, lines: number | null, seconds: number): string {
  const passed = lines === null ? [] : [`${countText(lines)} lines`];
  return [what, ...passed, `${seconds.toFixed(1)} s`].join('  ');
}

function caseTable(cases: readonly CaseVerdict[], palette: Palette): string {
  const rows = cases.map(({ name, verdict, reason, expect, asExpected, ops }) => [
    name,
    palette(asExpected ? 'good' : 'bad', verdict),
    reason ?? '-',
    `${asExpected ? '✓' : '✗'} ${expect ?? 'nothing'}`,
    countText(ops),
  ]);
  return plainTable(HEAD, TEXT_COLUMNS, rows);
}

function conclusion({ cases, skipped }: CheckOutcome, palette: Palette): string {
  const wrong = cases.filter(({ asExpected }) => !asExpected);
  const met = countText(cases.length - wrong.length);
  const lines = [`${met} of ${pluralText(cases.length, 'case')} as expected.`];
  if (wrong.length > 0) {
    const names = wrong.map(({ name, reason }) => `${name} (${reason ?? 'clean'})`);
    lines.push(palette('bad', `not as expected: ${names.join(', ')}`));
  }
  if (skipped.length > 0) {
    lines.push(palette('warning', `interrupted before the end of: ${skipped.join(', ')}`));
  }
  return lines.join('\n');
}
