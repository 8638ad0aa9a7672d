import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { UsageError } from '../../src/base/errors.ts';
import { OutputFile } from '../../src/cli/output-file.ts';
import { rerunCommand } from '../../src/cli/rerun-command.ts';
import { readStressRequest, STRESS_STANDARD } from '../../src/cli/stress-request.ts';
import { StressTrace, TIMES_OF_TRACE, checkTimes, timesGiven } from '../../src/cli/stress-trace.ts';
import { planRun } from '../../src/run/plan-run.ts';
import type { TimedEvents } from '../../src/run/timed-events.ts';
import { checkedTrace } from '../page/trace-schema.ts';
import { resultOf } from '../run/fixtures/result.ts';
import { stageOf } from '../run/fixtures/stage.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockyard-trace-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const EVENTS: TimedEvents = {
  ...{ threads: ['T1'], locks: ['A'], places: [], lost: 0, wholeFromNs: 0, endNs: 5000 },
  events: [
    { atNs: 0, kind: 'acquire', thread: 0, lock: 0, place: null, refusal: null },
    { atNs: 1000, kind: 'release', thread: 0, lock: 0, place: null, refusal: null },
  ],
};

describe('how many events are kept with their times', () => {
  const timesOf = (told: object) => readStressRequest({ ...STRESS_STANDARD, ...told }).run.times;

  test.each([
    [{}, undefined],
    [{ trace: 't.json' }, TIMES_OF_TRACE],
    [{ trace: 't.json', times: '100' }, 100],
    [{ json: true, times: '1e4' }, 10_000],
    [{ times: '0' }, 0],
  ])('%j', (told, times) => expect(timesOf(told)).toBe(times));

  test.each([
    [{ trace: 't.json', times: '0' }, '--times 0 leaves nothing to write to t.json'],
    [{ times: '100' }, '--times 100 records what nobody would see'],
    [{ json: true, times: 'many' }, '--times is "many"'],
    [{ json: true, times: '1e9' }, '--times is "1e9"'],
  ])('%j is a usage error', (told, message) => {
    expect(() => timesOf(told)).toThrow(UsageError);
    expect(() => timesOf(told)).toThrow(message);
  });

  test.each([
    [{}, ''],
    [{ trace: 't.json' }, ' --trace t.json'],
    [{ trace: 't.json', times: '100', json: true }, ' --times 100 --trace t.json'],
    // Alone it would be refused.
    [{ times: '100', json: true }, ' --times 100 --json'],
    [{ json: true }, ''],
  ])('%j is said again in the command that runs it again', (told, words) => {
    expect(rerunCommand('stress', timesGiven(told))).toBe(`npx lockyard stress${words}`);
    expect(() => timesOf(told)).not.toThrow();
  });

  test('a run keeps none unless it is asked to', () => {
    expect(planRun(stageOf(), {}).plan).not.toHaveProperty('times');
    expect(planRun(stageOf(), { times: 0 }).plan).not.toHaveProperty('times');
    expect(planRun(stageOf(), { times: 1000 }).plan.times).toBe(1024);
    expect(planRun(stageOf(), { times: 1000, level: 'stats' }).plan.times).toBe(1024);
  });

  test('more than one document can hold is refused, with what it can', () => {
    expect(() => checkTimes(undefined, 1e9)).not.toThrow();
    expect(() => checkTimes(TIMES_OF_TRACE, 12 * 70)).not.toThrow();
    const check = () => checkTimes(100_000, 72);
    expect(check).toThrow('--times 100000 would keep up to 9437184 events of 72 threads');
    expect(check).toThrow(expect.objectContaining({ mend: expect.stringContaining('16384') }));
    expect(() => checkTimes(16_384, 72)).not.toThrow();
  });

  test('a level that watches nothing is refused', () => {
    const plan = () => planRun(stageOf(), { times: 1000, level: 'off' });
    expect(plan).toThrow('at level off no lock is watched, so no times can be recorded');
    expect(plan).toThrow(expect.objectContaining({ mend: expect.stringContaining('--level') }));
  });
});

describe('a file that cannot be written is refused before the run', () => {
  test.each([
    ['of an empty name', '', '--trace has an empty name'],
    ['in a folder that is not there', 'none/t.json', 'none/t.json cannot be written (ENOENT)'],
    ['that is a directory', '', 'cannot be written (it is a directory)'],
    ['inside a file', 'file/t.json', 'file/t.json cannot be written (ENOTDIR)'],
  ])('%s', (what, name, message) => {
    writeFileSync(join(folder, 'file'), 'kept');
    const path = what === 'of an empty name' ? '' : join(folder, name);
    const open = () => new StressTrace(path);
    expect(open).toThrow(UsageError);
    expect(open).toThrow(message);
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('kept');
  });

  test('one that is there is left alone', () => {
    const path = join(folder, 't.json');
    writeFileSync(path, 'old');
    expect(() => new StressTrace(path)).not.toThrow();
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(() => new StressTrace(undefined)).not.toThrow();
  });
});

describe('a session', () => {
  const write = (path: string, events: readonly (TimedEvents | undefined)[]) => {
    const said: string[] = [];
    const runs = events.map((of, n) => {
      const name = `design-${n}`;
      return { name, result: resultOf(of === undefined ? {} : { events: of }) };
    });
    new StressTrace(path).write(runs, 'lockyard 0.1.0', (text) => said.push(text));
    return said.join('');
  };

  test('writes one document of its runs, through a link to where it leads', () => {
    const [path, link] = [join(folder, 't.json'), join(folder, 'link.json')];
    writeFileSync(path, 'old');
    symlinkSync(path, link);
    const said = write(link, [EVENTS, undefined, { ...EVENTS, lost: 9 }]);
    expect(said).toMatch(/link\.json: 1 kB for ui\.perfetto\.dev, the newest events/);
    const named = checkedTrace(readFileSync(path, 'utf8')).flatMap(({ args }) => args?.['name']);
    expect(named).toContain('design-0: threads');
    expect(named).toContain('design-2: locks');
    expect(named).not.toContain('design-1: threads');
  });

  test('without a lock event writes nothing, and says so', () => {
    const path = join(folder, 't.json');
    const said = write(path, [undefined, { ...EVENTS, events: [] }]);
    expect(said).toMatch(/no lock event was recorded, so .*t\.json was not written/);
    expect(existsSync(path)).toBe(false);
  });

  test('that cannot write after all leaves nothing half done', () => {
    const inner = join(folder, 'inner');
    const output = new OutputFile(join(inner, 't.json'), '--trace');
    expect(() => output.write('text')).toThrow(/t\.json cannot be written \(ENOENT\)/);
    expect(existsSync(inner)).toBe(false);
  });
});
