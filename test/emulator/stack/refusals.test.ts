import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../../emulator/outcome.ts';
import { bareDesign } from './bare-design.ts';
import { StackFixture } from './stack-fixture.ts';

const CLEAN = { corrupted: 0, findings: [] };

/** Guards that refuse once each time `refuse` is set. */
function refusing(guard: 'unmapAttachment' | 'mapAttachment' | 'getPages') {
  const next: { refuse: Outcome | null } = { refuse: null };
  const { design } = bareDesign((plain) => ({
    [guard](object: number, why: never): Outcome {
      const refusal = next.refuse;
      next.refuse = null;
      return refusal ?? plain[guard](object, why);
    },
  }));
  return { next, fixture: new StackFixture({ design }) };
}

function importOne(fixture: StackFixture, buffer: number): number {
  const { operations } = fixture.stacks[0];
  return operations.importObject(operations.exportObject(buffer) as number, 1) as number;
}

describe('a guard that gives way', () => {
  test('in unmap leaves the imported object as it was', () => {
    const { next, fixture } = refusing('unmapAttachment');
    const { operations } = fixture.stacks[0];
    const object = importOne(fixture, 2);
    operations.cpuAccess(object, 'write');
    next.refuse = 'deadlock';
    expect(operations.dropPages(object)).toBe('deadlock');
    expect(operations.cpuAccess(object, 'read')).toBe('done');
    expect(operations.dropPages(object)).toBe('done');
    expect(fixture.audit()).toMatchObject(CLEAN);
  });

  test('in unmap of a closed object leaves it to the next operation to free', () => {
    const { next, fixture } = refusing('unmapAttachment');
    const { operations } = fixture.stacks[0];
    const object = importOne(fixture, 2);
    operations.cpuAccess(object, 'write');
    next.refuse = 'deadlock';
    expect(operations.closeImported(object)).toBe('done');
    expect(operations.dropPages(2)).toBe('busy');
    expect(operations.dropPages(2)).toBe('done');
    expect(fixture.audit()).toMatchObject(CLEAN);
  });

  test('in map gives the exporter’s pages free again', () => {
    const { next, fixture } = refusing('mapAttachment');
    const { operations } = fixture.stacks[0];
    const object = importOne(fixture, 2);
    next.refuse = 'deadlock';
    expect(operations.cpuAccess(object, 'write')).toBe('deadlock');
    expect(operations.cpuAccess(object, 'write')).toBe('done');
    expect(fixture.audit()).toMatchObject(CLEAN);
  });

  test('in get-pages refuses the operation only', () => {
    const { next, fixture } = refusing('getPages');
    const { operations } = fixture.stacks[0];
    next.refuse = 'deadlock';
    expect(operations.fault(2, 'write')).toBe('deadlock');
    operations.beginSubmission();
    operations.addObject(0);
    operations.addObject(1);
    next.refuse = 'no-memory';
    expect(operations.submit()).toBe('no-memory');
    expect(operations.fault(2, 'write')).toBe('done');
    expect(fixture.audit()).toMatchObject(CLEAN);
  });
});

test('an unmap refused to a fill that lost is tried again later', () => {
  const refuse = { left: 0 };
  const { design, parts } = bareDesign((plain) => ({
    unmapAttachment: (attachment) =>
      refuse.left-- > 0 ? 'deadlock' : plain.unmapAttachment(attachment),
  }));
  const fixture = new StackFixture({ design });
  const [first, second] = [parts[0].pages, parts[1].pages];
  const object = importOne(fixture, 2);
  first.claim(object);
  first.fill(object);
  second.fill(object);
  first.publish(object);
  expect(second.publish(object)).toBe('lost');
  refuse.left = 1;
  second.discard(object);
  fixture.unpin(object, 2);
  const { operations } = fixture.stacks[0];
  expect(operations.dropPages(object)).toBe('done');
  expect(operations.dropPages(2)).toBe('done');
  expect(fixture.audit()).toMatchObject(CLEAN);
});
