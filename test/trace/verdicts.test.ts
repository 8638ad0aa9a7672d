import { describe, expect, it } from 'vitest';
import { judged, mutexCase } from './judged.ts';
import type { Op } from './selftest-matrix.ts';

const TASKS = [
  { id: 'T0', kind: 'task' },
  { id: 'T1', kind: 'task' },
];

function mutexes(...ids: string[]) {
  return ids.map((id) => ({ id, kind: 'mutex', class: id.slice(0, 1) }));
}

function spinlocks(ops: readonly Op[]) {
  const locks = ['X1', 'X2', 'Y1', 'Y2'].map((id) => {
    return { id, kind: 'spinlock', class: id.slice(0, 1) };
  });
  return judged({ name: 'nest', locks, ops });
}

const take = (lock: string, more: Op = {}): Op => ({ op: 'lock', lock, mode: 'excl', ...more });
const give = (lock: string): Op => ({ op: 'unlock', lock });

describe('one task', () => {
  it('is clean in one order, however often and however it is released', () => {
    expect(judged(mutexCase('A B -B -A A B -A -B A C -A B -C -B')).verdict).toBe('clean');
  });

  it('is reported for a dependency that a release from the middle leaves', () => {
    expect(judged(mutexCase('A B C -B D -D -C -A D C')).reason).toBe('circular');
  });

  it('tells an unexpected clean case', () => {
    const { verdict, asExpected } = judged({ ...mutexCase('A -A'), expect: 'report' });
    expect([verdict, asExpected]).toEqual(['clean', false]);
  });

  it('is judged up to its first report', () => {
    const { ops, at, finding } = judged(mutexCase('A B -B -A B A A'));
    expect(ops).toBe(6);
    expect(at).toEqual({ op: 5, line: null });
    expect(finding?.threads[0]?.holds.map(({ name, site }) => [name, site])).toEqual([
      ['B', ['ops[4] (trace.json)']],
    ]);
    expect(
      finding?.cycle.map(({ from, to, site, heldSite }) => [from, to, site, heldSite]),
    ).toEqual([
      ['B', 'A', ['ops[5] (trace.json)'], ['ops[4] (trace.json)']],
      ['A', 'B', ['ops[1] (trace.json)'], ['ops[0] (trace.json)']],
    ]);
  });
});

describe('two tasks', () => {
  const on = (context: string, op: Op): Op => ({ ...op, context });

  it('share one order of classes', () => {
    const ops = [
      on('T0', take('A')),
      on('T1', take('B')),
      on('T0', take('B')),
      on('T1', take('A')),
    ];
    const { reason, finding } = judged({ locks: mutexes('A', 'B'), contexts: TASKS, ops });
    expect(reason).toBe('circular');
    expect(finding?.threads[0]?.thread).toBe('T1');
    expect(finding?.cycle[1]?.thread).toBe('T0');
  });

  it('have stacks of their own: neither nests inside the other', () => {
    const ops = [
      on('T0', take('A')),
      on('T1', take('B')),
      on('T0', give('A')),
      on('T1', take('A')),
    ];
    expect(judged({ locks: mutexes('A', 'B'), contexts: TASKS, ops }).verdict).toBe('clean');
  });

  it('may not release what the other holds', () => {
    const ops = [on('T0', take('A')), on('T1', give('A'))];
    const { reason } = judged({ locks: mutexes('A'), contexts: TASKS, ops });
    expect(reason).toBe('bad_unlock_balance');
  });

  it.each(['init', 'free'])('may not %s what the other holds', (op) => {
    const lock = { op, lock: 'A', context: 'T1' };
    const held = [on('T0', take('A')), lock];
    expect(judged({ locks: mutexes('A'), contexts: TASKS, ops: held }).reason).toBe(
      'held_lock_reinit',
    );
    const free = [lock, on('T0', take('A'))];
    expect(judged({ locks: mutexes('A'), contexts: TASKS, ops: free }).verdict).toBe('clean');
  });

  it('do not lend each other the lock that nests', () => {
    const nested = on('T1', take('B', { nest_lock: 'A' }));
    const ops = [on('T0', take('A')), nested];
    expect(judged({ locks: mutexes('A', 'B'), contexts: TASKS, ops }).reason).toBe(
      'nest_lock_not_held',
    );
  });
});

describe('nest_lock', () => {
  const under = (lock: string, nest = 'X1') => take(lock, { nest_lock: nest });

  it('excuses locks of one class when it was held before the first of them', () => {
    expect(spinlocks([take('X1'), under('Y1'), under('Y2')]).verdict).toBe('clean');
    expect(spinlocks([take('X1'), take('Y1'), under('Y2')]).verdict).toBe('clean');
  });

  it('excuses nothing when it was taken after the first of them', () => {
    expect(spinlocks([take('Y1'), take('X1'), under('Y2')]).reason).toBe('recursion');
  });

  it('is that very lock, not another of its class', () => {
    const other = take('X2', { subclass: 1 });
    expect(spinlocks([take('X1'), under('Y1', 'X2')]).reason).toBe('nest_lock_not_held');
    expect(spinlocks([take('X1'), take('Y1'), other, under('Y2', 'X2')]).reason).toBe('recursion');
  });

  it('is needed: without it the same order is a recursion', () => {
    expect(spinlocks([take('X1'), take('Y1'), take('Y2')]).reason).toBe('recursion');
  });
});

describe('subclasses', () => {
  it('are classes of their own, named by the op or once and for all', () => {
    expect(spinlocks([take('X1'), take('X2', { subclass: 1 })]).verdict).toBe('clean');
    const annotated = [{ op: 'set_subclass', lock: 'X2', subclass: 1 }, take('X1'), take('X2')];
    expect(spinlocks(annotated).verdict).toBe('clean');
  });

  it('end with an initialisation', () => {
    const set = { op: 'set_subclass', lock: 'X2', subclass: 1 };
    const ops = [set, { op: 'init', lock: 'X2' }, take('X1'), take('X2')];
    expect(spinlocks(ops).reason).toBe('recursion');
  });

  it('have an order among each other', () => {
    const inner = { subclass: 1 };
    const ops = [
      take('X1'),
      take('X2', inner),
      give('X2'),
      give('X1'),
      take('X1', inner),
      take('X2'),
    ];
    expect(spinlocks(ops).reason).toBe('circular');
  });
});

describe('try-acquisitions', () => {
  const tried = (lock: string, ret: boolean): Op => ({ op: 'trylock', lock, mode: 'excl', ret });

  it('wait for nobody, but others wait for them', () => {
    const abba = [take('X1'), take('Y1'), give('Y1'), give('X1')];
    expect(spinlocks([...abba, take('Y1'), tried('X1', true)]).verdict).toBe('clean');
    expect(spinlocks([...abba, tried('Y1', true), take('X1')]).reason).toBe('circular');
  });

  it('leave nothing when they are refused', () => {
    expect(spinlocks([tried('X1', false), give('X1')]).reason).toBe('bad_unlock_balance');
    expect(spinlocks([tried('X1', true), give('X1')]).verdict).toBe('clean');
  });
});

describe('interrupted waits', () => {
  it('count as orders, and leave nothing held', () => {
    const gaveUp = take('Y1', { ret: 'EINTR' });
    expect(spinlocks([take('X1'), gaveUp, give('X1'), take('Y1')]).verdict).toBe('clean');
    expect(spinlocks([take('X1'), gaveUp, give('X1'), take('Y1'), take('X1')]).reason).toBe(
      'circular',
    );
  });
});

describe('reclaim', () => {
  const alloc = { op: 'might_alloc', gfp: 'GFP_KERNEL' };
  const enter = { op: 'fs_reclaim_acquire', gfp: 'GFP_KERNEL' };
  const leave = { op: 'fs_reclaim_release', gfp: 'GFP_KERNEL' };

  it('takes part in the order, declared or not', () => {
    const inverted = [take('X1'), alloc, give('X1'), enter, take('X1')];
    expect(spinlocks(inverted).reason).toBe('circular');
    const unlike = inverted.map((op) => (op === alloc ? { ...alloc, gfp: 'GFP_NOFS' } : op));
    expect(spinlocks(unlike).verdict).toBe('clean');
  });

  it('is not entered inside nested scopes until the last of them ends', () => {
    const save = { op: 'memalloc_nofs_save' };
    const restore = { op: 'memalloc_nofs_restore' };
    const inside = [enter, save, save, restore, alloc];
    expect(spinlocks([...inside, restore, leave]).verdict).toBe('clean');
    expect(spinlocks([...inside, restore, alloc]).reason).toBe('recursion');
  });
});
