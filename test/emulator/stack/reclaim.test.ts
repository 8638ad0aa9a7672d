import { describe, expect, test } from 'vitest';
import type { EvictionCause } from '../../../emulator/locking-design.ts';
import { reclaimTotals } from '../../../emulator/reclaim-totals.ts';
import { bareDesign } from './bare-design.ts';
import { StackFixture } from './stack-fixture.ts';

const CLEAN = { corrupted: 0, findings: [] };
/** Objects 3, 4, 5, 10 and 11 are of 4, 5, 6, 5 and 6 pages; 24 pages lie above the watermark. */
const TIGHT = { objects: 12, pagesPerObject: 6, poolPages: 28, swapPages: 100 };

describe('reclaim', () => {
  test('direct reclaim ends with `no-memory` when every page is pinned', () => {
    const fixture = new StackFixture({ ...TIGHT, ringSlots: 8, objectsPerJob: 8 });
    const { operations } = fixture.stacks[0];
    const engine = fixture.stacks[2].openEngine(0);
    operations.beginSubmission();
    for (const object of [3, 4, 5, 11]) operations.addObject(object);
    expect(operations.submit()).toBe('done');
    expect(operations.cpuAccess(10, 'read')).toBe('no-memory');
    expect(fixture.findings()).toContain('out-of-memory page');
    engine.drain();
    expect(operations.cpuAccess(10, 'read')).toBe('done');
    expect(fixture.audit()).toMatchObject(CLEAN);
  });

  test('kswapd works from the low watermark to the high one', () => {
    const fixture = new StackFixture(TIGHT);
    const { operations } = fixture.stacks[0];
    for (const object of [3, 4, 5, 11]) operations.cpuAccess(object, 'write');
    const { kswapd } = fixture.stacks[1];
    while (kswapd.round() === 'worked');
    const totals = reclaimTotals(fixture.memory);
    expect(totals.kswapd).toBeGreaterThan(0);
    expect(totals.direct).toBe(0);
    expect(kswapd.round()).toBe('idle');
    expect(fixture.audit()).toMatchObject(CLEAN);
  });

  test('a refusal of the design ends the operation that had to reclaim', () => {
    const { design } = bareDesign((plain) => ({
      evict: (object, cause) => (cause === 'direct' ? 'deadlock' : plain.evict(object, cause)),
    }));
    const fixture = new StackFixture({ ...TIGHT, design });
    const { operations } = fixture.stacks[0];
    const outcomes = new Set<string>();
    for (let object = 0; object < 12; object++) outcomes.add(operations.cpuAccess(object, 'write'));
    expect([...outcomes].toSorted()).toEqual(['deadlock', 'done']);
    expect(fixture.findings()).toEqual([]);
    expect(fixture.audit()).toMatchObject(CLEAN);
  });

  test('a driver that makes room for its submission passes a back-off on', () => {
    const causes = new Set<EvictionCause>();
    const { design, parts } = bareDesign(() => ({
      evict(_object, cause) {
        causes.add(cause);
        return 'back-off';
      },
    }));
    const fixture = new StackFixture({ design });
    fixture.stacks[0].operations.cpuAccess(3, 'write');
    const { submission } = parts[0];
    expect(submission.makeRoom(8)).toBe('done');
    expect(submission.makeRoom(8)).toBe('back-off');
    expect([...causes]).toEqual(['driver']);
    expect(fixture.audit()).toMatchObject(CLEAN);
  });

  test('reclaim does not reclaim for itself', () => {
    const fixtures: StackFixture[] = [];
    const { design } = bareDesign((plain) => ({
      evict(object, cause) {
        if (cause === 'direct') fixtures[0]?.stacks[0].operations.cpuAccess(0, 'read');
        return plain.evict(object, cause);
      },
    }));
    const fixture = new StackFixture({ ...TIGHT, design });
    fixtures.push(fixture);
    const { operations } = fixture.stacks[0];
    for (let object = 1; object < 12; object++) operations.cpuAccess(object, 'write');
    expect(fixture.findings()).toContain('convention allocate in fs_reclaim');
    expect(fixture.audit()).toMatchObject(CLEAN);
  });
});
