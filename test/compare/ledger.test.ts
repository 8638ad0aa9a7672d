import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { UsageError } from '../../src/base/errors.ts';
import { planCourse } from '../../src/compare/course-plan.ts';
import { LedgerFile } from '../../src/compare/ledger-file.ts';
import { readLedger } from '../../src/compare/read-ledger.ts';
import { headerOf, planOf, trialOf } from './fixtures/trials.ts';

const folder = mkdtempSync(join(tmpdir(), 'lockyard-ledger-'));
afterAll(() => rmSync(folder, { recursive: true }));

let file = '';
let files = 0;
beforeEach(() => {
  file = join(folder, `ledger-${files++}.jsonl`);
});

const header = headerOf();
const trials = planCourse(header.plan).slice(0, 3).map(trialOf);
const whole = `${[header, ...trials].map((line) => JSON.stringify(line)).join('\n')}\n`;

/** What a read of this text says, and that the file is as it was. */
function failure(text: string, act: (file: string) => unknown = readLedger): UsageError {
  writeFileSync(file, text);
  try {
    act(file);
  } catch (error) {
    expect(readFileSync(file, 'utf8')).toBe(text);
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error('no error');
}

describe('writing', () => {
  test('line by line, and back', () => {
    const ledger = LedgerFile.open(file, header);
    ledger.append(trials);
    expect(readFileSync(file, 'utf8')).toBe(whole);
    expect(readLedger(file)).toMatchObject({ header, trials, done: false, cut: false });
    ledger.close();
    ledger.close();
    expect(readFileSync(file, 'utf8')).toBe(`${whole}{"done":true}\n`);
    expect(readLedger(file).done).toBe(true);
  });

  test('where there is no folder', () => {
    expect(() => LedgerFile.open(join(folder, 'nowhere', 'x.jsonl'), header)).toThrow(/ENOENT/);
  });

  test('an empty file is as good as none', () => {
    writeFileSync(file, '');
    LedgerFile.open(file, header).append([trials[0]]);
    expect(readLedger(file).trials).toHaveLength(1);
  });
});

describe('going on', () => {
  test('a byte order mark is no part of a ledger', () => {
    writeFileSync(file, `\uFEFF${whole}`);
    expect(readLedger(file).trials).toEqual(trials);
  });

  test.each([1, 20, 300])('a last line cut %i characters short is measured again', (short) => {
    writeFileSync(file, whole.slice(0, -short));
    expect(readLedger(file)).toMatchObject({ cut: true, trials: trials.slice(0, 2) });
    const ledger = LedgerFile.open(file, header);
    expect(ledger.trials).toEqual(trials.slice(0, 2));
    ledger.append([trials[2]]);
    expect(readFileSync(file, 'utf8')).toBe(whole);
  });

  test('a complete ledger stays as it is', () => {
    writeFileSync(file, `${whole}{"done":true}\n`);
    const ledger = LedgerFile.open(file, header);
    ledger.close();
    expect(ledger.trials).toEqual(trials);
    expect(readFileSync(file, 'utf8')).toBe(`${whole}{"done":true}\n`);
  });

  test.each([
    ['other threads', { plan: planOf({ threads: [8] }) }, /threads 2,4, this is 8/],
    ['other variants', { plan: planOf({ variants: { a: 'b' } }) }, /variants/],
    ['another tool', { tool: 'lockyard 9.0.0' }, /version lockyard 0.1.0, this is lockyard 9/],
    ['another machine', { host: { ...header.host, cpu: 'other' } }, /cpu a CPU, this is other/],
  ])('not with %s', (_what, told, message) => {
    const error = failure(whole, (path) => LedgerFile.open(path, headerOf(told)));
    expect(error.message).toMatch(message);
    expect(error.mend).toContain('--ledger');
  });

  test.each([
    ['cell', { cell: { ...trials[1].cell, workload: 'other' } }],
    ['phase', { phase: 'compare' as const }],
    ['copy', { copy: 1 as const }],
    ['block', { block: 4 }],
    ['place', { trial: 9999 }],
  ])('not with a trial of another %s than the plan has there', (_what, told) => {
    const other = JSON.stringify({ ...trials[1], ...told });
    // The line that says that nothing is missing may be anywhere, and is counted.
    const text = whole.replace(JSON.stringify(trials[1]), `{"done":true}\n${other}`);
    const error = failure(text, (path) => LedgerFile.open(path, header));
    expect(error.message).toMatch(/:4: trial \d+ is not the one that the plan of this ledger has/);
    expect(error.mend).toContain('take this line out');
  });

  test('with another load: machines are never the same twice', () => {
    writeFileSync(file, whole);
    const host = { ...header.host, load: 7, memoryBytes: 1 };
    expect(LedgerFile.open(file, headerOf({ host })).trials).toHaveLength(3);
  });
});

describe('bad input is told by its place, and loses nothing', () => {
  const lines = whole.split('\n');
  const withLine = (number: number, line: string) =>
    lines.map((old, i) => (i + 1 === number ? line : old)).join('\n');

  test.each([
    ['nothing', '', /is empty: nothing was measured/],
    ['a header cut short', whole.slice(0, 40), /has no whole line: nothing was measured/],
    ['another document', '{"kind": "stress"}\n', /:1: this is no ledger/],
    ['text', 'hello\n', /:1: not a line of JSON/],
    [
      'an older version',
      withLine(1, JSON.stringify({ ...header, version: 1 })),
      /version 1, .* reads 2/,
    ],
    ['no plan', withLine(1, '{"format":"lockyard-bench","version":2}'), /:1: .*no plan/],
    ['a hole', withLine(3, '{"cell":{"design"'), /:3: not a line of JSON/],
    ['a number', withLine(3, '42'), /:3: not a line of JSON/],
    ['half a trial', withLine(2, '{"cell":{},"block":0}'), /:2: a trial without "phase"/],
    ['a trial twice', withLine(3, lines[1]), /trial 0 is there twice/],
  ])('%s', (_what, text, message) => {
    const error = failure(text);
    expect(error.message).toMatch(message);
    expect(error.message).toContain(file);
    expect(error.mend).not.toBe('');
  });

  test('a file that is not there', () => {
    expect(() => readLedger(join(folder, 'none.jsonl'))).toThrow(/cannot be read \(ENOENT\)/);
  });
});
