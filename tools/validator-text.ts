import { plainTable } from '../src/report/plain-table.ts';
import { type Answer, answerText, isRight } from './validator-answer.ts';
import {
  OTHER_TOOLS,
  OTHERS_SOURCE,
  type OtherAnswer,
  othersOf,
  type ValidatorRow,
} from './validator-table.ts';

/** A row, and what lockyard makes of it here and now. */
export interface AnsweredRow {
  readonly row: ValidatorRow;
  readonly answer: Answer;
}

/** Of the scenarios that a tool was run on. */
interface Score {
  readonly tool: string;
  readonly found: number;
  readonly bad: number;
  readonly alarms: number;
  readonly good: number;
}

const LEGEND =
  'R deadlocks or hangs, P does under another schedule only, M misuses a lock. HUNG: the tool hung\n' +
  'without a word. FP: a false alarm. Blank: not run, or there is no such lock. rw_rr: a lock that\n' +
  'prefers readers, as those of glibc do, cannot block there, so that the misses of TSan, Helgrind\n' +
  'and DRD are right. Lockyard plays each program up to 200 times, the others ran each once.';

/** All columns but the last tools' are text: none of them stands to the right. */
const TEXT_COLUMNS = 4 + OTHER_TOOLS.length;

const CELLS: Readonly<Record<OtherAnswer, string>> = {
  y: 'yes',
  m: 'no',
  h: 'HUNG',
  '.': 'ok',
  F: 'FP',
  '-': '',
};

/** No line is longer than 100 columns. */
export function validatorText(answered: readonly AnsweredRow[], seconds: number): string {
  const bad = answered.filter(({ row }) => row.truth !== '-');
  const good = answered.filter(({ row }) => row.truth === '-');
  return [
    `${bad.length} programs that are wrong: is it found?`,
    rowTable('found by lockyard', bad),
    `${good.length} harmless programs: is there a false alarm?`,
    rowTable('ruled out by lockyard', good),
    LEGEND,
    scoreTable(answered),
    OTHERS_SOURCE,
    `${conclusion(answered)}, in ${seconds.toFixed(0)} s.\n`,
  ].join('\n\n');
}

function rowTable(answerHead: string, answered: readonly AnsweredRow[]): string {
  const head = ['', '', '', answerHead, ...OTHER_TOOLS.map(({ head: lines }) => lines.join('\n'))];
  const rows = answered.map(({ row, answer }) => [
    row.name,
    row.truth === '-' ? '' : row.truth,
    isRight(row, answer) ? '✓' : '✗',
    answerText(answer),
    ...othersOf(row).map((other) => CELLS[other]),
  ]);
  return plainTable(head, TEXT_COLUMNS, rows);
}

function scoreTable(answered: readonly AnsweredRow[]): string {
  const rows = scoresOf(answered).map(({ tool, found, bad, alarms, good }) => [
    tool,
    `${found} of ${bad}`,
    `${alarms} of ${good}`,
  ]);
  return plainTable(['', 'found', 'false alarms'], 1, rows);
}

/** Lockyard's first, then those of the other tools. */
export function scoresOf(answered: readonly AnsweredRow[]): Score[] {
  const ours = answered.map(({ row, answer }) => letterOf(row, answer));
  const others = OTHER_TOOLS.map(({ name }, tool) =>
    scoreOf(
      name,
      answered.map(({ row }) => othersOf(row)[tool] as OtherAnswer),
    ),
  );
  return [scoreOf('lockyard', ours), ...others];
}

/** A false alarm is what stands; what fell for a wrong reason is wrong, but no alarm. */
function letterOf({ truth }: ValidatorRow, { standing }: Answer): OtherAnswer {
  if (truth === '-') return standing === null ? '.' : 'F';
  return standing === null ? 'm' : 'y';
}

function scoreOf(tool: string, letters: readonly OtherAnswer[]): Score {
  const count = (counted: string) => letters.filter((letter) => counted.includes(letter)).length;
  return { tool, found: count('y'), bad: count('ymh'), alarms: count('F'), good: count('.F') };
}

function conclusion(answered: readonly AnsweredRow[]): string {
  const wrong = answered.filter(({ row, answer }) => !isRight(row, answer));
  const right = `lockyard is right on ${answered.length - wrong.length} of ${answered.length}`;
  if (wrong.length === 0) return right;
  const told = wrong.map(({ row, answer }) => {
    const due = row.truth === '-' ? ['silent', ...(row.ruledOutBy ?? [])].join(' or ') : 'found';
    return `${row.name} (${answerText(answer)}, but should be ${due})`;
  });
  return `${right}, and wrong on ${told.join(', ')}`;
}
