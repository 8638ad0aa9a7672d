import { describe, expect, test } from 'vitest';
import { StackFixture } from './stack-fixture.ts';

const CLEAN = { corrupted: 0, findings: [] };

describe('one client', () => {
  test('faults, accesses and evicts its objects, and the audit balances', () => {
    const fixture = new StackFixture();
    const { operations } = fixture.stacks[0];
    for (let object = 0; object < fixture.plan.objects; object++) {
      expect(operations.fault(object, 'write')).toBe('done');
      expect(operations.cpuAccess(object, 'write')).toBe('done');
      expect(operations.dropPages(object)).toBe('done');
      expect(operations.dropPages(object)).toBe('busy');
      expect(operations.cpuAccess(object, 'read')).toBe('done');
    }
    expect(fixture.audit()).toMatchObject(CLEAN);
  });

  test('content survives eviction and comes back from swap', () => {
    const fixture = new StackFixture();
    const { operations } = fixture.stacks[0];
    for (let round = 0; round < 5; round++) {
      expect(operations.cpuAccess(3, 'write')).toBe('done');
      expect(operations.dropPages(3)).toBe('done');
    }
    expect(operations.cpuAccess(3, 'read')).toBe('done');
    expect(fixture.audit()).toMatchObject(CLEAN);
  });

  test('a working set larger than memory goes through direct reclaim', () => {
    const fixture = new StackFixture({ objects: 24, pagesPerObject: 6, poolPages: 40 });
    const { operations } = fixture.stacks[0];
    for (let i = 0; i < 200; i++) {
      expect(operations.cpuAccess((i * 7) % 24, i % 3 === 0 ? 'write' : 'read')).toBe('done');
    }
    expect(fixture.audit()).toMatchObject(CLEAN);
  });

  test('an unmapped object cannot be faulted', () => {
    const fixture = new StackFixture();
    const { operations } = fixture.stacks[0];
    expect(operations.munmap(0)).toBe('done');
    expect(operations.fault(0, 'read')).toBe('gone');
    expect(fixture.stacks[1].operations.fault(0, 'read')).toBe('done');
    expect(operations.mmap(0)).toBe('done');
    expect(operations.fault(0, 'read')).toBe('done');
    fixture.audit();
  });
});

describe('madvise', () => {
  test('unneeded content is dropped at eviction, not swapped out', () => {
    const fixture = new StackFixture();
    const { operations } = fixture.stacks[0];
    operations.cpuAccess(2, 'write');
    expect(operations.madvise(2, 'dontneed')).toBe('done');
    expect(operations.fault(2, 'write')).toBe('done');
    expect(operations.dropPages(2)).toBe('done');
    expect(operations.fault(2, 'read')).toBe('gone');
    expect(operations.madvise(2, 'willneed')).toBe('gone');
    expect(operations.fault(2, 'read')).toBe('done');
    expect(operations.madvise(2, 'willneed')).toBe('done');
    expect(fixture.audit()).toMatchObject(CLEAN);
  });

  test('content that is wanted again before eviction is kept', () => {
    const fixture = new StackFixture();
    const { operations } = fixture.stacks[0];
    operations.cpuAccess(2, 'write');
    operations.madvise(2, 'dontneed');
    expect(operations.madvise(2, 'willneed')).toBe('done');
    operations.dropPages(2);
    expect(operations.fault(2, 'read')).toBe('done');
    expect(fixture.audit()).toMatchObject(CLEAN);
  });
});

describe('create and destroy', () => {
  test('a slot is free again once the last reference has gone', () => {
    const fixture = new StackFixture();
    const { operations } = fixture.stacks[0];
    operations.cpuAccess(4, 'write');
    expect(operations.create(4)).toBe('busy');
    expect(operations.destroy(4)).toBe('done');
    expect(operations.destroy(4)).toBe('gone');
    expect(operations.fault(4, 'read')).toBe('gone');
    expect(operations.create(4)).toBe('done');
    expect(operations.fault(4, 'read')).toBe('done');
    expect(fixture.audit()).toMatchObject(CLEAN);
  });

  test('an importer keeps the exporter’s object alive', () => {
    const fixture = new StackFixture();
    const { operations } = fixture.stacks[0];
    const fd = operations.exportObject(1) as number;
    const imported = operations.importObject(fd, 1) as number;
    expect(operations.destroy(1)).toBe('done');
    expect(operations.cpuAccess(imported, 'write')).toBe('done');
    expect(operations.create(1)).toBe('busy');
    expect(operations.importObject(fd, 2)).toBe('gone');
    expect(operations.closeImported(imported)).toBe('done');
    expect(operations.create(1)).toBe('done');
    expect(operations.importObject(fd, 2)).toBe('gone');
    expect(fixture.audit()).toMatchObject(CLEAN);
  });
});

test('no operation on a slot that does not exist', () => {
  const fixture = new StackFixture();
  const { operations } = fixture.stacks[0];
  expect(operations.fault(-1, 'read')).toBe('gone');
  expect(operations.cpuAccess(1000, 'read')).toBe('gone');
  expect(operations.importObject(0, 1)).toBe('gone');
  expect(fixture.audit()).toMatchObject(CLEAN);
});
