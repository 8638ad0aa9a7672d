import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/base/errors.ts';
import type { StressOptions } from '../../src/cli/stress-request.ts';
import { readScenarioRequest, scenarioRerun } from '../../src/cli/stress-scenario-request.ts';

const STANDARD = {
  design: 'all',
  workload: 'mixed',
  onDeadlock: 'recover',
  level: 'full',
  seed: '1',
} as const;

function read(options: Partial<StressOptions> = {}) {
  return readScenarioRequest(['a.yaml'], { ...STANDARD, ...options }, STANDARD);
}

describe('how long a scenario is played', () => {
  test.each([
    [{}, 200, 10_000],
    [{ rounds: '5' }, 5, 0],
    [{ duration: '3s' }, 0, 3000],
    [{ rounds: '1e6', duration: '1m' }, 1_000_000, 60_000],
  ])('%o', (options, rounds, durationMs) => {
    expect(read(options)).toMatchObject({ rounds, durationMs, seed: 1, level: 'full' });
  });
});

test.each([
  ['--design', { design: 'merged' }],
  ['--workload', { workload: 'submit-storm' }],
  ['--threads', { threads: '2' }],
  ['--locks, --clock-holds', { locks: true, clockHolds: true }],
  ['--ops, --objects', { ops: '2', objects: '3' }],
])('%s is for designs', (flags, options) => {
  for (const flag of flags.split(', ')) expect(() => read(options)).toThrow(flag);
  expect(() => read(options)).toThrow(UsageError);
});

test.each([
  { rounds: '0' },
  { rounds: 'many' },
  { duration: '3' },
  { seed: '-1' },
  { level: 'high' },
])('%o is a usage error', (options) => expect(() => read(options)).toThrow(UsageError));

test('the command that runs it again has all that was given', () => {
  const options = { ...STANDARD, fixed: true, rounds: '5', seed: '7', trace: 't.json' };
  const given = ['stories/a.yaml', "it's.yaml"];
  expect(scenarioRerun(given, options, STANDARD)).toBe(
    "npx lockyard stress stories/a.yaml 'it'\\''s.yaml' --fixed --rounds 5 --seed 7 --trace t.json",
  );
});
