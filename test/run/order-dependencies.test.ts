import { describe, expect, test } from 'vitest';
import { type OrderDependency, readDependencies } from '../../src/run/order-dependencies.ts';
import type { LockPlan, RunPlan } from '../../src/shared/plan.ts';
import { readJournal } from '../../src/validate/journal.ts';
import { timedWorld } from './fixtures/timed-world.ts';

const LOCKS: LockPlan = {
  classes: [
    { name: 'A', kind: 'mutex', subclasses: 2 },
    { name: 'B', kind: 'mutex', subclasses: 1 },
    { name: 'R', kind: 'rw-semaphore', subclasses: 1 },
    { name: 'W', kind: 'ww-mutex', subclasses: 1, context: 'X', policy: 'wait-die' },
    { name: 'X', kind: 'pseudo', subclasses: 1 },
  ],
  locks: ['a', 'b', 'r', 'w', 'x'].map((name, classIndex) => ({ classIndex, name })),
  promises: [['A', 'B']],
};

function worldOf(told: Partial<RunPlan> = {}) {
  const world = timedWorld({ locks: LOCKS, ...told });
  const [table] = world.tables;
  if (table === undefined) throw new Error('nobody is there');
  const [a] = table.mutexes('A');
  const [b] = table.mutexes('B');
  const [r] = table.rwSemaphores('R');
  if (a === undefined || b === undefined || r === undefined) throw new Error('a lock is missing');
  const read = () => {
    const findings = readJournal(world.memory).map(({ finding }) => finding);
    return readDependencies(world.memory, world.plan, findings);
  };
  return { table, a, b, r, read };
}

const arcs = (all: readonly OrderDependency[]) => all.map(({ from, to }) => `${from} > ${to}`);

describe('the lock order of a run', () => {
  test('has each dependency with who showed it, and where', () => {
    const { a, b, read } = worldOf();
    a.acquire();
    b.acquire();
    b.release();
    a.release();
    const [edge, ...others] = read();
    expect(others).toEqual([]);
    expect(edge).toMatchObject({
      ...{ from: 'A', to: 'B', held: ['write'], acquired: 'write', heldByTry: false },
      ...{ nestedUnder: null, promise: 'kept', primed: false, closesCycle: false },
      ...{ thread: 'T1', operation: 'idle' },
    });
    expect(edge?.site).toMatch(/order-dependencies\.test\.ts:\d+/);
    expect(edge?.heldSite).toMatch(/order-dependencies\.test\.ts:\d+/);
    expect(edge?.site).not.toBe(edge?.heldSite);
  });

  test('knows readers, tries, subclasses and contexts', () => {
    const { table, a, b, r, read } = worldOf();
    r.acquireRead();
    b.acquire();
    b.release();
    r.releaseRead();
    r.acquireWrite();
    b.acquire();
    b.release();
    r.releaseWrite();
    b.tryAcquire();
    a.acquireNested(1);
    a.release();
    b.release();
    const context = table.context('X');
    context.begin();
    table.wwMutexes('W')[0]?.acquire(context);
    table.wwMutexes('W')[0]?.release();
    context.end();
    const byName = new Map(read().map((edge) => [`${edge.from} > ${edge.to}`, edge]));
    expect(byName.get('R > B')).toMatchObject({ held: ['write', 'read'], promise: null });
    expect(byName.get('B > A/1')).toMatchObject({ heldByTry: true, promise: 'broken' });
    expect(byName.get('X > W')).toMatchObject({ nestedUnder: 'X' });
    expect(byName.size).toBe(3);
  });

  test('has what closes a cycle, marked and once', () => {
    const { a, b, read } = worldOf();
    for (const [outer, inner] of [
      [b, a],
      [a, b],
      [a, b],
    ] as const) {
      outer.acquire();
      inner.acquire();
      inner.release();
      outer.release();
    }
    const all = read();
    expect(arcs(all)).toEqual(['B > A', 'A > B']);
    expect(all.map(({ closesCycle }) => closesCycle)).toEqual([false, true]);
    expect(all.map(({ promise }) => promise)).toEqual(['broken', 'kept']);
  });

  test.each(['off', 'stats'] as const)('is empty at level %s, which checks none', (level) => {
    const { a, b, read } = worldOf({ level });
    a.acquire();
    b.acquire();
    b.release();
    a.release();
    expect(read()).toEqual([]);
  });
});
