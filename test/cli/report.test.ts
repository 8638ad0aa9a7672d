import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { UsageError } from '../../src/base/errors.ts';
import { addReport } from '../../src/cli/report.ts';
import { planOf } from '../compare/fixtures/trials.ts';
import { ledgerText } from '../page/fixtures/bench-ledger.ts';
import { stressDocument } from '../page/fixtures/stress-document.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockyard-report-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** What the command prints. */
async function report(...words: readonly string[]) {
  const printed = { out: '', err: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      printed[name === 'stdout' ? 'out' : 'err'] += String(text);
      return true;
    }),
  );
  const program = new Command('lockyard').exitOverride();
  addReport(program);
  try {
    await program.parseAsync(['report', ...words], { from: 'user' });
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return printed;
}

const PLAN = planOf({ trials: 1, threads: [2] });
const LEDGER = ledgerText(PLAN);
const page = () => join(folder, 'page.html');

describe('report writes', () => {
  it('a page of a run, and says where and how large', async () => {
    const run = file('run.json', `\uFEFF${stressDocument()}`);
    const { out, err } = await report(run, '-o', page());
    expect(out).toMatch(/page\.html: \d+ kB\n$/);
    expect(err).toBe('');
    expect(readFileSync(page(), 'utf8')).toContain('Stress run: ');
  });

  it('one page of both, in the order given', async () => {
    const both = [file('l.jsonl', LEDGER), file('run.json', stressDocument())];
    await report(...both, '-o', page());
    const text = readFileSync(page(), 'utf8');
    expect(text.indexOf('Comparison: ')).toBeGreaterThan(0);
    expect(text.indexOf('Stress run: ')).toBeGreaterThan(text.indexOf('Comparison: '));
  });

  it('the command of a ledger by its plan, a delay too', async () => {
    const plan = { ...PLAN, designs: ['i915-2018', 'merged', 'merged+50us@lru_lock'] };
    const variants = { 'merged+50us@lru_lock': 'merged' };
    await report(file('l.jsonl', ledgerText({ ...plan, variants })), '-o', page());
    expect(readFileSync(page(), 'utf8')).toContain(
      'npx lockyard bench --design i915-2018,merged --reference i915-2018 ' +
        '--workload mixed,reclaim-pressure --threads 2 --trials 1 --duration 1000ms ' +
        '--warm-up 500ms --level full --seed 1 --inject-delay 50us@lru_lock',
    );
  });

  it('what is whole of a ledger that was cut off, with a warning on the page too', async () => {
    const cut = file('cut.jsonl', LEDGER.slice(0, -200));
    const { err } = await report(cut, '-o', page());
    expect(err).toContain('The ledger is not finished: ');
    expect(err).toContain('Its last line was cut off');
    expect(readFileSync(page(), 'utf8')).toContain('The ledger is not finished: ');
    expect(readFileSync(cut, 'utf8')).toBe(LEDGER.slice(0, -200));
  });

  it('a trace of what has times', async () => {
    const events = { threads: ['T1'], locks: ['A'], events: [[5, 0, 'acquire', 0]] };
    const document = JSON.parse(stressDocument());
    document.results[0].events = events;
    const trace = join(folder, 'trace.json');
    await report(file('run.json', JSON.stringify(document)), '--trace', trace);
    expect(JSON.parse(readFileSync(trace, 'utf8')).traceEvents).toHaveLength(5);
  });
});

describe('report refuses', () => {
  const [header, trial] = LEDGER.split('\n');
  it.each([
    ['not JSON', 'hello', 'is no JSON'],
    ['nothing', '', 'is no JSON'],
    ['a number', '5', 'expected an object, found 5'],
    ['a document of another kind', '{"kind":"check"}', 'is a document of check'],
    ['an object of no kind', '{}', 'is a document of no known kind'],
    ['an empty run', '{"kind":"stress","results":[]}', 'holds no run'],
    ['a ledger without a trial', `${header}\n`, 'no finished trial'],
    ['a ledger cut in its header', String(header).slice(0, 50), 'is no JSON'],
    ['a ledger of another version', LEDGER.replace('"version":1', '"version":2'), 'version 2'],
    ['a ledger with a broken line', `${header}\n{"cell":\n${trial}\n`, ':2: not a line of JSON'],
    ['a ledger with a wrong trial', LEDGER.replace('"mixed"', '[]'), 'expected a text'],
  ])('%s, and leaves the page as it was', async (_what, content, message) => {
    const input = file('input', content);
    file('page.html', 'the old page');
    const run = report(input, '-o', page());
    await expect(run).rejects.toThrow(UsageError);
    await expect(run).rejects.toThrow(message);
    expect(readFileSync(page(), 'utf8')).toBe('the old page');
  });

  it('to overwrite its input, by any name', async () => {
    const run = file('run.json', stressDocument());
    await expect(report(run, '-o', join(folder, '.', 'run.json'))).rejects.toThrow('to be read');
    expect(existsSync(run)).toBe(true);
  });

  it('a file that is not there, and a place that is not there', async () => {
    const run = file('run.json', stressDocument());
    await expect(report(join(folder, 'none.json'), '-o', page())).rejects.toThrow('ENOENT');
    await expect(report(run, '-o', join(folder, 'no', 'page.html'))).rejects.toThrow('ENOENT');
    await expect(report(run, '-o', folder)).rejects.toThrow('EISDIR');
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('to write nothing, or two things into one file', async () => {
    const run = file('run.json', stressDocument());
    await expect(report(run)).rejects.toThrow('nothing to write');
    await expect(report(run, '-o', page(), '--trace', page())).rejects.toThrow('one file');
  });

  it('a trace where nothing has times', async () => {
    const run = file('run.json', stressDocument());
    const trace = join(folder, 'none.trace.json');
    await expect(report(run, '--trace', trace)).rejects.toThrow('no input has lock events');
    expect(existsSync(trace)).toBe(false);
  });
});
