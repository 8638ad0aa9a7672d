import { describe, expect, test } from 'vitest';
import type { StackOperations } from '../../../emulator/stack-operations.ts';
import { StackFixture } from './stack-fixture.ts';

const CLEAN = { corrupted: 0, findings: [] };

function submit(operations: StackOperations, objects: readonly number[]): string {
  operations.beginSubmission();
  for (const object of objects) operations.addObject(object);
  return operations.submit();
}

describe('submission', () => {
  test('pins until the engine is done', () => {
    const fixture = new StackFixture();
    const { operations } = fixture.stacks[0];
    const engine = fixture.stacks[2].openEngine(0);
    expect(submit(operations, [0, 1, 3])).toBe('done');
    expect(operations.dropPages(1)).toBe('busy');
    expect(engine.round()).toBe('worked');
    expect(operations.dropPages(1)).toBe('done');
    expect(operations.cpuAccess(3, 'read')).toBe('done');
    expect(fixture.audit()).toMatchObject(CLEAN);
  });

  test('names each object once and no more than a job can hold', () => {
    const fixture = new StackFixture();
    const { operations } = fixture.stacks[0];
    const engine = fixture.stacks[2].openEngine(0);
    expect(submit(operations, [0, 0, 1, 2, 3, 4, 5])).toBe('done');
    expect(operations.dropPages(3)).toBe('busy');
    expect(operations.dropPages(4)).toBe('busy');
    engine.drain();
    expect(fixture.audit()).toMatchObject(CLEAN);
  });

  test('an importer and its exporter may be in one job', () => {
    const fixture = new StackFixture();
    const { operations } = fixture.stacks[0];
    const engine = fixture.stacks[2].openEngine(0);
    const imported = operations.importObject(operations.exportObject(2) as number, 1) as number;
    expect(submit(operations, [imported, 2, 0])).toBe('done');
    engine.drain();
    expect(fixture.audit()).toMatchObject(CLEAN);
  });

  test('a closed object refuses the whole submission and leaves nothing pinned', () => {
    const fixture = new StackFixture();
    const { operations } = fixture.stacks[0];
    operations.destroy(1);
    expect(submit(operations, [0, 1])).toBe('gone');
    expect(submit(operations, [])).toBe('done');
    expect(fixture.audit()).toMatchObject(CLEAN);
  });

  test('purged content refuses the submission after others were pinned', () => {
    const fixture = new StackFixture();
    const { operations } = fixture.stacks[0];
    operations.madvise(1, 'dontneed');
    expect(submit(operations, [0, 1])).toBe('gone');
    expect(operations.dropPages(0)).toBe('done');
    expect(fixture.audit()).toMatchObject(CLEAN);
  });

  test('the engine frees no object: the last reference is left to the next operation', () => {
    const fixture = new StackFixture();
    const { operations } = fixture.stacks[0];
    const engine = fixture.stacks[2].openEngine(0);
    submit(operations, [4, 5]);
    operations.destroy(4);
    engine.drain();
    expect(operations.create(4)).toBe('busy');
    expect(operations.create(4)).toBe('done');
    expect(fixture.audit()).toMatchObject(CLEAN);
  });

  test('jobs on one buffer by two engines keep their order', () => {
    const fixture = new StackFixture({ engines: 2, nativeDevices: 2, threads: 4 });
    const { operations } = fixture.stacks[0];
    const first = fixture.stacks[2].openEngine(0);
    const second = fixture.stacks[3].openEngine(1);
    expect(submit(operations, [0, 1])).toBe('done');
    expect(submit(operations, [1, 0])).toBe('done');
    expect(first.round()).toBe('worked');
    expect(second.round()).toBe('worked');
    expect(operations.cpuAccess(0, 'read')).toBe('done');
    expect(fixture.audit()).toMatchObject(CLEAN);
  });

  test('many rounds through a small ring', () => {
    const fixture = new StackFixture({ ringSlots: 2 });
    const { operations } = fixture.stacks[0];
    const engine = fixture.stacks[2].openEngine(0);
    for (let round = 0; round < 50; round++) {
      expect(submit(operations, [round % 8, (round + 3) % 8])).toBe('done');
      expect(submit(operations, [(round + 1) % 8])).toBe('done');
      engine.drain();
    }
    expect(engine.round()).toBe('idle');
    expect(fixture.audit()).toMatchObject(CLEAN);
  });
});
