import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { lockyard } from './fixtures/front-door.ts';

const cwd = mkdtempSync(join(tmpdir(), 'lockyard-bench-'));
afterAll(() => rmSync(cwd, { recursive: true }));

const SHORT = '--trials 2 --duration 100ms --warm-up 50ms --threads 2';
const run = (words: string, act?: (child: ChildProcess) => unknown) =>
  lockyard(`bench ${words}`, act, { cwd });
const linesOf = (file: string) => readFileSync(join(cwd, file), 'utf8').trimEnd().split('\n');

test('two designs: one document, and a ledger that says that nothing is missing', async () => {
  const words = `--design merged,i915-2018 --workload mixed ${SHORT} --ledger two.jsonl --json`;
  const { status, out, err } = await run(words);
  expect({ status, err: err.includes('two.jsonl') }).toEqual({ status: 0, err: true });
  const document = JSON.parse(out);
  expect(document).toMatchObject({
    kind: 'bench',
    seed: 1,
    plan: { baseline: 'i915-2018', threads: [2], trials: 2 },
    trials: { measured: 6, planned: 6 },
  });
  expect(document.rerun).toContain('--design merged,i915-2018 --workload mixed --threads 2');
  expect(document.cells).toHaveLength(2);
  for (const cell of document.cells) {
    expect(cell.opsPerSecond.median).toBeGreaterThan(0);
    expect(cell.latencyNs.fault.count).toBeGreaterThan(0);
    expect(cell.latencyNs.submit.p99).toBeGreaterThanOrEqual(cell.latencyNs.submit.p50);
    const { running, waiting, backingOff, parked } = cell.share;
    expect(running + waiting + backingOff + parked).toBeCloseTo(1, 1);
    expect(cell.fairness.jainOperations).toBeGreaterThan(0);
    expect(cell.perOperation.userUs).toBeGreaterThan(0);
    expect(cell.locks.map((line: { class: string }) => line.class)).toContain('lru_lock');
    expect(cell.verdicts).toEqual({ clean: 2 });
  }
  const lines = linesOf('two.jsonl');
  expect(lines).toHaveLength(10);
  expect(lines.at(-1)).toBe('{"done":true}');
});

describe('a run that was cut short', () => {
  const words = `--design merged --workload mixed ${SHORT} --ledger cut.jsonl`;

  test('by kill -9 goes on with what is complete, even of a line that is not', async () => {
    const killed = await run(words, (child) => {
      const timer = setInterval(() => {
        if (!existsSync(join(cwd, 'cut.jsonl')) || linesOf('cut.jsonl').length < 3) return;
        clearInterval(timer);
        child.kill('SIGKILL');
      }, 20);
    });
    expect(killed.status).toBeNull();
    const whole = linesOf('cut.jsonl').slice(0, 3);
    writeFileSync(join(cwd, 'cut.jsonl'), `${whole.join('\n')}\n${whole[2]?.slice(0, 200)}`);
    const { status, out, err } = await run(words);
    expect(err).toContain('each trial goes to cut.jsonl, which has 2 already');
    expect(linesOf('cut.jsonl').slice(0, 3)).toEqual(whole);
    expect(linesOf('cut.jsonl')).toHaveLength(1 + 6 + 1);
    expect(out).toContain('4 trials of 100 ms');
    expect(status).toBe(0);
  });

  test('by Ctrl-C tells what it has, and how to go on', async () => {
    const slow = words.replace('cut.jsonl', 'stopped.jsonl').replace('--trials 2', '--trials 50');
    const { status, out } = await run(slow, (child) => {
      const timer = setInterval(() => {
        if (!existsSync(join(cwd, 'stopped.jsonl')) || linesOf('stopped.jsonl').length < 3) return;
        clearInterval(timer);
        child.kill('SIGINT');
      }, 20);
    });
    expect(out.replaceAll(/\s+/g, ' ')).toMatch(
      /note: \d of 100 trials were measured; the same command with --ledger stopped\.jsonl goes on/,
    );
    expect(linesOf('stopped.jsonl').at(-1)).not.toContain('done');
    expect(status).toBe(3);
  });
});

test('a ledger of something else stays as it is', async () => {
  writeFileSync(join(cwd, 'other.jsonl'), 'precious\n');
  const { status, out, err } = await run(`${SHORT} --ledger other.jsonl`);
  expect(err).toMatch(/other\.jsonl:1: not a line of JSON\n {2}to mend it: /);
  expect({ status, out }).toEqual({ status: 2, out: '' });
  expect(linesOf('other.jsonl')).toEqual(['precious']);
});

test.each([
  ['--design nosuch', /no design is named "nosuch"/],
  ['--workload mixed:sharing=x', /sharing of the workload mixed:sharing=x is "x"/],
  ['--workload mixed:objects=4096+pages=1000', /need .* of shared memory/],
  ['--reference ww-resv --design merged', /"ww-resv" is none of the designs/],
  ['--baseline none.jsonl', /the ledger none\.jsonl cannot be read/],
  ['--save-baseline nowhere/x.jsonl', /there is no folder/],
])('%s is a usage error, before anything is measured', async (words, message) => {
  const { status, out, err } = await run(`${SHORT} --ledger unused.jsonl ${words}`);
  expect(err).toMatch(message);
  expect(err).toContain('to mend it: ');
  expect({ status, out }).toEqual({ status: 2, out: '' });
  expect(existsSync(join(cwd, 'unused.jsonl'))).toBe(false);
});

test('a delay of each hold of a lock that everybody takes is seen at once', async () => {
  const words = '--trials 5 --duration 200ms --warm-up 50ms --threads 2 --workload mixed';
  const delay = '--design merged --inject-delay 2ms@lru_lock --save-baseline kept.jsonl';
  const { status, out } = await run(`${words} ${delay} --csv --ledger delayed.jsonl`);
  const [head, plain, delayed] = out.split('\n').map((line) => line.split(','));
  const column = (line: readonly string[], name: string) => line[head?.indexOf(name) ?? -1];
  expect(delayed?.[0]).toBe('merged+2ms@lru_lock');
  expect(Number(column(delayed ?? [], 'ratio'))).toBeLessThan(0.5);
  expect(Number(column(plain ?? [], 'ratio'))).toBe(1);
  expect(status).toBe(0);
  expect(linesOf('kept.jsonl')).toEqual(linesOf('delayed.jsonl'));
});

test('against a baseline that was kept', async () => {
  const words = '--trials 5 --duration 200ms --warm-up 50ms --threads 2 --workload mixed';
  const { status, out } = await run(`${words} --design merged --baseline kept.jsonl --json`);
  const { stored } = JSON.parse(out);
  expect(stored.ratios).toHaveLength(1);
  expect(stored).toMatchObject({ file: 'kept.jsonl', ratios: [{ design: 'merged' }] });
  expect(status).toBe(0);
  const faster = linesOf('kept.jsonl').map((line) => {
    const trial = JSON.parse(line);
    return JSON.stringify({ ...trial, opsPerSecond: 100 * trial.opsPerSecond });
  });
  writeFileSync(join(cwd, 'faster.jsonl'), `${faster.join('\n')}\n`);
  const slower = await run(`${words} --design merged --baseline faster.jsonl --fail-on slower`);
  expect(slower.out).toMatch(
    /against the run kept in faster\.jsonl\n(?:.*\n){2,5}merged +mixed +2 .* slower$/m,
  );
  expect(slower.status).toBe(1);
  const refused = await run(`${SHORT} --design merged --baseline kept.jsonl --ledger not.jsonl`);
  expect(refused).toMatchObject({ status: 2, out: '' });
  expect(existsSync(join(cwd, 'not.jsonl'))).toBe(false);
  expect(refused.err).toMatch(/kept\.jsonl was measured with a trial time in ms of 200/);
});
