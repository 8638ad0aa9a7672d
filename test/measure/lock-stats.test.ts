import { expect, it } from 'vitest';
import type { MutexLock } from '../../src/lock/lock-contracts.ts';
import { ClassCounters } from '../../src/measure/class-counters.ts';
import { acquisitionsByThread, readLockStats } from '../../src/measure/lock-stats.ts';
import { registrySizes } from '../../src/shared/lock-registry.ts';
import { CONTENTION_POINTS, sizedRegions } from '../../src/shared/memory-map.ts';
import { createValidatorWorld, mutexClass } from '../validate/validator-world.ts';

function world() {
  const made = createValidatorWorld([mutexClass('A'), mutexClass('B')], { instances: 1 });
  const thread = made.threads[0] as (typeof made.threads)[number];
  return { made, thread, memory: thread.memory, plan: thread.plan };
}

it('counts what succeeded per class and thread, and what a try was refused', () => {
  const { made, memory, plan } = world();
  const [own, other] = made.tables.map((table) => table.mutexes('A')[0] as MutexLock);
  for (let i = 0; i < 7; i++) {
    own?.acquire();
    expect(other?.tryAcquire()).toBe('busy');
    own?.release();
  }
  for (let i = 0; i < 3; i++) {
    other?.tryAcquire();
    other?.release();
  }
  const [a, b] = readLockStats(memory, plan);
  expect(a).toMatchObject({ class: 'A', acquisitions: 10, tryFailed: 7, contentions: 0 });
  expect(b).toMatchObject({ class: 'B', acquisitions: 0, waitNsP99: 0, holdNsMax: 0 });
  expect(acquisitionsByThread(memory, plan)).toEqual([
    [7, 0],
    [3, 0],
  ]);
});

it('clocks every hold when asked to, and keeps the clock of each when they end out of order', () => {
  const { made, memory, plan } = world();
  const [a, b] = ['A', 'B'].map((name) => made.tables[0]?.mutexes(name)[0] as MutexLock);
  a?.acquire();
  b?.acquire();
  a?.release();
  b?.release();
  const stats = readLockStats(memory, plan);
  expect(stats.map(({ holdsClocked }) => holdsClocked)).toEqual([1, 1]);
  for (const { holdNsTotal, holdNsMax, holdNsP99 } of stats) {
    expect(holdNsTotal).toBe(holdNsMax);
    expect(holdNsP99).toBeLessThanOrEqual(holdNsMax);
  }
});

it('sums waits over threads and takes the longest', () => {
  const { memory, plan } = world();
  const [first, second] = [1, 2].map((thread) => new ClassCounters(memory, thread, 0, 2));
  first.waited(true);
  first.waitedFor(1000);
  first.contendedAt(1, 2);
  second.waited(false);
  second.waitedFor(5000);
  second.contendedAt(1, 2);
  const [a] = readLockStats(memory, plan);
  expect(a).toMatchObject({
    contentions: 2,
    ownerChanges: 1,
    waitNsTotal: 6000,
    waitNsMax: 5000,
    waitNsAverage: 3000,
    waitNsP99: 5000,
    points: [{ waiterRow: 1, holderRow: 2, count: 2 }],
  });
});

it('counts brief waits, of which one is clocked for many', () => {
  const { memory, plan } = world();
  const counters = new ClassCounters(memory, 1, 0, 2);
  const region = memory.region(sizedRegions(registrySizes(plan.locks)).acquisitions);
  memory.i32[region.at(1) + region.word.counts + 1] = 9;
  for (const ns of [50, 150]) expect(counters.waitedBrieflyFor(ns)).toBe(true);
  // Stopped by the scheduler in the middle: a wait like any other.
  expect(counters.waitedBrieflyFor(9000)).toBe(false);
  counters.contendedAt(1, 2, 9);
  const [a] = readLockStats(memory, plan);
  expect(a).toMatchObject({
    contentions: 10,
    ownerChanges: 10,
    waitNsTotal: 9900,
    waitNsMax: 9000,
    waitNsAverage: 990,
    waitNsP99: 9000,
    points: [{ waiterRow: 1, holderRow: 2, count: 9 }],
  });
});

it('keeps a frequent contention point, however many rare ones there are', () => {
  const { memory, plan } = world();
  const counters = new ClassCounters(memory, 1, 0, 2);
  for (let i = 0; i < 1000; i++) {
    counters.contendedAt(7, 8);
    counters.contendedAt(100 + (i % (3 * CONTENTION_POINTS)), 9);
  }
  const top = readLockStats(memory, plan)[0]?.points[0];
  expect(top).toEqual({ waiterRow: 7, holderRow: 8, count: 1000 });
});
