import fc from 'fast-check';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { readRecordedRun } from '../../src/run/assess/recorded-run.ts';
import { timedEventRegion } from '../../src/shared/event-regions.ts';
import { TIMED_EVENT, type TimedRing } from '../../src/shared/timed-ring.ts';
import { timedWorld } from './fixtures/timed-world.ts';

/** Time is what the test says; how often somebody asked. */
const clock = vi.hoisted(() => ({ ns: 0, asked: 0 }));
vi.mock('../../src/base/clock.ts', async (importOriginal) => ({
  ...(await importOriginal<typeof import('../../src/base/clock.ts')>()),
  sharedNowNs: () => {
    clock.asked++;
    return clock.ns++;
  },
}));
beforeEach(() => {
  clock.ns = 1000;
  clock.asked = 0;
});

function ringsOf({ threads }: ReturnType<typeof timedWorld>): readonly TimedRing[] {
  return threads.map(({ times }) => times as TimedRing);
}

describe('a thread records', () => {
  test('how each lock was taken, and that it was given up', () => {
    const { tables, told } = timedWorld();
    const [mutex] = tables[0]?.mutexes('M') ?? [];
    const [semaphore] = tables[1]?.rwSemaphores('R') ?? [];
    mutex?.acquire();
    semaphore?.acquireWrite();
    semaphore?.downgrade();
    mutex?.release();
    semaphore?.releaseRead();
    expect(told()).toEqual([
      'T1 acquire m',
      'T2 acquire r',
      'T2 release r',
      'T2 acquire-shared r',
      'T1 release m',
      'T2 release r',
    ]);
  });

  test('where it had to wait, and why it went away without', () => {
    const { tables, told } = timedWorld();
    const [[mine], [theirs]] = tables.map((table) => table.mutexes('M'));
    mine?.acquire();
    theirs?.tryAcquire();
    theirs?.acquireFor(1);
    mine?.acquire();
    expect(told()).toEqual([
      'T1 acquire m',
      'T2 refused m busy',
      'T2 wait m',
      'T2 refused m timed-out',
      'T1 wait m',
      'T1 refused m deadlock',
    ]);
  });
});

test('a thread records where it took and asked for a lock', () => {
  const { tables, record } = timedWorld();
  const [[mine], [theirs]] = tables.map((table) => table.mutexes('M'));
  mine?.acquire();
  theirs?.acquireFor(1);
  const { places = [], events = [] } = record() ?? {};
  expect(events.map(({ place }) => place)).toEqual([0, 1, null]);
  expect(places.map(({ operation }) => operation)).toEqual(['idle', 'idle']);
  for (const { site } of places) expect(site).toMatch(/timed-record\.test\.ts:\d+/);
});

describe('of events', () => {
  test('their signals, and waits that they were waited for', () => {
    const { tables, told } = timedWorld();
    const [completion] = tables[0]?.completions('C') ?? [];
    const [fence] = tables[1]?.fences('F') ?? [];
    fence?.waitFor(1, 1);
    completion?.begin(1);
    completion?.waitFor(1);
    completion?.complete();
    fence?.signal(1);
    expect(told()).toEqual([
      'T2 wait f',
      'T2 refused f timed-out',
      'T1 wait c',
      'T1 refused c timed-out',
      'T1 signal c',
      'T2 signal f',
    ]);
  });

  test('nothing where nobody had to wait', () => {
    const { tables, told } = timedWorld();
    const [completion] = tables[0]?.completions('C') ?? [];
    completion?.complete();
    completion?.wait();
    completion?.isComplete();
    expect(told()).toEqual(['T1 signal c']);
  });
});

test('an unlock of what is not held is no event', () => {
  const { tables, told } = timedWorld();
  tables[0]?.mutexes('M')[0]?.release();
  expect(told()).toEqual([]);
});

describe('the record', () => {
  test('keeps the newest of each thread, and says what it lost and from where on it is whole', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1 }), { maxLength: 60 }), (turns) => {
        const world = timedWorld({ times: 8 });
        const rings = ringsOf(world);
        clock.ns = 0;
        for (const by of turns) rings[by]?.push(TIMED_EVENT.acquire, 0);
        const record = world.record(0, turns.length);
        const kept = [...turns.keys()].filter(
          (n) => turns.slice(n + 1).filter((later) => later === turns[n]).length < 7,
        );
        const first = kept[0] ?? 0;
        const origin = Math.min(0, first);
        expect(record?.events.map(({ atNs }) => atNs)).toEqual(kept.map((n) => n - origin));
        expect(record?.events.map(({ thread }) => thread)).toEqual(kept.map((n) => turns[n]));
        expect(record?.lost).toBe(turns.length - kept.length);
        const missed = [...turns.keys()].filter((n) => !kept.includes(n));
        for (const n of missed) expect(n).toBeLessThan(record?.wholeFromNs ?? 0);
      }),
    );
  });

  test('counts from the start of the run, or from what came before', () => {
    const world = timedWorld();
    ringsOf(world)[1]?.push(TIMED_EVENT.signal, 3);
    const started = (ns: number) => world.record(ns, 5000);
    expect(started(400)).toMatchObject({ endNs: 4600, events: [{ atNs: 600 }], locks: ['f'] });
    expect(started(1200)).toMatchObject({ endNs: 4000, events: [{ atNs: 0 }] });
  });

  test('lets who makes room go first where a clock is too coarse', () => {
    const world = timedWorld();
    const [first, second] = ringsOf(world);
    first?.push(TIMED_EVENT.wait, 0);
    for (const [ring, kind] of [
      [first, TIMED_EVENT.acquire],
      [second, TIMED_EVENT.release],
    ] as const) {
      clock.ns = 2000;
      ring?.push(kind, 0);
    }
    expect(world.told()).toEqual(['T1 wait m', 'T2 release m', 'T1 acquire m']);
  });
});

describe('a run that does not ask for times', () => {
  test.each([
    ['says nothing of them', { times: 0 }],
    ['watches no lock', { times: 16, level: 'off' as const }],
  ])('%s', (_what, told) => {
    const { memory, threads, tables, record } = timedWorld({ ...told, events: 16 });
    expect(threads.map(({ times }) => times)).toEqual([null, null]);
    expect(record()).toBeNull();
    const [[mine], [theirs]] = tables.map((table) => table.mutexes('M'));
    mine?.acquire();
    theirs?.tryAcquire();
    mine?.release();
    expect(clock.asked).toBe(0);
    if (told.times === 0) expect(() => memory.region(timedEventRegion(16))).toThrow();
  });

  test('is predicted from the same record as one that does', () => {
    const traces = [0, 16].map((times) => {
      const { tables, memory, plan } = timedWorld({ times, events: 16 });
      const [[mine], [theirs]] = tables.map((table) => table.mutexes('M'));
      mine?.acquire();
      theirs?.tryAcquire();
      theirs?.acquireFor(1);
      mine?.acquire();
      mine?.release();
      const run = readRecordedRun(memory, plan);
      // A row is a place in memory, where the record of times moves it.
      return { since: run?.since, ...run?.trace, row: null };
    });
    expect(traces[1]).toEqual(traces[0]);
    expect(traces[0]?.count).toBe(4);
  });
});
