import { describe, expect, test } from 'vitest';
import type { WatchedThread, WatchSample } from '../../src/deadlock/watchdog-sample.ts';
import { Watchdog } from '../../src/deadlock/watchdog.ts';
import type { Finding } from '../../src/validate/finding.ts';

const LIMITS = { stallMs: 1000, lostWakeUpMs: 500 };
const STEP_MS = 50;

const LOCK = { class: 'A', name: 'A(0)' };

function sleeper(told: Partial<WatchedThread> = {}): WatchedThread {
  return { name: 'worker-1', service: false, waitsFor: LOCK, waitSeq: 7, free: false, ...told };
}

function sample(told: Partial<WatchSample>): WatchSample {
  return {
    atMs: 0,
    operations: 10,
    refusals: 0,
    liveWorkers: 2,
    threads: [],
    reclaim: { attempts: 0, pages: 0, workers: 0 },
    states: () => [{ thread: 'worker-1', role: 'worker', operation: 'work', holds: [] }],
    ...told,
  };
}

/** Shows `count` samples, each made from its number, and gathers what is found. */
function watch(count: number, make: (n: number) => Partial<WatchSample>): Finding[] {
  const watchdog = new Watchdog(LIMITS);
  return Array.from({ length: count }, (_, n) =>
    watchdog.observe(sample({ atMs: n * STEP_MS, ...make(n) })),
  ).flat();
}

describe('stall', () => {
  test('is found once when no operation completes', () => {
    const found = watch(100, () => ({ threads: [sleeper()] }));
    expect(found.map(({ type }) => type)).toEqual(['stall']);
    expect(found[0]?.locks).toEqual([LOCK]);
    expect(found[0]?.threads).toHaveLength(1);
  });

  test('is silent before the limit', () => {
    expect(watch(20, () => ({}))).toEqual([]);
  });

  test('is silent while operations complete, however slowly', () => {
    expect(watch(100, (n) => ({ operations: Math.floor(n / 15) }))).toEqual([]);
  });

  test('is silent when no worker is left', () => {
    expect(watch(100, () => ({ liveWorkers: 0 }))).toEqual([]);
  });

  test('does not take a suspended machine for a stall', () => {
    const watchdog = new Watchdog(LIMITS);
    const found = [0, 50, 3_600_050, 3_600_100].map((atMs) => watchdog.observe(sample({ atMs })));
    expect(found.flat()).toEqual([]);
  });

  test('can be found again after progress', () => {
    const found = watch(80, (n) => ({ operations: n < 40 ? 1 : 2 }));
    expect(found.map(({ type }) => type)).toEqual(['stall', 'stall']);
  });
});

describe('a worker that is stuck while others get on', () => {
  /** What the watchdog noted without ending the run, and what would have ended it. */
  function look(count: number, make: (n: number) => Partial<WatchSample>) {
    const watchdog = new Watchdog(LIMITS);
    const ending = Array.from({ length: count }, (_, n) =>
      watchdog.observe(sample({ atMs: n * STEP_MS, ...make(n) })),
    ).flat();
    return { ending, noted: watchdog.stuckThreads };
  }

  test('is a stall of that worker, told once, and does not end the run', () => {
    const { ending, noted } = look(100, (n) => ({ operations: n, threads: [sleeper()] }));
    expect(ending).toEqual([]);
    expect(noted).toHaveLength(1);
    expect(noted[0]).toMatchObject({ type: 'stall', key: 'stall worker-1', locks: [LOCK] });
    expect(noted[0]?.summary).toContain('worker-1 sat in one and the same wait for A(0)');
    expect(noted[0]?.threads.map(({ thread }) => thread)).toEqual(['worker-1']);
  });

  test('is nothing while each wait is a new one, however often it waits', () => {
    const waiting = (n: number) => [sleeper({ waitSeq: Math.floor(n / 15) })];
    expect(look(100, (n) => ({ operations: n, threads: waiting(n) })).noted).toEqual([]);
  });

  test('is nothing before the limit, and nothing of a service', () => {
    expect(look(20, (n) => ({ operations: n, threads: [sleeper()] })).noted).toEqual([]);
    const service = [sleeper({ service: true })];
    expect(look(100, (n) => ({ operations: n, threads: service })).noted).toEqual([]);
  });

  test('is left to the stall of all when nobody gets on', () => {
    const { ending, noted } = look(100, () => ({ threads: [sleeper()] }));
    expect(ending.map(({ key }) => key)).toEqual(['stall']);
    expect(noted).toEqual([]);
  });
});

describe('livelock', () => {
  test('is found when operations are refused and none completes', () => {
    const found = watch(30, (n) => ({ refusals: n }));
    expect(found.map(({ type }) => type)).toEqual(['livelock']);
  });

  test('is silent while refusals and operations rise together', () => {
    expect(watch(100, (n) => ({ refusals: n * 10, operations: n }))).toEqual([]);
  });
});

describe('reclaim without progress', () => {
  const scanning = (n: number, pages: number) => ({
    refusals: n,
    reclaim: { attempts: n * 5, pages, workers: n % 3 === 0 ? 1 : 0 },
  });

  test('is found when scans rise, pages do not, and workers are in reclaim', () => {
    const found = watch(30, (n) => scanning(n, 8));
    expect(found.map(({ type }) => type)).toEqual(['reclaim']);
  });

  test('is silent while operations complete', () => {
    expect(watch(100, (n) => ({ ...scanning(n, 8), operations: n }))).toEqual([]);
  });

  test('is not blamed when pages are freed, or when only kswapd scans', () => {
    expect(watch(30, (n) => scanning(n, n)).map(({ type }) => type)).toEqual(['livelock']);
    const kswapd = watch(30, (n) => ({ reclaim: { attempts: n, pages: 0, workers: 0 } }));
    expect(kswapd.map(({ type }) => type)).toEqual(['stall']);
  });
});

describe('lost wake-up', () => {
  test('is found once for one wait on a lock that is free all the time', () => {
    const found = watch(40, (n) => ({ operations: n, threads: [sleeper({ free: true })] }));
    expect(found.map(({ type }) => type)).toEqual(['lost-wake-up']);
    expect(found[0]?.summary).toContain('worker-1 sleeps for A(0)');
  });

  test('is silent when the lock was taken in between', () => {
    const found = watch(100, (n) => ({
      operations: n,
      threads: [sleeper({ free: n % 5 !== 0 })],
    }));
    expect(found).toEqual([]);
  });

  test('is silent when each sample sees another wait', () => {
    const threads = (n: number) => [sleeper({ free: true, waitSeq: n })];
    expect(watch(100, (n) => ({ operations: n, threads: threads(n) }))).toEqual([]);
  });

  test('is silent for a thread that waits for nothing', () => {
    const threads = [sleeper({ waitsFor: null, free: false })];
    expect(watch(100, (n) => ({ operations: n, threads }))).toEqual([]);
  });
});
