import { beforeEach, describe, expect, test, vi } from 'vitest';
import { nowNs } from '../../src/base/clock.ts';
import { LockTable } from '../../src/lock/lock-table.ts';
import { LockThread } from '../../src/lock/lock-thread.ts';
import { readOperationLatency } from '../../src/measure/operation-latency.ts';
import { readThreadShares } from '../../src/measure/thread-shares.ts';
import { planRun } from '../../src/run/plan-run.ts';
import { registrySizes } from '../../src/shared/lock-registry.ts';
import { instrumentRegions } from '../../src/shared/memory-map.ts';
import type { RunPlan } from '../../src/shared/plan.ts';
import { createSharedMemory } from '../../src/shared/shared-memory.ts';
import { ThreadContext } from '../../src/thread/thread-context.ts';
import { stageOf } from '../run/fixtures/stage.ts';

/** A clock that stands still unless it is moved, and that moves by itself where somebody waits for it. */
const clock = vi.hoisted(() => ({ ns: 0, stepNs: 0 }));
vi.mock('../../src/base/clock.ts', () => ({
  nowNs: () => {
    clock.ns += clock.stepNs;
    return clock.ns;
  },
}));
beforeEach(() => {
  clock.ns = 1000;
  clock.stepNs = 0;
});

function worldOf(change: (plan: RunPlan) => Partial<RunPlan> = () => ({})) {
  const { plan: planned } = planRun(stageOf({ workers: 2 }), { level: 'full', events: 0 });
  const clocked: RunPlan = { ...planned, latency: true, holdSampling: 1 };
  const plan: RunPlan = { ...clocked, ...change(clocked) };
  const memory = createSharedMemory(instrumentRegions(plan, registrySizes(plan.locks)));
  return { plan, memory };
}

const WORK = 1;

describe('the clock of operations', () => {
  test('adds up what all threads completed, type by type', () => {
    const { plan, memory } = worldOf();
    const threads = [0, 1].map((index) => new ThreadContext(memory, plan, index));
    for (const [thread, ns] of [
      [threads[0], 100],
      [threads[1], 4000],
      [threads[0], 120],
    ] as const) {
      thread?.beginOperation(WORK);
      clock.ns += ns;
      thread?.endOperation('done');
    }
    const [work, ...others] = readOperationLatency(memory, plan);
    expect(others).toEqual([]);
    expect(work).toMatchObject({ operation: 'work', count: 3, totalNs: 4220, maxNs: 4000 });
    expect(work?.buckets.map(([, count]) => count)).toEqual([1, 1, 1]);
    for (const [i, ns] of [100, 120, 4000].entries()) {
      const upperNs = work?.buckets[i]?.[0] ?? 0;
      expect(upperNs).toBeGreaterThanOrEqual(ns);
      expect(upperNs).toBeLessThan(ns * 1.13);
    }
  });

  test('leaves out what was refused, and what is still under way', () => {
    const { plan, memory } = worldOf();
    const thread = new ThreadContext(memory, plan, 0);
    thread.beginOperation(WORK);
    thread.endOperation('refused');
    thread.beginOperation(WORK);
    expect(readOperationLatency(memory, plan)).toEqual([]);
    expect(readThreadShares(memory, plan)[0]).toMatchObject({ operations: 0, refusals: 1 });
  });

  test('is absent where the plan does not ask for it', () => {
    const { plan, memory } = worldOf(() => ({ latency: false }));
    expect(new LockThread(memory, plan, 1).operationClock).toBeNull();
    expect(memory.handle.layout.placements).not.toHaveProperty('operationLatency');
  });
});

test('hold times are scaled up from the holds that were clocked', () => {
  const { plan, memory } = worldOf(() => ({ holdSampling: 4 }));
  const [lock] = new LockTable(new LockThread(memory, plan, 2)).mutexes('A');
  for (let i = 0; i < 8; i++) {
    lock?.acquire();
    clock.ns += 50;
    lock?.release();
  }
  const [idle, busy] = readThreadShares(memory, plan);
  expect(busy?.holdNs).toEqual([400]);
  expect(idle?.holdNs).toEqual([0]);
});

describe('a delay of each hold', () => {
  const delayed = (level: RunPlan['level']) =>
    worldOf(({ locks }) => ({
      level,
      holdSampling: 4096,
      locks: { ...locks, classes: [{ ...locks.classes[0]!, holdDelayNs: 500 }] },
    }));

  test.each(['stats', 'order', 'full'] as const)('is spent with the lock held (%s)', (level) => {
    const { plan, memory } = delayed(level);
    const [lock] = new LockTable(new LockThread(memory, plan, 1)).mutexes('A');
    clock.stepNs = 10;
    for (const acquire of [() => lock?.acquire(), () => lock?.tryAcquire()]) {
      const before = nowNs();
      expect(acquire()).toBe('acquired');
      expect(nowNs() - before).toBeGreaterThanOrEqual(500);
      expect(lock?.isHeld()).toBe(true);
      const held = nowNs();
      lock?.release();
      expect(nowNs() - held).toBeLessThan(500);
    }
  });

  test('is none where the plan has none', () => {
    const { plan, memory } = worldOf(() => ({ holdSampling: 4096 }));
    const [lock] = new LockTable(new LockThread(memory, plan, 1)).mutexes('A');
    clock.stepNs = 10;
    const before = nowNs();
    lock?.acquire();
    expect(nowNs() - before).toBeLessThan(100);
    lock?.release();
  });
});
