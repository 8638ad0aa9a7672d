import { expect, it } from 'vitest';
import type { MutexLock } from '../../src/lock/lock-contracts.ts';
import { acquireScoped, withLock } from '../../src/lock/scoped.ts';
import { createValidatorWorld, mutexClass } from '../validate/validator-world.ts';

function mutexes(): readonly [MutexLock, MutexLock] {
  const world = createValidatorWorld([mutexClass('A')], { instances: 1 });
  const [own, other] = world.tables.map((table) => table.mutexes('A')[0]);
  return [own as MutexLock, other as MutexLock];
}

it('a scope releases what it acquired, also when it is left by an exception', () => {
  const [own, other] = mutexes();
  const scope = () => {
    using held = acquireScoped(own);
    expect(held.held).toBe(true);
    expect(other.tryAcquire()).toBe('busy');
    throw new Error('left early');
  };
  expect(scope).toThrow('left early');
  expect(other.tryAcquire()).toBe('acquired');
});

it('a scope that was refused releases nothing', () => {
  const [own, other] = mutexes();
  other.acquire();
  {
    using held = acquireScoped({ acquire: () => own.tryAcquire(), release: () => own.release() });
    expect([held.held, held.outcome]).toEqual([false, 'busy']);
  }
  expect(other.isHeld()).toBe(true);
});

it('withLock gives the value, or the refusal', () => {
  const [own, other] = mutexes();
  expect(withLock(own, () => 7)).toEqual({ outcome: 'acquired', value: 7 });
  expect(own.isHeld()).toBe(false);
  other.acquire();
  const timed = { acquire: () => own.acquireFor(1), release: () => own.release() };
  expect(withLock(timed, () => 7)).toEqual({ outcome: 'timed-out' });
});
