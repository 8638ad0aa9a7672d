import { beforeEach, describe, expect, it } from 'vitest';
import { type Arena, createArena, enterArena } from '../../bench/bench-arena.ts';
import type { MutexLock, PseudoLock } from '../../src/lock/lock-contracts.ts';
import { LockTable } from '../../src/lock/lock-table.ts';
import { Evidence } from '../../src/validate/evidence.ts';
import type { LockPlan } from '../../src/shared/plan.ts';
import { readJournal } from '../../src/validate/journal.ts';
import { primeOrders } from '../../src/validate/prime-orders.ts';

let arena: Arena;
let mutex: (name: string) => MutexLock;
let signalling: PseudoLock;

beforeEach(() => {
  arena = createArena({
    level: 'full',
    threads: 1,
    classes: [
      { name: 'mmap_lock', kind: 'mutex', subclasses: 1 },
      { name: 'gem', kind: 'mutex', subclasses: 1 },
      { name: 'dma_fence_map', kind: 'pseudo', subclasses: 1 },
    ],
  });
  enter(arena);
});

function enter(entered: Arena): void {
  arena = entered;
  const table = new LockTable(enterArena(arena, 1));
  mutex = (name) => table.mutexes(name)[0] as MutexLock;
  signalling = table.pseudo('dma_fence_map');
}

function types(): string[] {
  return readJournal(arena.memory).map(({ finding }) => finding.type);
}

describe('assertHeld', () => {
  it('tells of a lock that is not held', () => {
    mutex('gem').assertHeld();
    expect(types()).toEqual(['not-held']);
  });

  it('is silent about one that is', () => {
    mutex('gem').acquire();
    mutex('gem').assertHeld();
    expect(types()).toEqual([]);
  });
});

describe('initialise and free', () => {
  it.each(['initialise', 'free'] as const)(
    '%s tells of a held lock, and it is free after',
    (how) => {
      const gem = mutex('gem');
      gem.acquire();
      gem[how]();
      expect(types()).toEqual(['held-freed']);
      expect(gem.isHeld()).toBe(false);
      expect(gem.acquire()).toBe('acquired');
    },
  );

  it('is silent about a free lock', () => {
    mutex('gem').initialise();
    mutex('gem').free();
    expect(types()).toEqual([]);
  });
});

describe('mightAcquire', () => {
  it('checks the order although nothing is taken', () => {
    mutex('gem').acquire();
    mutex('mmap_lock').mightAcquire();
    mutex('gem').release();
    mutex('mmap_lock').acquire();
    expect(types()).toEqual([]);
    mutex('gem').mightAcquire();
    expect(types()).toEqual(['circular']);
  });
});

describe('primed orders', () => {
  function primed(primes: readonly (readonly string[])[]): void {
    const locks: LockPlan = { ...arena.plan.locks, primes };
    const plan = { ...arena.plan, locks };
    primeOrders(new Evidence(arena.memory, plan));
    enter({ memory: arena.memory, plan });
  }

  it('are told at the first acquisition against them', () => {
    primed([['mmap_lock', 'gem']]);
    mutex('gem').acquire();
    mutex('mmap_lock').acquire();
    expect(types()).toEqual(['circular']);
  });

  it('are silent about those that follow them', () => {
    primed([['mmap_lock', 'gem']]);
    mutex('mmap_lock').acquire();
    mutex('gem').acquire();
    expect(types()).toEqual([]);
  });

  it('must not contradict each other', () => {
    const both = [
      ['mmap_lock', 'gem'],
      ['gem', 'mmap_lock'],
    ];
    expect(() => primed(both)).toThrow(/contradicts another one/);
  });
});

describe('fence signalling', () => {
  it('tells of a wait under a lock that a signalling section takes', () => {
    signalling.enterShared();
    mutex('gem').acquire();
    mutex('gem').release();
    signalling.leave();
    mutex('gem').acquire();
    signalling.mightWait();
    expect(types()).toEqual(['circular']);
  });

  it('lets sections nest, and wait for the fences of others', () => {
    signalling.enterShared();
    signalling.enterShared();
    signalling.mightWait();
    signalling.leave();
    mutex('gem').acquire();
    mutex('gem').release();
    signalling.leave();
    signalling.mightWait();
    expect(types()).toEqual([]);
  });
});
