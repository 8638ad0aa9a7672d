import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ProgressLine } from './progress-line.ts';
import { type ToldFinding, answerOf, isRight } from './validator-answer.ts';
import { isProgram, validatorFile } from './validator-files.ts';
import { VALIDATOR_ROWS } from './validator-table.ts';
import { type AnsweredRow, validatorText } from './validator-text.ts';

/**
 * Runs the 39 scenarios of `validators/` and prints what lockyard says of each beside what other
 * tools said. Exit status 1 when one of lockyard's answers is wrong.
 *
 *     npm run validators
 *
 * Programs over locks are run by `lockyard stress`, traces are judged by `lockyard check`: the tool
 * sees what its users see.
 */
const FRONT_DOOR = fileURLToPath(new URL('../src/cli/lockyard.js', import.meta.url));

interface ToldRuns {
  readonly results: readonly {
    readonly scenario: string;
    readonly findings: readonly ToldFinding[];
  }[];
}

interface ToldCases {
  readonly cases: readonly { readonly name: string; readonly finding: ToldFinding | null }[];
}

/** The JSON of a command; a finding (exit status 1) is what it was asked for. */
function lockyard(
  command: string,
  files: readonly string[],
  said: (text: string) => void,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [FRONT_DOOR, command, ...files, '--json']);
    let output = '';
    let trouble = '';
    child.stdout.setEncoding('utf8').on('data', (data: string) => {
      output += data;
    });
    child.stderr.setEncoding('utf8').on('data', (data: string) => {
      trouble += data;
      said(data.trim());
    });
    child.on('error', reject);
    child.on('close', (status) => {
      if (status === 0 || status === 1) resolve(JSON.parse(output));
      else reject(new Error(`lockyard ${command} ended with ${status}: ${trouble}`));
    });
  });
}

async function answerAll(said: (text: string) => void): Promise<AnsweredRow[]> {
  const files = VALIDATOR_ROWS.map(({ name }) => validatorFile(name));
  const traces = files.filter((file) => !isProgram(file));
  const { cases } = (await lockyard('check', traces, said)) as ToldCases;
  const { results } = (await lockyard('stress', files.filter(isProgram), said)) as ToldRuns;
  const findings = new Map<string, readonly ToldFinding[]>([
    ...cases.map(({ name, finding }) => [name, finding === null ? [] : [finding]] as const),
    ...results.map((result) => [result.scenario, result.findings] as const),
  ]);
  return VALIDATOR_ROWS.map((row) => {
    const found = findings.get(row.name);
    if (found === undefined) throw new Error(`nothing was said of ${row.name}`);
    return { row, answer: answerOf(found) };
  });
}

const startedMs = performance.now();
const line = new ProgressLine();
const answered = await answerAll((text) => line.show(text));
line.clear();
process.stdout.write(validatorText(answered, (performance.now() - startedMs) / 1000));
process.exitCode = answered.every(({ row, answer }) => isRight(row, answer)) ? 0 : 1;
