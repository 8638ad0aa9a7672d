import { describe, expect, test } from 'vitest';
import { ATTACHMENT, OBJECT } from '../../../emulator/memory-map.ts';
import { StackFixture } from './stack-fixture.ts';

const CLEAN = { corrupted: 0, findings: [] };

function imported(fixture: StackFixture, buffer: number, device: number, thread = 0): number {
  const { operations } = fixture.stacks[thread];
  const fd = operations.exportObject(buffer);
  expect(fd).toBeTypeOf('number');
  const object = operations.importObject(fd as number, device);
  expect(object).toBeTypeOf('number');
  return object as number;
}

describe('PRIME', () => {
  test('a client that imports a buffer twice gets the same object, another client another', () => {
    const fixture = new StackFixture();
    const first = imported(fixture, 0, 1);
    expect(imported(fixture, 0, 1)).toBe(first);
    expect(imported(fixture, 0, 2)).not.toBe(first);
    expect(imported(fixture, 0, 1, 1)).not.toBe(first);
    expect(fixture.audit()).toMatchObject(CLEAN);
  });

  test('self-import gives the native object, without an attachment', () => {
    const fixture = new StackFixture({ nativeDevices: 3, firstImporter: 0 });
    const { operations } = fixture.stacks[0];
    expect(imported(fixture, 4, 1)).toBe(4);
    expect(imported(fixture, 4, 1)).toBe(4);
    expect(operations.destroy(4)).toBe('done');
    expect(operations.fault(4, 'read')).toBe('done');
    expect(operations.closeImported(4)).toBe('done');
    expect(operations.fault(4, 'read')).toBe('gone');
    expect(fixture.audit()).toMatchObject(CLEAN);
  });

  test('an exported imported object is its exporter’s buffer', () => {
    const fixture = new StackFixture();
    const { operations } = fixture.stacks[0];
    const object = imported(fixture, 2, 1);
    expect(operations.exportObject(object)).toBe(operations.exportObject(2));
    expect(fixture.audit()).toMatchObject(CLEAN);
  });

  test('a closed handle is gone for all threads of the client, also when its slot is used again', () => {
    const fixture = new StackFixture({ importedSlots: 2, clients: 1 });
    const [first, second] = fixture.stacks;
    const object = imported(fixture, 0, 1);
    expect(second.operations.closeImported(object)).toBe('done');
    expect(first.operations.cpuAccess(object, 'read')).toBe('gone');
    expect(first.operations.closeImported(object)).toBe('gone');
    expect(imported(fixture, 3, 1)).toBe(object);
    expect(fixture.audit()).toMatchObject(CLEAN);
  });

  test('with all slots in use an import is refused', () => {
    const fixture = new StackFixture({ importedSlots: 2 });
    const { operations } = fixture.stacks[0];
    imported(fixture, 0, 1);
    expect(operations.importObject(operations.exportObject(1) as number, 1)).toBe('busy');
    expect(fixture.audit()).toMatchObject(CLEAN);
  });
});

describe('attachments', () => {
  test('an importer pins its exporter’s pages for as long as it has its own', () => {
    const fixture = new StackFixture();
    const { operations } = fixture.stacks[0];
    const object = imported(fixture, 5, 1);
    expect(operations.cpuAccess(object, 'write')).toBe('done');
    expect(operations.dropPages(5)).toBe('busy');
    expect(operations.dropPages(object)).toBe('done');
    expect(operations.dropPages(5)).toBe('done');
    expect(operations.cpuAccess(object, 'read')).toBe('done');
    expect(fixture.audit()).toMatchObject(CLEAN);
  });

  test('what one importer writes the other and the exporter read', () => {
    const fixture = new StackFixture();
    const { operations } = fixture.stacks[0];
    const render = imported(fixture, 3, 1);
    const display = imported(fixture, 3, 2);
    for (const object of [render, display, 3]) {
      expect(operations.cpuAccess(object, 'write')).toBe('done');
    }
    for (const object of [render, display, 3]) {
      expect(operations.cpuAccess(object, 'read')).toBe('done');
    }
    expect(fixture.audit()).toMatchObject(CLEAN);
  });

  test('a sg table that outlives its pages is seen', () => {
    const fixture = new StackFixture();
    const { operations } = fixture.stacks[0];
    const object = imported(fixture, 0, 1);
    operations.cpuAccess(object, 'read');
    // As if the exporter had been unpinned under the importer.
    const region = fixture.memory.region(OBJECT);
    fixture.memory.i32[region.at(0) + region.word.pins] = 0;
    expect(operations.dropPages(0)).toBe('done');
    expect(operations.cpuAccess(object, 'read')).toBe('done');
    expect(fixture.findings()).toContain('corruption stale page');
    const { findings } = fixture.audit();
    expect(findings.map(({ key }) => key)).toContain('corruption audit stale sg table');
  });

  test('users left behind by a map without unmap do not balance', () => {
    const fixture = new StackFixture();
    const object = imported(fixture, 0, 1);
    fixture.stacks[0].operations.cpuAccess(object, 'read');
    const region = fixture.memory.region(ATTACHMENT);
    fixture.memory.i32[region.at(object - fixture.plan.objects) + region.word.users]++;
    const { findings } = fixture.audit();
    expect(findings.map(({ key }) => key)).toContain(
      'corruption audit attachment users not balanced',
    );
  });
});
