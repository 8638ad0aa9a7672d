import { expect, test } from 'vitest';
import { measurementOf } from '../../src/compare/measure-trial.ts';
import type { LockKind } from '../../src/shared/plan.ts';
import type { LockLine } from '../../src/run/lock-lines.ts';
import { resultOf } from '../run/fixtures/result.ts';

function line(name: string, kind: LockKind): LockLine {
  const none = { waitNsMax: 0, waitNsAverage: 0, waitNsP99: 0, waitBuckets: [], holdNsMax: 0 };
  return {
    ...none,
    class: name,
    kind,
    acquisitions: 10,
    contentions: 1,
    ownerChanges: 0,
    waitNsTotal: 0,
    holdsClocked: 0,
    holdNsTotal: 0,
    holdNsAverage: 0,
    holdNsP99: 0,
    tryFailed: 0,
    backOffs: 0,
    timeOuts: 0,
    deadlocks: 0,
    points: [],
    acquisitionsByThread: {},
  };
}

const LOCKS = [
  line('lru_lock', 'mutex'),
  line('reservation', 'ww-mutex'),
  line('context', 'pseudo'),
  line('dma_fence', 'fence'),
];

const worker = (
  name: string,
  operations: number,
  waitMs: readonly number[],
  holdMs: readonly number[],
) => ({
  name,
  service: false,
  operations,
  refusals: 1,
  waitNs: waitMs.map((ms) => ms * 1e6),
  holdNs: holdMs.map((ms) => ms * 1e6),
  cpu: { runMs: 900, waitedForCpuMs: 40, voluntarySwitches: 7, involuntarySwitches: 2 },
});

/** Two workers for two seconds, and a service, which counts nowhere. */
const THREADS = [
  worker('a', 300, [200, 600, 100, 400], [100, 500, 700, 0]),
  worker('b', 100, [200, 0, 0, 200], [100, 500, 700, 0]),
  { ...worker('kswapd', 0, [2000, 2000, 2000, 2000], [9000, 0, 0, 0]), service: true },
];

const LATENCY = {
  operation: 'fault',
  count: 10,
  totalNs: 5000,
  maxNs: 900,
  buckets: [
    [512, 9],
    [1024, 1],
  ] as const,
};

const result = resultOf({ operations: 400, seconds: 2, locks: LOCKS });
const cpu = {
  userMs: 1,
  systemMs: 2,
  voluntarySwitches: 3,
  involuntarySwitches: 4,
  othersShare: 0,
};
const trial = measurementOf(result, { latency: [LATENCY], threads: THREADS }, 'clean', cpu);

test('the workers’ time is split without counting any of it twice', () => {
  // Of 4 s: waits 0.4 + 0.6 s, of which 0.1 s by the slow path; events 0.6 s.
  expect(trial.share.waiting).toBeCloseTo(0.9 / 4);
  expect(trial.share.backingOff).toBeCloseTo(0.1 / 4);
  expect(trial.share.parked).toBeCloseTo(0.6 / 4);
  expect(trial.share.running).toBeCloseTo(2.4 / 4);
  expect(trial.share.waitingByClass['lru_lock']).toBeCloseTo(0.4 / 4);
  expect(Object.keys(trial.share.waitingByClass)).toEqual(['lru_lock', 'reservation']);
});

test('fairness is among workers, of operations and of time with a real lock held', () => {
  expect(trial.fairness.jainOperations).toBeCloseTo(400 ** 2 / (2 * (300 ** 2 + 100 ** 2)));
  expect(trial.fairness.jainHold).toBe(1);
  expect(trial.fairness.leastShare).toBe(0.5);
});

test('rates, latencies and locks are those of the run', () => {
  expect(trial).toMatchObject({ opsPerSecond: 200, cpu, reclaim: result.reclaim });
  expect(trial.latencyNs['fault']).toMatchObject({ p50: 512, p99: 900, max: 900, mean: 500 });
  expect(trial.locks).toHaveLength(4);
  expect(trial.locks[0]).not.toHaveProperty('waitBuckets');
});

test('each thread is told with what the system charged it for, and its holds of real locks', () => {
  expect(trial.threads.map(({ name, service }) => [name, service])).toEqual([
    ['a', false],
    ['b', false],
    ['kswapd', true],
  ]);
  expect(trial.threads[0]).toMatchObject({ operations: 300, holdMs: 600, cpu: { runMs: 900 } });
});

test('a turn without an operation counts as half of one, one without time not at all', () => {
  const turnsOf = (told: Parameters<typeof resultOf>[0]) =>
    measurementOf(
      resultOf({ locks: LOCKS, ...told }),
      { latency: [], threads: THREADS },
      'clean',
      cpu,
    );
  expect(turnsOf({ operations: 0, seconds: 0.08 })).toMatchObject({
    opsPerSecond: 0,
    turns: [6.25],
  });
  expect(turnsOf({ operations: 1, seconds: 0.08 }).turns).toEqual([12.5]);
  expect(turnsOf({ operations: 0, seconds: 0 }).turns).toEqual([0]);
});

test('less than no time is waited for locks where only the slow path of transactions waited', () => {
  const threads = [worker('a', 1, [0, 99, 100, 0], [0, 0, 0, 0])];
  const { share } = measurementOf(result, { latency: [], threads }, 'clean', cpu);
  expect(share.waiting).toBe(0);
  expect(share.backingOff).toBeCloseTo(0.05);
});
