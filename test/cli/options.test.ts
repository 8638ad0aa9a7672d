import { describe, expect, test } from 'vitest';
import { createStackStage, findDesign, findWorkload } from '../../emulator/index.ts';
import { UsageError } from '../../src/base/errors.ts';
import { parseDuration } from '../../src/cli/duration.ts';
import { exitStatusOf } from '../../src/cli/exit-status.ts';
import { liveLine } from '../../src/cli/live-line.ts';
import { rerunCommand } from '../../src/cli/rerun-command.ts';
import { SIZE_RANGES, readStressRequest } from '../../src/cli/stress-request.ts';
import { parseWhole } from '../../src/cli/whole-number.ts';
import type { JudgedRun } from '../../src/run/judged-run.ts';
import { resultOf } from '../run/fixtures/result.ts';

describe('durations', () => {
  test.each([
    ['500ms', 500],
    ['2s', 2000],
    ['1.5s', 1500],
    ['1m', 60_000],
    [' 3s ', 3000],
  ])('%s', (text, ms) => expect(parseDuration('--duration', text)).toBe(ms));

  test.each(['', '2', '2 s', '0s', '-1s', 's', '1h', 'NaNs', '1e3ms'])(
    '"%s" is a usage error with an example',
    (text) => {
      const parse = () => parseDuration('--duration', text);
      expect(parse).toThrow(UsageError);
      expect(parse).toThrow(expect.objectContaining({ mend: expect.stringContaining('2s') }));
    },
  );
});

describe('whole numbers', () => {
  test.each([
    ['4', 4],
    ['1e6', 1_000_000],
    ['1_000', 1000],
  ])('%s', (text, value) => expect(parseWhole('--ops', text, 1, 1e9)).toBe(value));

  test.each(['', '0', '-1', '1.5', 'four', 'Infinity', '99'])('"%s" is a usage error', (text) => {
    expect(() => parseWhole('--threads', text, 1, 64)).toThrow(UsageError);
  });
});

describe('sizes', () => {
  const standard = { design: 'merged', workload: 'mixed', onDeadlock: 'recover', level: 'full' };
  const read = (text: string) =>
    readStressRequest({ ...standard, seed: '1', threads: text, pages: '1000' });

  test.each(['0', '-1', 'two', '65', '1.5', ''])('--threads "%s" names one range', (text) => {
    const mend = 'give a whole number from 1 to 64';
    expect(() => read(text)).toThrow(expect.objectContaining({ mend }));
  });

  test.each(Object.entries(SIZE_RANGES))(
    '%s: the stack takes the same range',
    async (field, range) => {
      const design = await findDesign('merged');
      const workload = await findWorkload('mixed');
      const stageOf = (value: number) => createStackStage({ design, workload, [field]: value });
      expect(() => stageOf(range.least)).not.toThrow();
      expect(() => stageOf(range.most)).not.toThrow();
      for (const value of [range.least - 1, range.most + 1]) {
        const mend = `give a whole number from ${range.least} to ${range.most}`;
        expect(() => stageOf(value)).toThrow(expect.objectContaining({ mend }));
      }
    },
  );
});

test('a line that renews itself only where colours are wanted', () => {
  const progress = { elapsedMs: 1000, operations: 10, deadlocks: 0, reclaimedPages: 0 };
  const shown = (environment: Record<string, string>) => {
    const written: unknown[] = [];
    const write = (text: unknown) => written.push(text);
    const stream = { isTTY: true, columns: 80, rows: 24, write } as unknown as NodeJS.WriteStream;
    liveLine(stream, environment, 1).progress('merged', progress);
    return written.length > 0;
  };
  expect(shown({})).toBe(true);
  expect(shown({ NO_COLOR: '1' })).toBe(false);
  expect(shown({ CI: 'true' })).toBe(false);
  expect(shown({ TERM: 'dumb' })).toBe(false);
});

test('the rerun command has what differs from the default, and always the seed', () => {
  const command = rerunCommand('stress', [
    { flag: '--design', value: 'all', standard: 'all' },
    { flag: '--workload', value: 'it’s mine', standard: 'mixed' },
    { flag: '--ops', value: undefined },
    { flag: '--seed', value: '1', standard: '1', always: true },
    { flag: '--clock-holds', value: true },
    { flag: '--locks', value: false },
  ]);
  expect(command).toBe("npx lockyard stress --workload 'it’s mine' --seed 1 --clock-holds");
});

describe('exit status of a session', () => {
  const run = (asExpected: boolean, inconclusive = false): JudgedRun => ({
    design: 'd',
    workload: 'mixed',
    workers: 1,
    judgement: { expected: 'clean', verdict: 'clean', asExpected, inconclusive },
    result: resultOf(),
  });

  test.each([
    ['all as expected', [run(true), run(true)], [], 0],
    ['one not', [run(true), run(false)], [], 1],
    ['cut short', [run(true), run(false, true)], [], 3],
    ['designs left out', [run(true)], ['busted'], 3],
    ['a finding outweighs an interruption', [run(false), run(false, true)], ['busted'], 1],
  ])('%s: %j', (_what, runs, skipped, status) => {
    expect(exitStatusOf(runs, skipped)).toBe(status);
  });
});
