import { expect, it } from 'vitest';
import { type Arena, createArena } from '../../src/arena/arena.ts';
import { enterArena } from '../../src/arena/arena-thread.ts';
import type { MutexLock } from '../../src/lock/lock-contracts.ts';

const LOCKS = {
  a: 'mutex',
  b: 'mutex',
  gate: 'mutex',
  many: { kind: 'mutex', instances: 3, order: 'ascending' },
} as const;

function recorded(events: number | undefined) {
  const options = { threads: 2, locks: LOCKS } as const;
  return createArena(events === undefined ? options : { ...options, events });
}

/** Takes them in this order and gives them back. */
function nest(...locks: readonly MutexLock[]): void {
  for (const lock of locks) lock.acquire();
  for (const lock of [...locks].reverse()) lock.release();
}

/** Both orders, by two threads one after the other: nothing happens. */
function invert(arena: Arena<{ threads: 2; locks: typeof LOCKS }>, gated: boolean): void {
  for (const order of [['a', 'b'] as const, ['b', 'a'] as const]) {
    const thread = enterArena(arena.handle);
    const locks = order.map((name) => thread.mutex(name));
    nest(...(gated ? [thread.mutex('gate')] : []), ...locks);
    // The name is not given up, so that the second thread is another one.
  }
}

function told(arena: Pick<Arena, 'assess'>) {
  return arena.assess().map(({ finding }) => [finding.level, finding.rejection?.reason]);
}

it('an inversion that this run could have died of is predicted', () => {
  const arena = recorded(1000);
  invert(arena, false);
  expect(told(arena)).toEqual([
    ['possible', undefined],
    ['predicted', undefined],
  ]);
});

it('one that a third lock keeps apart is rejected with the reason', () => {
  const arena = recorded(1000);
  invert(arena, true);
  expect(told(arena)).toEqual([['possible', 'gate-lock']]);
});

it('instances against their order are told, and along it are not', () => {
  const arena = recorded(1000);
  const thread = enterArena(arena.handle);
  nest(thread.mutex('many', 0), thread.mutex('many', 2));
  const types = () => arena.assess().map(({ finding }) => finding.type);
  expect(types()).not.toContain('order-key');
  nest(thread.mutex('many', 2), thread.mutex('many', 1));
  expect(types()).toContain('order-key');
});

it('without a record the findings are as they were', () => {
  const arena = recorded(undefined);
  invert(arena, true);
  expect(arena.assess()).toEqual(arena.findings());
});
