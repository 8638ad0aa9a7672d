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
    expect(text).toContain('<li>merged (');
    expect(text.indexOf('Stress run: ')).toBeGreaterThan(text.indexOf('Comparison: '));
  });

  it('the command of a ledger by its plan, a delay too', async () => {
    const plan = { ...PLAN, designs: ['i915-2018', 'merged', 'merged+50us@lru_lock'] };
    const variants = { 'merged+50us@lru_lock': 'merged' };
    await report(file('l.jsonl', ledgerText({ ...plan, variants })), '-o', page());
    const words = readFileSync(page(), 'utf8').replace(/<\/?span>/g, '');
    expect(words).toContain(
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

describe('report tells', () => {
  const widest = (text: string) =>
    Math.max(
      ...text
        .split('\n')
        .filter((line) => !line.includes(folder) && !line.includes('npx'))
        .map((line) => line.length),
    );

  it('a run in 80 columns: verdicts, findings, and the command', async () => {
    const long = stressDocument().replaceAll(
      '"busted"',
      `"a-design-${'of-a-long-name-'.repeat(3)}"`,
    );
    const { out } = await report(file('run.json', long));
    expect(out).toMatch(/resv-in-map +✓ deadlock +45,000\/s +2 +/);
    expect(out).toMatch(/a-design-of…\S+ +✗ clean/);
    expect(out).toContain('confirmed deadlock, 2 times: importer-0 and importer-1 wait');
    expect(out.replace(/\s+/g, ' ')).toContain(
      '(not in this run: all sides hold mmap_lock meanwhile)',
    );
    expect(out).toContain('2 of 3 runs as expected.');
    expect(out).toContain('run it again: npx lockyard stress --duration 2s --seed 1');
    expect(widest(out)).toBeLessThanOrEqual(80);
  });

  it('a comparison with the tables of bench, and where it stops', async () => {
    const ledger = file('l.jsonl', LEDGER.slice(0, -200));
    const { out, err } = await report(ledger);
    expect(out).toContain('mixed, 2 workers');
    expect(out).toMatch(/merged +[\d,]+\/s +1\.\d{3} /);
    expect(out).toMatch(/\d+ of \d+ trials were measured/);
    expect(out).toContain(`all trials: ${ledger}`);
    expect(err).toContain('The ledger is not finished');
    expect(widest(out)).toBeLessThanOrEqual(80);
  });

  it('how many trials were measured, the copies of the floor once', async () => {
    const { out, err } = await report(file('l.jsonl', LEDGER));
    expect(out).toMatch(/bench: 8 trials of 1 s/);
    expect(out).not.toContain('were measured; the same command');
    expect(err).not.toContain('not finished');
    // All but the last line that says so, and the last trial.
    const cut = await report(file('cut.jsonl', LEDGER.slice(0, -200)));
    expect(cut.err).toContain('The ledger is not finished: 7 of 8 trials are in it.');
  });

  it('one document of all files', async () => {
    const both = [file('l.jsonl', LEDGER), file('run.json', stressDocument())];
    const document = JSON.parse((await report(...both, '--json')).out);
    expect(document.kind).toBe('report');
    expect(document.inputs.map(({ kind }: { kind: string }) => kind)).toEqual(['bench', 'stress']);
    expect(document.inputs[1].runs[1]).toMatchObject({
      design: 'resv-in-map',
      verdict: 'deadlock',
      deadlocks: 2,
      findings: [
        { level: 'possible' },
        { type: 'deadlock', count: 2 },
        { rejection: expect.any(String) },
      ],
    });
  });

  it('lines for scripts, and a table for a pull request', async () => {
    const run = file('run.json', stressDocument());
    const [head, merged] = (await report(run, '--csv')).out.split('\n');
    expect(head).toBe(
      'design,workload,threads,verdict,expected,as_expected,ops_per_second,deadlocks,findings,' +
        'reclaimed_pages,acquisitions,contentions,wait_p99_ns',
    );
    expect(merged).toMatch(/^merged,mixed,4,clean,clean,yes,61728,0,0,/);
    const { out } = await report(run, '--markdown');
    expect(out).toContain('| merged | mixed | 4 | clean | clean | yes | 61728 |');
    const cells = (await report(file('l.jsonl', LEDGER), '--csv')).out.trimEnd().split('\n');
    expect(cells).toHaveLength(1 + 3 * 2);
  });

  it('data on the standard output alone, beside a page', async () => {
    const run = file('run.json', stressDocument());
    const { out, err } = await report(run, '--json', '-o', page());
    expect(JSON.parse(out).kind).toBe('report');
    expect(err).toMatch(/page\.html: \d+ kB\n/);
  });
});

const THREAD = { name: 'T1', service: false, operations: 1, refusals: 0, holdMs: 1, cpu: null };

/** The ledger, with something else in its first trial. */
function wrongTrial(told: object): string {
  const [header, trial, ...rest] = LEDGER.split('\n');
  const wrong = { ...(JSON.parse(String(trial)) as object), ...told };
  return [header, JSON.stringify(wrong), ...rest].join('\n');
}

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
    ['a ledger of another version', LEDGER.replace(/"version":\d+/, '"version":99'), 'version 99'],
    ['a ledger with a broken line', `${header}\n{"cell":\n${trial}\n`, ':2: not a line of JSON'],
    ['a ledger with a wrong trial', LEDGER.replace('"mixed"', '[]'), 'expected a text'],
    ['turns that are none', wrongTrial({ turns: 5 }), 'input:2.turns: expected a list, found 5'],
    ['a wrong turn', wrongTrial({ turns: [1, null] }), 'input:2.turns[1]: expected a number'],
    [
      'a thread with a wrong time',
      wrongTrial({ threads: [{ ...THREAD, holdMs: 'much' }] }),
      'input:2.threads[0].holdMs: expected a number',
    ],
    [
      'a thread without its refusals',
      wrongTrial({ threads: [{ ...THREAD, refusals: undefined }] }),
      'input:2.threads[0].refusals: expected a number from 0 to 1000000000000000000, found nothing',
    ],
    [
      'a thread with half its CPU time',
      wrongTrial({ threads: [{ ...THREAD, cpu: { runMs: 1 } }] }),
      'input:2.threads[0].cpu.waitedForCpuMs: expected a number',
    ],
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
    await expect(report(run, '-o', folder)).rejects.toThrow('it is a directory');
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('a trace that cannot be written, by its own option, and writes no page either', async () => {
    const run = file('run.json', stressDocument());
    const old = file('kept.html', 'the old page');
    const wrong = report(run, '-o', old, '--trace', join(folder, 'no', 'trace.json'));
    await expect(wrong).rejects.toMatchObject({
      message: expect.stringMatching(/trace\.json cannot be written \(ENOENT\)$/),
      mend: 'give another place with --trace',
    });
    expect(readFileSync(old, 'utf8')).toBe('the old page');
  });

  it('two forms at once, and two things into one file', async () => {
    const run = file('run.json', stressDocument());
    await expect(report(run, '--json', '--csv')).rejects.toThrow('at once');
    await expect(report(run, run, '--csv')).rejects.toThrow('no head in common');
    await expect(report(run, '-o', page(), '--trace', page())).rejects.toThrow('one file');
  });

  it('a trace where nothing has times', async () => {
    const run = file('run.json', stressDocument());
    const trace = join(folder, 'none.trace.json');
    await expect(report(run, '--trace', trace)).rejects.toMatchObject({
      message: expect.stringContaining('no input has lock events'),
      mend: expect.stringMatching(/stress --json --times \d+.*stress --trace/),
    });
    expect(existsSync(trace)).toBe(false);
  });
});
