import { expect, test } from 'vitest';
import { UsageError } from '../../src/base/errors.ts';
import { type RunOptions, planRun } from '../../src/run/plan-run.ts';
import { stageOf } from './fixtures/stage.ts';

test('what nobody asks for has its documented default', () => {
  const { plan, limits } = planRun(stageOf(), {});
  expect(plan).toMatchObject({
    level: 'full',
    seed: 1,
    onDeadlock: 'recover',
    holdSampling: 4096,
    operationsPerWorker: 0,
  });
  expect(limits).toMatchObject({ durationMs: 2000, stallMs: 3000 });
});

test('operations are shared out among the workers, rounded up, and lift the time limit', () => {
  const { plan, limits } = planRun(stageOf({ workers: 4, services: 2 }), { operations: 1001 });
  expect(plan.operationsPerWorker).toBe(251);
  expect(limits.durationMs).toBe(0);
});

test('clocking holds samples every one', () => {
  expect(planRun(stageOf(), { clockHolds: true }).plan.holdSampling).toBe(1);
});

test('the plan travels to threads: plain data', () => {
  const { plan } = planRun(stageOf(), {});
  expect(structuredClone(plan)).toEqual(plan);
});

test.each<[string, RunOptions, number]>([
  ['no workers', {}, 0],
  ['time and operations', { durationMs: 10, operations: 10 }, 2],
  ['no operations', { operations: 0 }, 2],
  ['half an operation', { operations: 1.5 }, 2],
  ['no time', { durationMs: 0 }, 2],
  ['no number', { durationMs: Number.NaN }, 2],
  ['a negative seed', { seed: -1 }, 2],
])('%s is a usage error that says how to mend it', (_what, options, workers) => {
  const plan = () => planRun(stageOf({ workers }), options);
  expect(plan).toThrow(UsageError);
  expect(plan).toThrow(expect.objectContaining({ mend: expect.stringMatching(/./) }));
});
