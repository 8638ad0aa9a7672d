import { describe, expect, it } from 'vitest';
import { UsageError } from '../../src/base/errors.ts';
import { judged, judgedLines } from './judged.ts';

const A = { id: 'A', kind: 'mutex', class: 'A' };
const W = { id: 'W', kind: 'ww_mutex', class: 'resv' };
const R = { id: 'R', kind: 'rwsem', class: 'R' };
const CONTEXTS = [
  { id: 'T0', kind: 'task' },
  { id: 't', kind: 'ww_acquire_ctx', class: 'resv' },
];
const GOOD = { op: 'lock', lock: 'A', mode: 'excl' };

function error(act: () => unknown): UsageError {
  try {
    act();
  } catch (thrown) {
    if (thrown instanceof UsageError) return thrown;
    throw thrown;
  }
  throw new Error('nothing was thrown');
}

describe('a bad op is refused, with case, index and mend', () => {
  it.each([
    [{ op: 'lok', lock: 'A' }, 'unknown op "lok"', 'did you mean "lock"?'],
    [{ lock: 'A' }, '"op" is missing', 'write it like'],
    [{ op: 'toString' }, 'unknown op "toString"', 'did you mean'],
    [7, 'an op is 7, not an object', 'write it like'],
    [null, 'an op is null', 'write it like'],
    [[GOOD], 'an op is a list', 'write it like'],
    [{ ...GOOD, lokc: 'A' }, 'no key "lokc"', 'did you mean "lock"?'],
    [{ ...GOOD, ctx: 't' }, 'the op "lock" has no key "ctx"', 'It has: op, context, lock'],
    [{ op: 'lock' }, 'lacks its key "lock"', 'add "lock"'],
    [{ op: 'trylock', lock: 'A' }, 'lacks its key "ret"', 'add "ret"'],
    [{ op: 'lock', lock: 'AA' }, 'unknown lock "AA"', 'did you mean "A"?'],
    [{ op: 'lock', lock: 3 }, '"lock" is 3', 'name a lock'],
    [{ op: 'lock', lock: 't' }, '"t" is a context', 'name a lock'],
    [{ op: 'lock', lock: 'N', kind: 'mutx' }, 'unknown kind "mutx"', 'did you mean "mutex"?'],
    [{ ...GOOD, kind: 'rwsem' }, 'declared with another kind', 'say it once'],
    [{ op: 'lock', lock: 'N', kind: 'mutex', class: 'resv' }, 'is of another kind', 'of their own'],
    [{ ...GOOD, mode: 'exclusive' }, 'unknown mode "exclusive"', 'the modes are'],
    [{ ...GOOD, mode: 'read' }, '"A" has no readers', 'excl'],
    [{ op: 'lock', lock: 'R' }, 'has no mode', 'write or read'],
    [{ op: 'lock', lock: 'W', mode: 'excl' }, 'is not for "W"', 'ww_lock'],
    [{ op: 'ww_lock', lock: 'A', ctx: 't' }, 'is not for "A"', 'trylock'],
    [{ ...GOOD, subclass: 8 }, '"subclass" is 8', 'use 0 to 7'],
    [{ ...GOOD, subclass: 0.5 }, '"subclass" is 0.5', 'use 0 to 7'],
    [{ ...GOOD, nest_lock: 'A' }, 'nested under itself', 'name the outer lock'],
    [{ ...GOOD, nest_lock: 'WW' }, 'unknown lock "WW"', 'did you mean "W"?'],
    [{ ...GOOD, ret: 'EDEADLK' }, '"ret" is "EDEADLK"', 'use one of: 0, true, "EINTR"'],
    [{ op: 'ww_lock', lock: 'W', ctx: 'u', ret: 0 }, 'unknown context "u"', 'did you mean "t"?'],
    [{ op: 'ww_lock', lock: 'W', ctx: 'A', ret: 0 }, '"A" is a lock', 'ww_acquire_ctx'],
    [{ op: 'ww_lock', lock: 'W', ctx: null, ret: 'EDEADLK' }, 'needs a context', 'name the "ctx"'],
    [{ op: 'ww_lock_slow', lock: 'W', ctx: null }, '"ctx" is null', 'name a context'],
    [{ ...GOOD, context: 'T9' }, 'unknown task "T9"', 'did you mean "T0"?'],
    [{ op: 'might_alloc', gfp: 'GFP_KERNAL' }, 'unknown allocation flags', '"GFP_KERNEL"'],
    [{ op: 'ctx_set_acquired', ctx: 't', value: -1 }, '"value"', 'whole number'],
    [{ op: 'ctx_stamp', ctx: 't', delta: 'x' }, '"delta"', 'whole number'],
    [{ op: 'ctx_set_class', ctx: 't', class: 4 }, '"class" is 4', 'or null'],
    [{ op: 'foreign_unlock', lock: 'W' }, 'not held by anybody else', 'foreign_lock'],
    [{ op: 'memalloc_nofs_restore' }, 'never saved', 'memalloc_nofs_save'],
  ])('%j', (bad, message, mend) => {
    const value = { name: 'x', locks: [A, W, R], contexts: CONTEXTS, ops: [GOOD, bad] };
    const thrown = error(() => judged(value));
    expect(thrown.message).toContain('trace.json: case "x", ops[1]: ');
    expect(thrown.message).toContain(message);
    expect(thrown.mend).toContain(mend);
  });
});

describe('a bad case is refused', () => {
  it.each([
    [7, 'a case is 7'],
    [{ name: 'x' }, '"ops" is missing'],
    [{ name: 'x', ops: {} }, '"ops" is an object'],
    [{ name: '', ops: [] }, 'the name is ""'],
    [{ name: 'x', ops: [], lock: [] }, 'no key "lock"'],
    [{ name: 'x', ops: [], expect: 'deadlock' }, '"expect" is "deadlock"'],
    [{ name: 'x', ops: [], locks: {} }, '"locks" is an object'],
    [{ name: 'x', ops: [], locks: ['A'] }, 'locks[0] is "A"'],
    [{ name: 'x', ops: [], locks: [{ kind: 'mutex' }] }, 'the id of locks[0] is missing'],
    [{ name: 'x', ops: [], locks: [{ id: 'A', kind: 'mutx' }] }, 'unknown kind "mutx"'],
    [{ name: 'x', ops: [], locks: [{ ...A, size: 1 }] }, 'no key "size"'],
    [{ name: 'x', ops: [], locks: [{ ...A, class: 1 }] }, 'the class of locks[0] ("A") is 1'],
    [{ name: 'x', ops: [], locks: [A, A] }, 'have the id "A"'],
    [{ name: 'x', ops: [], locks: [A, { ...R, class: 'A' }] }, 'is of another kind already'],
    [{ name: 'x', ops: [], contexts: [{ id: 'T', kind: 'thread' }] }, 'unknown kind "thread"'],
    [{ name: 'x', ops: [], contexts: [CONTEXTS[0], CONTEXTS[0]] }, 'two tasks'],
    [{ name: 'x', ops: [], contexts: [{ id: 't', kind: 'ww_acquire_ctx' }] }, 'has no class'],
  ])('%j', (value, message) => {
    expect(error(() => judged(value)).message).toContain(message);
  });

  it('when it holds more locks than any thread may', () => {
    const locks = Array.from({ length: 49 }, (_, i) => ({ id: `l${i}`, kind: 'mutex' }));
    const ops = locks.map(({ id }) => ({ op: 'lock', lock: id }));
    const thrown = error(() => judged({ name: 'deep', locks, ops }));
    expect(thrown.message).toContain('case "deep", ops[48]: ');
    expect(thrown.mend).toContain('release');
  });
});

describe('bad lines are refused, with their number', () => {
  const header = { name: 'x', locks: [A] };

  it.each([
    [[header, GOOD, { op: 'lok' }], 'trace.jsonl:3: case "x", ops[1]: unknown op "lok"'],
    [[header, '', '{"op": '], 'trace.jsonl:3: not JSON'],
    [[header, '\u0000\u0001'], 'trace.jsonl:2: not JSON'],
    [['nonsense'], 'trace.jsonl:1: not JSON'],
    [[[GOOD]], 'trace.jsonl:1: the trace: a case is a list'],
    [[{ ...header, ops: [] }], 'trace.jsonl:1: case "x": a case has no key "ops"'],
    [[GOOD], 'trace.jsonl:1: the trace: an op stands where a case should begin'],
    [['', ' '], 'there is no header'],
    [[header, { op: 'lock', lock: 'B', class: 'B' }], 'unknown lock "B"'],
  ])('%j', async (lines, message) => {
    await expect(judgedLines(lines)).rejects.toThrow(message);
    await expect(judgedLines(lines)).rejects.toBeInstanceOf(UsageError);
  });
});
