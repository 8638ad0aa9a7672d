import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/base/errors.ts';
import {
  EXPLORE_STANDARD,
  type ExploreOptions,
  exploreOptionsGiven,
  readExploreRequest,
} from '../../src/cli/explore-request.ts';
import { rerunCommand } from '../../src/cli/rerun-command.ts';

function read(scenario: string | undefined, options: Partial<ExploreOptions> = {}) {
  return readExploreRequest(scenario, { ...EXPLORE_STANDARD, shrink: true, ...options });
}

test('what is left out is the default', () => {
  expect(read('a.yaml')).toEqual({
    scenario: 'a.yaml',
    design: null,
    workload: 'mixed',
    sizes: {},
    operations: null,
    fixed: false,
    engine: null,
    strategy: 'auto',
    schedules: null,
    durationMs: 30_000,
    seed: 1,
    shrink: true,
    output: null,
  });
});

test('what is given is understood', () => {
  const options = { threads: '3', ops: '60', schedules: '1e5', duration: '2m', seed: '9' };
  expect(read(undefined, { design: 'merged', ...options, strategy: 'pct3' })).toMatchObject({
    design: 'merged',
    sizes: { threads: 3 },
    operations: 60,
    schedules: 100_000,
    durationMs: 120_000,
    seed: 9,
    strategy: 'pct3',
  });
  expect(read('a.yaml', { engine: 'model', strategy: 'urw' })).toMatchObject({ engine: 'model' });
});

describe('a usage error', () => {
  test.each<[string | undefined, Partial<ExploreOptions>, RegExp]>([
    [undefined, {}, /nothing to explore/],
    [undefined, { design: 'merged', fixed: true }, /--fixed/],
    [undefined, { design: 'merged', engine: 'model' }, /model engine/],
    ['a.yaml', { design: 'merged' }, /--design/],
    ['a.yaml', { workload: 'submit-storm', threads: '2' }, /--workload, --threads/],
    ['a.yaml', { engine: 'fast' }, /--engine/],
    ['a.yaml', { strategy: 'luck' }, /luck/],
    ['a.yaml', { strategy: 'replay' }, /looks for nothing/],
    ['a.yaml', { strategy: 'steer', engine: 'model' }, /steer/],
    ['a.yaml', { schedules: '0' }, /--schedules/],
    ['a.yaml', { duration: '3' }, /--duration/],
    ['a.yaml', { seed: 'one' }, /--seed/],
  ])('%s %o', (scenario, options, message) => {
    expect(() => read(scenario, options)).toThrow(UsageError);
    expect(() => read(scenario, options)).toThrow(message);
  });
});

test('the command that runs it again has all that was given', () => {
  const options = { ...EXPLORE_STANDARD, shrink: false, engine: 'threads', output: "it's.jsonl" };
  expect(rerunCommand('explore a.yaml', exploreOptionsGiven(options))).toBe(
    "npx lockyard explore a.yaml --engine threads --no-shrink --seed 1 -o 'it'\\''s.jsonl'",
  );
});
