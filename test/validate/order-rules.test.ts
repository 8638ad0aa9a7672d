import { describe, expect, it } from 'vitest';
import type { LockTable } from '../../src/lock/lock-table.ts';
import type { MutexLock } from '../../src/lock/lock-contracts.ts';
import { createValidatorWorld, mutexClass } from './validator-world.ts';

const ABC = ['A', 'B', 'C'].map((name) => mutexClass(name));

function lock(table: LockTable | undefined, name: string, instance = 0): MutexLock {
  return (table as LockTable).mutexes(name)[instance] as MutexLock;
}

function nest(table: LockTable | undefined, ...names: string[]): void {
  const locks = names.map((name) => lock(table, name));
  for (const each of locks) expect(each.acquire()).toBe('acquired');
  for (const each of locks.reverse()) each.release();
}

describe('circular order', () => {
  it('reports ABBA once, with both chains and their sites, from either thread', () => {
    const world = createValidatorWorld(ABC);
    nest(world.tables[0], 'A', 'B');
    nest(world.tables[1], 'B', 'A');
    nest(world.tables[0], 'B', 'A');
    const findings = world.findings();
    expect(findings.map(({ finding }) => finding.type)).toEqual(['circular']);
    const cycle = findings[0]?.finding.cycle ?? [];
    expect(cycle.map(({ from, to }) => `${from}>${to}`)).toEqual(['B>A', 'A>B']);
    for (const step of cycle) {
      expect(step.site[0]).toContain('order-rules.test.ts');
      expect(step.heldSite[0]).toContain('order-rules.test.ts');
    }
  });

  it('reports a cycle of three that no two threads show', () => {
    const world = createValidatorWorld(ABC, { threads: 3 });
    nest(world.tables[0], 'A', 'B');
    nest(world.tables[1], 'B', 'C');
    nest(world.tables[2], 'C', 'A');
    expect(world.findings()[0]?.finding.cycle).toHaveLength(3);
  });

  it('stays silent on one order, however deep and however often', () => {
    const world = createValidatorWorld(ABC);
    for (let i = 0; i < 50; i++) {
      nest(world.tables[i % 2], 'A', 'B', 'C');
      nest(world.tables[i % 2], 'A', 'C');
    }
    expect(world.types()).toEqual([]);
  });

  it('goes on after a report: a second cycle is told too', () => {
    const world = createValidatorWorld(['A', 'B', 'C', 'D'].map((name) => mutexClass(name)));
    nest(world.tables[0], 'A', 'B');
    nest(world.tables[1], 'B', 'A');
    nest(world.tables[0], 'C', 'D');
    nest(world.tables[1], 'D', 'C');
    expect(world.types()).toEqual(['circular', 'circular']);
  });

  it('tells later cycles behind an order that was told, and that one once', () => {
    const world = createValidatorWorld(ABC);
    nest(world.tables[0], 'B', 'A');
    nest(world.tables[1], 'A', 'B', 'C');
    expect(world.types()).toEqual(['circular']);
    nest(world.tables[0], 'C', 'A');
    const cycles = world.findings().map(({ finding }) => finding.cycle.map(({ from }) => from));
    expect(cycles).toEqual([
      ['A', 'B'],
      ['C', 'A'],
    ]);
  });

  it('tells one cycle when the stack over the inverted lock is deep', () => {
    const world = createValidatorWorld(['A', 'B', 'C', 'D'].map((name) => mutexClass(name)));
    nest(world.tables[0], 'D', 'A', 'B', 'C');
    nest(world.tables[1], 'A', 'B', 'C', 'D');
    expect(world.types()).toEqual(['circular']);
    nest(world.tables[1], 'B', 'C', 'A');
    expect(world.types()).toEqual(['circular', 'circular']);
  });
});

describe('the trylock rule', () => {
  it('lets a refused order pass: a trylock waits for nobody', () => {
    const world = createValidatorWorld(ABC);
    nest(world.tables[0], 'A', 'B');
    expect(lock(world.tables[1], 'B').acquire()).toBe('acquired');
    expect(lock(world.tables[1], 'A').tryAcquire()).toBe('acquired');
    expect(world.types()).toEqual([]);
  });

  it('still counts what is taken under a trylocked lock', () => {
    const world = createValidatorWorld(ABC);
    nest(world.tables[0], 'A', 'B');
    expect(lock(world.tables[1], 'B').tryAcquire()).toBe('acquired');
    expect(lock(world.tables[1], 'A').acquire()).toBe('acquired');
    expect(world.types()).toEqual(['circular']);
  });

  it('looks past a trylocked lock to the one below it', () => {
    const world = createValidatorWorld(ABC);
    nest(world.tables[0], 'C', 'A');
    expect(lock(world.tables[1], 'A').acquire()).toBe('acquired');
    expect(lock(world.tables[1], 'B').tryAcquire()).toBe('acquired');
    expect(lock(world.tables[1], 'C').acquire()).toBe('acquired');
    expect(world.types()).toEqual(['circular']);
  });
});

describe('same-class recursion', () => {
  it('reports two instances of a class without an annotation', () => {
    const world = createValidatorWorld(ABC);
    lock(world.tables[0], 'A', 0).acquire();
    lock(world.tables[0], 'A', 1).acquire();
    expect(world.types()).toEqual(['recursion']);
  });

  it('accepts a declared subclass, and keeps it apart in the order graph', () => {
    const world = createValidatorWorld([mutexClass('A', 2), mutexClass('B')]);
    const [outer, inner] = [lock(world.tables[0], 'A', 0), lock(world.tables[0], 'A', 1)];
    outer.acquire();
    expect(inner.acquireNested(1)).toBe('acquired');
    inner.release();
    outer.release();
    expect(world.types()).toEqual([]);
    inner.acquireNested(1);
    outer.acquire();
    expect(world.types()).toEqual(['circular']);
  });
});

describe('balance', () => {
  it('reports an unlock of what is not held, and does not release it', () => {
    const world = createValidatorWorld(ABC);
    lock(world.tables[0], 'A').acquire();
    lock(world.tables[1], 'A').release();
    expect(world.types()).toEqual(['bad-unlock']);
    expect(lock(world.tables[0], 'A').isHeld()).toBe(true);
  });

  it('stays silent on a release out of order', () => {
    const world = createValidatorWorld(ABC);
    for (const name of ['A', 'B', 'C']) lock(world.tables[0], name).acquire();
    for (const name of ['A', 'C', 'B']) lock(world.tables[0], name).release();
    nest(world.tables[0], 'A', 'B', 'C');
    expect(world.types()).toEqual([]);
    expect(world.threads[0]?.held.depth).toBe(0);
  });
});

describe('a design’s promise', () => {
  it('is broken by an edge against its line', () => {
    const world = createValidatorWorld(ABC, { promises: [['A', 'B', 'C']] });
    nest(world.tables[0], 'C', 'A');
    expect(world.types()).toEqual(['promise']);
  });

  it('is kept by any order along it', () => {
    const world = createValidatorWorld(ABC, { promises: [['A', 'B', 'C']] });
    nest(world.tables[0], 'A', 'C');
    nest(world.tables[0], 'A', 'B', 'C');
    expect(world.types()).toEqual([]);
  });
});

describe('limits', () => {
  it('names the option when there are more stacks of locks than the plan has room for', () => {
    const world = createValidatorWorld(ABC, { chains: 2 });
    expect(() => nest(world.tables[0], 'A', 'B', 'C')).toThrow(
      expect.objectContaining({ name: 'CapacityError', option: '--chains' }),
    );
  });

  it('refuses a subclass that the class does not declare', () => {
    const world = createValidatorWorld([mutexClass('A', 2), mutexClass('B')]);
    expect(() => lock(world.tables[0], 'A').acquireNested(2)).toThrow(/declares 2/);
    expect(() => lock(world.tables[0], 'A').acquireNested(1)).not.toThrow();
  });
});

describe('the end of an operation', () => {
  it('lets go of every kind of lock that is still held', () => {
    const world = createValidatorWorld(ABC);
    const table = world.tables[0] as LockTable;
    for (const name of ['A', 'B', 'C']) lock(table, name).acquire();
    table.letGo();
    expect(world.threads[0]?.held.depth).toBe(0);
    for (const name of ['A', 'B', 'C']) {
      expect(lock(world.tables[1], name).tryAcquire()).toBe('acquired');
    }
  });
});
