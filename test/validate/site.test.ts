import { expect, it } from 'vitest';
import type { MutexLock } from '../../src/lock/lock-contracts.ts';
import type { LockTable } from '../../src/lock/lock-table.ts';
import { createValidatorWorld, mutexClass, type ValidatorWorld } from './validator-world.ts';

function lock(world: ValidatorWorld, thread: number, name: string): MutexLock {
  return (world.tables[thread] as LockTable).mutexes(name)[0] as MutexLock;
}

/** ABBA, then an unlock too many. */
function misuse(world: ValidatorWorld): void {
  for (const [thread, outer, inner] of [
    [0, 'A', 'B'],
    [1, 'B', 'A'],
  ] as const) {
    lock(world, thread, outer).acquire();
    lock(world, thread, inner).acquire();
    lock(world, thread, inner).release();
    lock(world, thread, outer).release();
  }
  lock(world, 1, 'A').release();
}

it('asks the teller of the thread for every site, and captures no stack', () => {
  const world = createValidatorWorld([mutexClass('A'), mutexClass('B')]);
  world.threads.forEach(({ validator }, thread) => {
    let asked = 0;
    validator.tellSites({ site: () => `op ${++asked} (t${thread}:1)\ncaller (t${thread}:9)` });
  });
  misuse(world);
  const [circular, badUnlock] = world.findings().map(({ finding }) => finding);
  expect(circular?.cycle.map(({ site, heldSite }) => [site[0], heldSite[0]])).toEqual([
    ['op 2 (t1:1)', 'op 1 (t1:1)'],
    ['op 2 (t0:1)', 'op 1 (t0:1)'],
  ]);
  expect(badUnlock?.details).toEqual(['op 3 (t1:1)', 'caller (t1:9)']);
});

it('tells frames of the stack, those of the instrument left out, where there is no teller', () => {
  const world = createValidatorWorld([mutexClass('A'), mutexClass('B')]);
  misuse(world);
  for (const { finding } of world.findings()) {
    const frames = [...finding.cycle.flatMap(({ site }) => site), ...finding.details];
    expect(frames.length).toBeGreaterThan(0);
    expect(frames[0]).toMatch(/^misuse \(validate\/site\.test\.ts:\d+\)$/);
    expect(frames.join()).not.toMatch(/mutex\.ts|tracked-lock|order-validator/);
  }
});

it('tells nothing where the teller knows nothing', () => {
  const world = createValidatorWorld([mutexClass('A'), mutexClass('B')]);
  for (const { validator } of world.threads) validator.tellSites({ site: () => '' });
  misuse(world);
  const [circular] = world.findings().map(({ finding }) => finding);
  expect(circular?.cycle.map(({ site }) => site)).toEqual([[], []]);
});
