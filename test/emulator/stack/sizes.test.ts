import { describe, expect, test } from 'vitest';
import { stackRegions } from '../../../emulator/memory-map.ts';
import { chooseSizes, planStack } from '../../../emulator/plan-stack.ts';
import { allWorkloads, findWorkload } from '../../../emulator/workload-catalog.ts';
import type { WorkloadSizes } from '../../../emulator/workload.ts';
import { UsageError } from '../../../src/base/errors.ts';

const MIXED = await findWorkload('mixed');
/** Sizes that a user chooses; a region that none of them raises can never run over. */
const OPTIONS = ['--threads', '--objects', '--pages', '--sharing', '--memory', '--devices', 'none'];

function planOf(options: Partial<WorkloadSizes>) {
  return planStack(MIXED, chooseSizes(MIXED, options), 2, 'file:///design.js');
}

function refusalOf(options: Partial<WorkloadSizes>): UsageError {
  try {
    planOf(options);
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('sizes that make no sense together', () => {
  test('a pool below its watermarks names the option and a value that will do', () => {
    const tiny = { objects: 4, pagesPerObject: 1 };
    const { message, mend } = refusalOf({ ...tiny, memory: 10 });
    expect(message).toContain('--memory');
    const least = Number(/--memory (\d+)/.exec(mend)?.[1]);
    expect(planOf({ ...tiny, memory: least }).highPages).toBeLessThan(
      planOf({ ...tiny, memory: least }).poolPages,
    );
    expect(() => planOf({ ...tiny, memory: least - 1 })).toThrow(UsageError);
  });

  test('more memory than a run may have names the option that takes most of it', () => {
    const huge = { objects: 4096, pagesPerObject: 1000, threads: 64 };
    const { message, mend } = refusalOf({ ...huge, memory: 1000 });
    expect(message).toContain('more than 1024 MiB');
    expect(mend).toContain('lower --memory');
    expect(planOf({ ...huge, memory: 10 }).poolPages).toBeGreaterThan(100_000);
  });

  test('the defaults of every workload do', async () => {
    for (const workload of await allWorkloads()) {
      const plan = planStack(workload, workload.defaults, 2, 'file:///design.js');
      expect(plan.highPages).toBeLessThan(plan.poolPages);
    }
  });
});

test('every region names an option that exists', () => {
  const named = new Set(stackRegions(planOf({})).map(({ spec }) => spec.option));
  expect(OPTIONS).toEqual(expect.arrayContaining([...named]));
});
