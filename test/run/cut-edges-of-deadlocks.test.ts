import { describe, expect, it } from 'vitest';
import { cutOfFinding } from '../../src/run/cut-edges.ts';
import { findingOf, lockOf, stateOf, stepOf } from '../report/fixtures/findings.ts';
import { cutsOf, told, worldOf } from './fixtures/cut-world.ts';

describe('deadlocks', () => {
  const threads = [
    stateOf('T1', { holds: [lockOf('M(0)', [])], wants: lockOf('M(1)', [], { subclass: 1 }) }),
    stateOf('T2', { holds: [lockOf('M(1)', [])], wants: lockOf('M(0)', [], { subclass: 1 }) }),
  ];
  const cycle = [
    stepOf('M(0)', 'M(1)', { thread: 'T1', site: ['f (a.ts:1)'] }),
    stepOf('M(1)', 'M(0)', { thread: 'T2', site: ['g (a.ts:2)'] }),
  ];

  it.each(['predicted', 'confirmed'] as const)('that are %s count by their classes', (level) => {
    const finding = findingOf({ type: 'deadlock', level, threads, cycle });
    expect(cutsOf(worldOf(), [finding])).toMatchObject([
      {
        from: 'M',
        to: 'M/1',
        sites: 2,
        places: ['f (a.ts:1)', 'g (a.ts:2)'],
        suggestion: { kind: 'order-key', lock: 'M' },
      },
    ]);
    // Without the states of its threads, as far as the names of the locks go.
    expect(told(cutsOf(worldOf(), [{ ...finding, threads: [] }]))).toEqual(['M>M 1/2']);
  });

  it('of one lock with itself are no matter of order, nor is a place in a queue', () => {
    const finding = findingOf({
      type: 'deadlock',
      threads: [
        stateOf('T1', { holds: [lockOf('M(0)', [])], wants: lockOf('M(0)', []) }),
        stateOf('T2', { wants: lockOf('M(0)', []) }),
      ],
      cycle: [
        stepOf('M(0)', 'M(0)', { thread: 'T1', site: ['f (a.ts:1)'] }),
        stepOf('M(0)', 'M(0)', { thread: 'T2', site: ['g (a.ts:2)'] }),
      ],
    });
    expect(cutsOf(worldOf(), [finding])).toMatchObject([
      { from: 'M', to: 'M', places: ['f (a.ts:1)'], suggestion: { kind: 'hold-once', lock: 'M' } },
    ]);
  });

  it('without a cycle are cut where somebody holds what another one wants', () => {
    const finding = findingOf({
      type: 'deadlock',
      threads: [
        stateOf('T1', {
          holds: [lockOf('A(0)', []), lockOf('M(0)', [])],
          wants: lockOf('F(0)', []),
        }),
        stateOf('T2', { wants: lockOf('M(0)', []) }),
      ],
      details: ['T1 waits for F(0), which only T2 can bring about'],
    });
    const cuts = cutsOf(worldOf(), [finding]);
    expect(told(cuts)).toEqual(['M>F 1/1']);
    expect(cuts[0].suggestion).toEqual({ kind: 'wait-outside', lock: 'M', event: 'F' });
    const events = findingOf({
      type: 'deadlock',
      threads: [stateOf('T1', {})],
      details: ['alone'],
    });
    expect(cutsOf(worldOf(), [events])).toEqual([]);
  });
});

it('the wait for a fence and its passage through the class of signalling are one', () => {
  const world = worldOf();
  const [a] = world.tables[0].mutexes('A');
  const map = world.tables[0].pseudo('dma_fence_map');
  a.acquire();
  map.mightWait();
  a.release();
  map.enterShared();
  a.acquire();
  a.release();
  map.leave();
  expect(world.types()).toEqual(['circular']);
  const knot = findingOf({
    type: 'deadlock',
    threads: [
      stateOf('T1', { holds: [lockOf('A(0)', [])], wants: lockOf('F(0)', []) }),
      stateOf('T2', { holds: [lockOf('dma_fence_map', [])], wants: lockOf('A(0)', []) }),
    ],
  });
  const cycle = [
    stepOf('A(0)', 'F(0)', { thread: 'T1' }),
    stepOf('F(0)', 'A(0)', { thread: 'T2' }),
  ];
  for (const finding of [knot, { ...knot, cycle }]) {
    expect(cutsOf(world, [finding])).toMatchObject([{ cycles: 1, cyclesInAll: 1, sites: 1 }]);
  }
});

describe('a finding by itself', () => {
  const finding = findingOf({
    type: 'circular',
    level: 'possible',
    cycle: [stepOf('A', 'W'), stepOf('W', 'A')],
  });

  it('has the edge cut that closed its cycle', () => {
    expect(cutOfFinding(finding, [])).toMatchObject({
      from: 'A',
      to: 'W',
      places: ['take W (designs/d.ts:1)'],
      suggestion: { kind: 'trylock-and-back-off' },
    });
    const classes = [{ name: 'W', kind: 'ww-mutex', subclasses: 1 }] as const;
    expect(cutOfFinding(finding, classes)?.suggestion.kind).toBe('context-order');
  });

  it('has none where it is no cycle', () => {
    expect(cutOfFinding({ ...finding, type: 'bad-unlock' }, [])).toBeNull();
  });
});
