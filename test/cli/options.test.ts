import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/base/errors.ts';
import { parseDuration } from '../../src/cli/duration.ts';
import { exitStatusOf } from '../../src/cli/exit-status.ts';
import { rerunCommand } from '../../src/cli/rerun-command.ts';
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
