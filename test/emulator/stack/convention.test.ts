import { describe, expect, test } from 'vitest';
import { allDesigns } from '../../../emulator/design-catalog.ts';
import type { DesignLock, LockingDesign } from '../../../emulator/locking-design.ts';
import { readLockStats } from '../../../src/measure/lock-stats.ts';
import { bareDesign } from './bare-design.ts';
import { StackFixture } from './stack-fixture.ts';

const FAULTED = 3;
const UNPROTECTED = [
  'convention publish without the lock',
  'convention unpublish without the lock',
];

/** No guard takes a lock; the design claims that one protects the pages. */
function claiming(per: DesignLock['per']): LockingDesign {
  const own = { class: 'own', kind: 'mutex', per } as const;
  return { ...bareDesign().design, locks: { own }, protects: { pages: ['own'] } };
}

function comeAndGo(fixture: StackFixture, object = FAULTED): void {
  const { operations } = fixture.stacks[0];
  expect(operations.cpuAccess(object, 'write')).toBe('done');
  expect(operations.dropPages(object)).toBe('done');
}

describe('what the design says protects pages', () => {
  test.each([
    ['device', 0],
    ['object', FAULTED],
    ['buffer', FAULTED],
  ] as const)('per %s: is held, or it is a finding', (per, index) => {
    const bare = new StackFixture({ design: claiming(per) });
    comeAndGo(bare);
    expect(bare.findings()).toEqual(UNPROTECTED);
    bare.audit();

    const held = new StackFixture({ design: claiming(per) });
    const [lock] = [held.threads[0].locks.mutexes('own')[index]];
    lock.acquire();
    comeAndGo(held);
    lock.release();
    expect(held.findings()).toEqual([]);
    held.audit();
  });

  test('the lock of another object will not do', () => {
    const fixture = new StackFixture({ design: claiming('object') });
    const lock = fixture.threads[0].locks.mutexes('own')[FAULTED + 1];
    lock.acquire();
    comeAndGo(fixture);
    lock.release();
    expect(fixture.findings()).toEqual(UNPROTECTED);
    fixture.audit();
  });

  test('an importer’s object goes by its buffer', () => {
    const fixture = new StackFixture({ design: claiming('buffer') });
    const { operations } = fixture.stacks[0];
    const imported = operations.importObject(operations.exportObject(FAULTED) as number, 1);
    const lock = fixture.threads[0].locks.mutexes('own')[FAULTED];
    lock.acquire();
    comeAndGo(fixture, imported as number);
    lock.release();
    expect(fixture.findings()).toEqual([]);
    fixture.audit();
  });

  test.each(['off', 'stats'] as const)('is not looked at at level %s', (level) => {
    const fixture = new StackFixture({ design: claiming('object'), level });
    comeAndGo(fixture);
    expect(fixture.findings()).toEqual([]);
    fixture.audit();
  });

  test('is not looked at where the design says nothing', () => {
    const fixture = new StackFixture({ design: bareDesign().design });
    comeAndGo(fixture);
    expect(fixture.findings()).toEqual([]);
    fixture.audit();
  });

  test('every design of the package says it and keeps to it', async () => {
    for (const { design } of await allDesigns()) {
      expect(design.protects?.pages.length, design.name).toBeGreaterThan(0);
      const fixture = new StackFixture({ design });
      comeAndGo(fixture);
      expect(fixture.findings(), design.name).toEqual([]);
      fixture.audit();
    }
  });
});

describe('what might happen is seen without bad luck', () => {
  test('a wait for fences, although all are signalled', () => {
    const fixture = new StackFixture();
    const [waiter, , signaller] = fixture.threads;
    const lockOf = (thread: typeof waiter) => thread.locks.mutexes('dma_buf.lock')[0];
    lockOf(waiter).acquire();
    expect(fixture.stacks[0].operations.cpuAccess(FAULTED, 'read')).toBe('done');
    lockOf(waiter).release();
    signaller.locks.pseudo('dma_fence_map').enter();
    lockOf(signaller).acquire();
    lockOf(signaller).release();
    signaller.locks.pseudo('dma_fence_map').leave();
    expect(fixture.findings().filter((key) => key.startsWith('circular'))).toHaveLength(1);
    fixture.audit();
  });

  test('reclaim, which is counted only where it happens', () => {
    const fixture = new StackFixture();
    const reclaims = (): number | undefined =>
      readLockStats(fixture.memory, fixture.run).find(({ class: name }) => name === 'fs_reclaim')
        ?.acquisitions;
    comeAndGo(fixture);
    expect(reclaims()).toBe(0);
    fixture.stacks[1].kswapd.round();
    expect(reclaims()).toBe(0);
    fixture.audit();
  });
});
