import { describe, expect, it } from 'vitest';
import { cutEdges } from '../../src/run/cut-edges.ts';
import { findingOf, stepOf } from '../report/fixtures/findings.ts';
import type { ValidatorWorld } from '../validate/validator-world.ts';
import { cutsOf, nest, nestElsewhere, told, worldOf } from './fixtures/cut-world.ts';

describe('the edges to cut', () => {
  it('are none without a cycle', () => {
    const world = worldOf();
    for (let i = 0; i < 3; i++) nest(world, 'ABC');
    expect(cutsOf(world)).toEqual([]);
  });

  it('are none where the run bears no cycle out, and where what is wrong is no cycle', () => {
    const world = worldOf();
    nest(world, 'AB');
    nest(world, 'BA');
    const rejection = { reason: 'gate-lock', text: 'all hold G' } as const;
    const [{ memory, evidence }] = world.threads;
    const rejected = world.findings().map(({ finding }) => ({ ...finding, rejection }));
    expect(cutEdges(memory, evidence.plan, rejected)).toEqual([]);
    const others = [findingOf({ type: 'promise', cycle: [stepOf('A', 'B')] })];
    expect(cutEdges(memory, evidence.plan, others)).toEqual([]);
  });

  it('are made in the fewest places', () => {
    const world = worldOf();
    nest(world, 'AB');
    nestElsewhere(world);
    nest(world, 'BA');
    expect(cutsOf(world)).toEqual([
      {
        from: 'B',
        to: 'A',
        cycles: 1,
        cyclesInAll: 1,
        sites: 1,
        places: [expect.stringContaining('cut-world.ts')],
        isLeast: true,
        suggestion: { kind: 'trylock-and-back-off', outer: 'B', inner: 'A' },
      },
    ]);
  });

  it('break what follows from other dependencies, too', () => {
    // To take B elsewhere would still leave C inside A.
    const world = worldOf();
    nest(world, 'ABC');
    nest(world, 'CA');
    expect(told(cutsOf(world))).toEqual(['C>A 2/1']);
  });

  it('break the cycles that no finding tells, once those are broken that are told', () => {
    const world = worldOf();
    nest(world, 'AB');
    nest(world, 'CD');
    nest(world, 'AM');
    nest(world, 'MB');
    nest(world, 'BA');
    // Told is A > B > A; A > M > B > A is another.
    expect(told(cutsOf(world))).toEqual(['B>A 2/1']);
  });

  it('are ranked by the cycles they break', () => {
    const world = worldOf();
    for (const names of ['MA', 'BM', 'AC', 'AB', 'CB', 'CD', 'DC']) nest(world, names);
    expect(told(cutsOf(world))).toEqual(['B>M 2/1', 'C>D 1/1']);
  });

  it('leave alone what is promised or primed, even if it is made in fewer places', () => {
    const world = worldOf([['B', 'A']]);
    nest(world, 'AB');
    nestElsewhere(world);
    nest(world, 'BA');
    expect(told(cutsOf(world))).toEqual(['A>B 1/2']);
    const primes = [['A', 'M', 'B']];
    expect(told(cutsOf(world, [], { promises: [], primes }))).toEqual(['B>A 1/1']);
    // Where everything is meant, something has to go.
    expect(told(cutsOf(world, [], { primes }))).toEqual(['B>A 1/1']);
  });

  it('are, of equals, those that break a promise', () => {
    const world = worldOf([['C', 'B']]);
    for (const names of ['AB', 'BC', 'CA']) nest(world, names);
    expect(told(cutsOf(world))).toEqual(['B>C 1/1']);
    expect(told(cutsOf(world, [], { promises: [] }))).toEqual(['A>B 1/1']);
  });
});

describe('reclaim', () => {
  it('is where a lock is tried, rather than held without allocating', () => {
    const world = worldOf();
    nest(world, 'AR');
    nest(world, 'RA');
    const [cut] = cutsOf(world);
    expect(cut).toMatchObject({ from: 'fs_reclaim', to: 'A' });
    expect(cut.suggestion).toEqual({ kind: 'trylock-in-reclaim', lock: 'A' });
  });

  it('is where a lock is tried also behind another one, if nobody takes them so elsewhere', () => {
    const world = worldOf();
    nest(world, 'RAB');
    nest(world, 'BA');
    const [cut] = cutsOf(world);
    expect(cut.suggestion).toEqual({ kind: 'trylock-in-reclaim', lock: 'B' });
    const elsewhere = worldOf();
    nest(elsewhere, 'RAB');
    nestElsewhere(elsewhere);
    nest(elsewhere, 'BA');
    expect(told(cutsOf(elsewhere))).toEqual(['B>A 1/1']);
  });

  it('is cut also for a recursion that goes through it', () => {
    const world = worldOf();
    const [a, other] = world.tables[0].mutexes('A');
    const pseudo = world.tables[0].pseudo('fs_reclaim');
    a.acquire();
    pseudo.enter();
    other.acquire();
    other.release();
    pseudo.leave();
    a.release();
    expect(world.types()).toEqual(['recursion', 'circular']);
    expect(told(cutsOf(world))).toEqual(['fs_reclaim>A 1/1']);
  });
});

describe('a transaction', () => {
  const transact = (world: ValidatorWorld, inside: () => void) => {
    const [table] = world.tables;
    const context = table.context('ctx');
    const [lock] = table.wwMutexes('W');
    context.begin();
    lock.acquire(context);
    inside();
    lock.release();
    context.end();
  };
  const around = (world: ValidatorWorld, inside: () => void) => {
    const [lock] = world.tables[0].mutexes('A');
    lock.acquire();
    inside();
    lock.release();
  };

  it.each(['first', 'last'])('is one thing to cut, begun %s', (when) => {
    const world = worldOf();
    const inside = () => transact(world, () => around(world, () => undefined));
    const outside = () => around(world, () => transact(world, () => undefined));
    for (const each of when === 'first' ? [inside, outside] : [outside, inside]) each();
    const cuts = cutsOf(world);
    expect(told(cuts)).toEqual(['W>A 1/1']);
    expect(cuts[0].suggestion).toMatchObject({ kind: 'context-order', place: 'before' });
  });
});
