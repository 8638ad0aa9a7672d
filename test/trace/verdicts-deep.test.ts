import { describe, expect, it } from 'vitest';
import { judged } from './judged.ts';
import type { Op } from './selftest-matrix.ts';

/** Locks of their own classes but for X, Y, Y2; R is one of recursive readers, S one of fair ones. */
const LOCKS = [
  ...['A', 'C', 'X', 'Y'].map((id) => ({ id, kind: 'spinlock', class: id })),
  { id: 'Y2', kind: 'spinlock', class: 'Y' },
  { id: 'R', kind: 'rwlock', class: 'R' },
  { id: 'S', kind: 'rwsem', class: 'S' },
];

const take = (lock: string, more: Op = {}): Op => ({ op: 'lock', lock, mode: 'excl', ...more });
const read = (lock: string): Op => take(lock, { mode: lock === 'R' ? 'read_recursive' : 'read' });
const write = (lock: string): Op => take(lock, { mode: 'write' });
const under = (lock: string, nest: string): Op => take(lock, { nest_lock: nest });
const tried = (lock: string): Op => ({ op: 'trylock', lock, mode: 'excl', ret: true });

/** Each stack is taken and released, innermost first; the verdict on all of them. */
function judgedStacks(...stacks: readonly (readonly Op[])[]) {
  const ops = stacks.flatMap((stack) => [
    ...stack,
    ...stack.map(({ lock, mode }) => ({ op: 'unlock', lock, mode })).reverse(),
  ]);
  const { reason, finding } = judged({ name: 'deep', locks: LOCKS, ops });
  return { reason, cycle: finding?.cycle.map(({ from, to }) => `${from}>${to}`) };
}

const INVERTED = [take('C'), take('A')];
const FOUND = { reason: 'circular', cycle: ['C>A', 'A>C'] };

describe('behind a recursive reader', () => {
  it('a lock leads to what is taken inside of the reader', () => {
    expect(judgedStacks([take('A'), read('R'), take('C')], INVERTED)).toEqual(FOUND);
  });

  it('a reader leads to it as well', () => {
    const stack = [read('S'), read('R'), take('C')];
    expect(judgedStacks(stack, [take('C'), write('S')]).cycle).toEqual(['C>S', 'S>C']);
  });

  it('nothing else does: one order, and readers that do not keep each other out', () => {
    const stack = [take('A'), read('R'), take('C')];
    expect(judgedStacks(stack, [take('A'), take('C')], [read('R'), take('C')]).reason).toBe(null);
    expect(judgedStacks(stack, [take('A'), take('C'), read('R')]).reason).toBe(null);
    expect(judgedStacks(stack, [take('A'), take('C'), write('R')]).reason).toBe('circular');
    expect(judgedStacks([take('A'), read('R')], [read('R'), take('C')], INVERTED).reason).toBe(
      null,
    );
  });
});

describe('behind a lock that an outer one serialised', () => {
  const stack = [take('X'), under('Y', 'X'), take('A'), under('Y2', 'X'), take('C')];

  it('a lock leads to what is taken inside of it', () => {
    expect(judgedStacks(stack, INVERTED)).toEqual(FOUND);
  });

  it('the order itself stays clean, and so does what follows it', () => {
    expect(judgedStacks(stack, stack, [take('A'), take('C')], [take('Y'), take('C')])).toEqual({
      reason: null,
      cycle: undefined,
    });
  });

  it('a lock does not lead to the one that is serialised', () => {
    expect(judgedStacks(stack.slice(0, 4), [take('Y'), take('A')]).reason).toBe(null);
  });
});

describe('behind a lock that was tried', () => {
  it('a lock leads to what is taken inside of it, and not to that lock', () => {
    const stack = [take('A'), tried('X'), take('C')];
    expect(judgedStacks(stack, INVERTED)).toEqual(FOUND);
    expect(judgedStacks(stack, [take('X'), take('A')]).reason).toBe(null);
  });
});

describe('behind a lock that leads there', () => {
  it('the cycle is told through it', () => {
    const { cycle } = judgedStacks([take('A'), take('X'), take('C')], INVERTED);
    expect(cycle).toEqual(['C>A', 'A>X', 'X>C']);
  });

  it('a fair reader passes the order on', () => {
    const { cycle } = judgedStacks([take('A'), read('S'), take('C')], INVERTED);
    expect(cycle).toEqual(['C>A', 'A>S', 'S>C']);
  });
});
