import { expect, it } from 'vitest';
import type { AcquireContext, PseudoLock, WwMutexLock } from '../../src/lock/lock-contracts.ts';
import type { LockTable } from '../../src/lock/lock-table.ts';
import type { LockClassPlan } from '../../src/shared/plan.ts';
import { createValidatorWorld } from './validator-world.ts';

const CLASSES: readonly LockClassPlan[] = [
  { name: 'ctx', kind: 'pseudo', subclasses: 1 },
  { name: 'resv', kind: 'ww-mutex', subclasses: 1, policy: 'wait-die', context: 'ctx' },
  { name: 'fs_reclaim', kind: 'pseudo', subclasses: 1 },
  { name: 'mmap_lock', kind: 'rw-semaphore', subclasses: 1 },
];

function faces(table: LockTable | undefined): {
  readonly context: AcquireContext;
  readonly locks: readonly WwMutexLock[];
  readonly reclaim: PseudoLock;
} {
  const own = table as LockTable;
  return {
    context: own.context('ctx'),
    locks: own.wwMutexes('resv'),
    reclaim: own.pseudo('fs_reclaim'),
  };
}

it('accepts many locks of one class under an acquire context', () => {
  const world = createValidatorWorld(CLASSES);
  const { context, locks } = faces(world.tables[0]);
  context.begin();
  for (const lock of locks) expect(lock.acquire(context)).toBe('acquired');
  expect(locks[0]?.acquire(context)).toBe('already');
  for (const lock of locks) lock.release();
  context.end();
  expect(world.types()).toEqual([]);
});

it('reports many locks of one class without one', () => {
  const world = createValidatorWorld(CLASSES);
  const { locks } = faces(world.tables[0]);
  for (const lock of locks) lock.acquire(null);
  expect(world.types()).toEqual(['recursion']);
});

it('reports a lock taken before its context was begun', () => {
  const world = createValidatorWorld(CLASSES);
  const { context, locks } = faces(world.tables[0]);
  locks[0]?.acquire(null);
  context.begin();
  locks[1]?.acquire(context);
  expect(world.types()).toContain('recursion');
});

it('reports a blocking acquisition in reclaim when allocations happen under the lock', () => {
  const world = createValidatorWorld(CLASSES);
  const { locks, reclaim } = faces(world.tables[0]);
  locks[0]?.acquire(null);
  reclaim.mightEnter();
  locks[0]?.release();
  reclaim.enter();
  expect(locks[1]?.tryAcquire(null)).toBe('acquired');
  locks[1]?.release();
  expect(world.types()).toEqual([]);
  locks[1]?.acquire(null);
  expect(world.types()).toEqual(['circular']);
});

it('reports a nested read of one class: a writer may stand between them', () => {
  const world = createValidatorWorld(CLASSES);
  const [first, second] = (world.tables[0] as LockTable).rwSemaphores('mmap_lock');
  first?.acquireRead();
  second?.acquireRead();
  expect(world.types()).toEqual(['recursion']);
});
