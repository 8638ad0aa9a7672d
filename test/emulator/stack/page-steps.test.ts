import { describe, expect, test } from 'vitest';
import type { PageSteps } from '../../../emulator/locking-design.ts';
import { bareDesign } from './bare-design.ts';
import { StackFixture } from './stack-fixture.ts';

const CLEAN = { corrupted: 0, findings: [] };

function open(): { fixture: StackFixture; first: PageSteps; second: PageSteps } {
  const { design, parts } = bareDesign();
  const fixture = new StackFixture({ design });
  return { fixture, first: parts[0].pages, second: parts[1].pages };
}

describe('one filler', () => {
  test('claims, fills, publishes; the next claim finds the pages', () => {
    const { fixture, first, second } = open();
    expect(first.claim(3)).toBe('claimed');
    expect(first.fillerOf(3)).toBe(1);
    expect(first.fill(3)).toBe('done');
    expect(first.publish(3)).toBe('published');
    expect(first.fillerOf(3)).toBe(0);
    expect(second.claim(3)).toBe('present');
    expect(second.unpublish(3)).toBe('busy');
    fixture.unpin(3, 2);
    expect(second.unpublish(3)).toBe('unpublished');
    expect(second.release(3)).toBe('done');
    expect(second.unpublish(3)).toBe('busy');
    expect(fixture.audit()).toMatchObject(CLEAN);
  });

  test('a fill given up leaves nothing', () => {
    const { fixture, first, second } = open();
    first.claim(3);
    first.fill(3);
    first.discard(3);
    second.abandon(3);
    expect(second.claim(3)).toBe('filling');
    first.abandon(3);
    expect(second.claim(3)).toBe('claimed');
    second.abandon(3);
    expect(fixture.audit()).toMatchObject(CLEAN);
  });

  test('ends no fill that it did not begin', () => {
    const { fixture, first } = open();
    expect(() => first.discard(3)).toThrow(/did not begin/);
    fixture.audit();
  });
});

describe('two fillers at once', () => {
  test('the second to publish has lost, is pinned all the same, and gives its pages back', () => {
    const { fixture, first, second } = open();
    expect(first.claim(3)).toBe('claimed');
    expect(second.claim(3)).toBe('filling');
    expect(first.fill(3)).toBe('done');
    expect(second.fill(3)).toBe('done');
    expect(second.publish(3)).toBe('published');
    expect(first.publish(3)).toBe('lost');
    first.discard(3);
    expect(first.unpublish(3)).toBe('busy');
    fixture.unpin(3, 2);
    expect(first.unpublish(3)).toBe('unpublished');
    expect(first.release(3)).toBe('done');
    expect(fixture.audit()).toMatchObject(CLEAN);
  });

  test('pages prepared before the object came and went are stale', () => {
    const { fixture, first, second } = open();
    const { operations } = fixture.stacks[1];
    first.claim(3);
    expect(first.fill(3)).toBe('done');
    second.fill(3);
    second.publish(3);
    fixture.unpin(3, 1);
    operations.fault(3, 'write');
    operations.dropPages(3);
    expect(first.publish(3)).toBe('stale');
    first.discard(3);
    expect(operations.fault(3, 'read')).toBe('done');
    expect(fixture.audit()).toMatchObject(CLEAN);
  });

  test('a fill that begins while the object has pages is none that could be wrong', () => {
    const { fixture, first, second } = open();
    const { operations } = fixture.stacks[1];
    operations.cpuAccess(3, 'write');
    operations.dropPages(3);
    expect(first.claim(3)).toBe('claimed');
    second.fill(3);
    second.publish(3);
    operations.cpuAccess(3, 'write');
    expect(first.fill(3)).toBe('done');
    expect(first.publish(3)).toBe('lost');
    first.discard(3);
    fixture.unpin(3, 2);
    expect(fixture.audit()).toMatchObject(CLEAN);
  });
});

describe('steps that nothing keeps apart', () => {
  test('a guard that meets another filler reports that its lock does not lock', () => {
    const { fixture, first } = open();
    first.claim(3);
    expect(fixture.stacks[1].operations.fault(3, 'read')).toBe('busy');
    expect(fixture.findings()).toEqual(['corruption pages filled by two']);
    first.abandon(3);
    expect(fixture.audit().corrupted).toBe(1);
  });

  test('two threads inside steps of one object are seen', () => {
    const { fixture, first, second } = open();
    fixture.stacks[0].operations.fault(3, 'read');
    expect(first.unpublish(3)).toBe('unpublished');
    expect(second.claim(3)).toBe('claimed');
    second.abandon(3);
    first.release(3);
    expect(fixture.findings()).toContain('corruption page steps overlap');
    expect(fixture.audit().corrupted).toBeGreaterThan(0);
  });

  test('pages taken from under a pin are seen by the reader', () => {
    const { fixture, first } = open();
    const { operations } = fixture.stacks[0];
    operations.fault(3, 'read');
    first.claim(3);
    first.release(3);
    expect(operations.fault(3, 'read')).toBe('done');
    expect(fixture.findings()).toContain('corruption no page behind a pin');
    expect(fixture.audit().corrupted).toBeGreaterThan(0);
  });

  test('publishing twice loses pages, which the audit finds', () => {
    const { fixture, first, second } = open();
    first.claim(3);
    first.fill(3);
    second.fill(3);
    fixture.poke(3, 'resident', 0);
    first.publish(3);
    fixture.poke(3, 'resident', 0);
    fixture.poke(3, 'epoch', 0);
    second.publish(3);
    const { findings } = fixture.audit();
    expect(findings.map(({ key }) => key)).toContain('corruption audit page leaked');
  });
});
