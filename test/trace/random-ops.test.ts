import fc from 'fast-check';
import { expect, it } from 'vitest';
import { UsageError } from '../../src/base/errors.ts';
import { VERBS } from '../../src/trace/vocabulary.ts';
import { judged } from './judged.ts';

const LOCKS = [
  { id: 'A', kind: 'mutex', class: 'A' },
  { id: 'A2', kind: 'mutex', class: 'A' },
  { id: 'S', kind: 'spinlock', class: 'S' },
  { id: 'R', kind: 'rwsem', class: 'R' },
  { id: 'Q', kind: 'rwlock', class: 'Q' },
  { id: 'W', kind: 'ww_mutex', class: 'resv' },
  { id: 'W2', kind: 'ww_mutex', class: 'resv' },
];
const CONTEXTS = [
  { id: 'T0', kind: 'task' },
  { id: 'T1', kind: 'task' },
  { id: 't', kind: 'ww_acquire_ctx', class: 'resv' },
  { id: 't2', kind: 'ww_acquire_ctx', class: 'resv' },
];

const lockId = fc.constantFrom(...LOCKS.map(({ id }) => id));
const ctxId = fc.constantFrom('t', 't2');
const task = fc.constantFrom('T0', 'T1');

/** Ops that make sense one by one; what they make of each other is the judge's business. */
const sensible = fc.oneof(
  fc.record({
    op: fc.constantFrom('lock', 'unlock'),
    lock: fc.constantFrom('A', 'A2', 'S'),
    context: task,
  }),
  fc.record({
    op: fc.constantFrom('lock', 'unlock'),
    lock: fc.constantFrom('R', 'Q'),
    mode: fc.constantFrom('write', 'read', 'read_recursive'),
    context: task,
  }),
  fc.record({
    op: fc.constant('ww_lock'),
    lock: fc.constantFrom('W', 'W2'),
    ctx: ctxId,
    ret: fc.constantFrom(0, 'EDEADLK', 'EALREADY'),
    context: task,
  }),
  fc.record({
    op: fc.constantFrom('ww_unlock', 'base_unlock', 'base_lock', 'init', 'free'),
    lock: fc.constantFrom('W', 'W2'),
    context: task,
  }),
  fc.record({
    op: fc.constantFrom('ww_ctx_init', 'ww_ctx_done', 'ww_ctx_fini'),
    ctx: ctxId,
    context: task,
  }),
  fc.record({
    op: fc.constantFrom('fs_reclaim_acquire', 'fs_reclaim_release', 'might_alloc'),
    gfp: fc.constantFrom('GFP_KERNEL', 'GFP_NOFS'),
    context: task,
  }),
);

/** Any verb with any keys, right or wrong. */
const wild = fc.record(
  {
    op: fc.oneof(fc.constantFrom(...VERBS), fc.string()),
    lock: fc.oneof(lockId, ctxId, fc.jsonValue()),
    mode: fc.oneof(fc.constantFrom('excl', 'read'), fc.jsonValue()),
    ctx: fc.oneof(ctxId, fc.constant(null), fc.jsonValue()),
    dst: ctxId,
    src: ctxId,
    ret: fc.oneof(fc.constantFrom(0, true, false, 'EDEADLK'), fc.jsonValue()),
    nest_lock: fc.oneof(lockId, ctxId, fc.jsonValue()),
    subclass: fc.oneof(fc.integer({ min: 0, max: 7 }), fc.jsonValue()),
    value: fc.jsonValue(),
    gfp: fc.oneof(fc.constant('GFP_KERNEL'), fc.jsonValue()),
    class: fc.oneof(fc.string(), fc.constant(null)),
    kind: fc.oneof(fc.constant('mutex'), fc.jsonValue()),
    context: fc.oneof(task, fc.jsonValue()),
  },
  { requiredKeys: ['op'] },
);

function judgedOrRefused(ops: readonly unknown[]) {
  try {
    return judged({ name: 'random', locks: LOCKS, contexts: CONTEXTS, ops });
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
}

it('judges any sequence of sensible ops', () => {
  fc.assert(
    fc.property(fc.array(sensible, { maxLength: 40 }), (ops) => {
      const outcome = judgedOrRefused(ops);
      expect(outcome).not.toBeInstanceOf(UsageError);
    }),
    { numRuns: 300, seed: 1 },
  );
});

it('refuses whatever makes no sense as bad input, and fails at nothing', () => {
  const either = fc.oneof({ weight: 4, arbitrary: sensible }, { weight: 1, arbitrary: wild });
  fc.assert(
    fc.property(fc.array(either, { maxLength: 20 }), (ops) => {
      expect(judgedOrRefused(ops)).toBeDefined();
    }),
    { numRuns: 300, seed: 2 },
  );
});

it('refuses any value that is no case', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      fc.pre(!Array.isArray(value));
      expect(() => judged(value)).toThrow(UsageError);
    }),
    { numRuns: 300, seed: 3 },
  );
});
