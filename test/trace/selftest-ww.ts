import { type Op, type SelftestCase, TASK } from './selftest-matrix.ts';

/** The ww-mutex rows of the kernel's locking self-test, and the three of reclaim. */

const CLASS = 'ww_lockdep';
const OBJECTS: Readonly<Record<string, { id: string; kind: string; class: string }>> = {
  o: { id: 'o', kind: 'ww_mutex', class: CLASS },
  o2: { id: 'o2', kind: 'ww_mutex', class: CLASS },
  o3: { id: 'o3', kind: 'ww_mutex', class: CLASS },
  A: { id: 'A', kind: 'spinlock', class: 'A' },
};

type Ret = number | string | boolean;
const begin = (ctx = 't'): Op => ({ op: 'ww_ctx_init', ctx });
const done: Op = { op: 'ww_ctx_done', ctx: 't' };
const end: Op = { op: 'ww_ctx_fini', ctx: 't' };
const lock = (name: string, ret: Ret = 0, ctx = 't'): Op => ({
  op: 'ww_lock',
  lock: name,
  ctx,
  ret,
});
const block = (name: string): Op => ({ op: 'ww_lock', lock: name, ctx: null, ret: 0 });
const tryLock = (name: string, ret = true): Op => ({
  op: 'ww_trylock',
  lock: name,
  ctx: null,
  ret,
});
const slow = (name: string): Op => ({ op: 'ww_lock_slow', lock: name, ctx: 't' });
const unlock = (name: string): Op => ({ op: 'ww_unlock', lock: name });
const spin = (op: 'lock' | 'unlock'): Op => ({ op, lock: 'A', mode: 'excl' });

function wwCase(name: string, reason: string, ops: readonly Op[]): SelftestCase {
  const text = JSON.stringify(ops);
  const locks = Object.values(OBJECTS).filter(({ id }) => text.includes(`"lock":"${id}"`));
  const nests = Object.values(OBJECTS).filter(({ id }) => text.includes(`"nest_lock":"${id}"`));
  const contexts = ['t', 't2'].filter((id) => text.includes(`"${id}"`));
  return {
    name: `ww_test_${name}`,
    locks: [...new Set([...locks, ...nests])],
    contexts: [TASK, ...contexts.map((id) => ({ id, kind: 'ww_acquire_ctx', class: CLASS }))],
    ops,
    expect: reason === 'none' ? 'clean' : 'report',
    reason,
  };
}

function apiCases(): SelftestCase[] {
  const base = (op: string, ret: Ret): Op[] => [
    { op, lock: 'o', ret },
    { op: 'base_unlock', lock: 'o' },
    { op: 'assert_ctx_untouched', lock: 'o' },
  ];
  return [
    wwCase('fail_acquire', 'none', [
      begin(),
      { op: 'ctx_stamp', ctx: 't', delta: 1 },
      lock('o'),
      lock('o', 'EALREADY'),
      tryLock('o', false),
      { op: 'ctx_copy', dst: 't2', src: 't', stamp_delta: 1 },
      lock('o', 'EDEADLK', 't2'),
      unlock('o'),
      tryLock('o'),
      unlock('o'),
    ]),
    wwCase('normal', 'none', [
      ...base('base_lock', 0),
      ...base('base_lock_interruptible', 0),
      ...base('base_lock_killable', 0),
      ...base('base_trylock', true),
      begin(),
      { op: 'base_lock', lock: 'o', nest_lock: 't', ret: 0 },
      { op: 'base_unlock', lock: 'o' },
    ]),
    wwCase('unneeded_slow', 'ww_api', [begin(), slow('o')]),
  ];
}

function misuseCases(): SelftestCase[] {
  return [
    wwCase('two_contexts', 'recursion', [begin(), begin('t2')]),
    wwCase('diff_class', 'ww_api', [
      begin(),
      { op: 'ctx_set_class', ctx: 't', class: null },
      lock('o'),
    ]),
    wwCase('context_done_twice', 'ww_api', [begin(), done, done]),
    wwCase('context_unlock_twice', 'bad_unlock_balance', [begin(), done, end, end]),
    wwCase('context_fini_early', 'ww_api', [begin(), lock('o'), done, end]),
    wwCase('context_lock_after_done', 'ww_api', [begin(), done, lock('o')]),
    wwCase('object_unlock_twice', 'bad_unlock_balance', [block('o'), unlock('o'), unlock('o')]),
    wwCase('object_lock_unbalanced', 'ww_api', [
      begin(),
      lock('o'),
      { op: 'ctx_set_acquired', ctx: 't', value: 0 },
      unlock('o'),
    ]),
    wwCase('object_lock_stale_context', 'ww_api', [
      begin(),
      { op: 'set_owner_ctx', lock: 'o', ctx: 't2' },
      lock('o'),
    ]),
  ];
}

/** o2 (and o3) is held by an older context, so that o2 tells t to back off. */
function backOffCases(): SelftestCase[] {
  const foreign = (name: string): Op => ({ op: 'foreign_lock', lock: name, ctx: 't2' });
  const copy: Op = { op: 'ctx_copy', dst: 't2', src: 't', stamp_delta: -1 };
  const refused = [foreign('o2'), begin(), copy, lock('o'), lock('o2', 'EDEADLK')];
  const bothForeign = [foreign('o3'), ...refused];
  const freed: Op = { op: 'foreign_unlock', lock: 'o2' };
  return [
    wwCase('edeadlk_normal', 'none', [...refused, freed, unlock('o'), lock('o2')]),
    wwCase('edeadlk_normal_slow', 'none', [...refused, freed, unlock('o'), slow('o2')]),
    wwCase('edeadlk_no_unlock', 'ww_api', [...refused, freed, lock('o2')]),
    wwCase('edeadlk_no_unlock_slow', 'ww_api', [...refused, freed, slow('o2')]),
    wwCase('edeadlk_acquire_more', 'ww_api', [...refused, lock('o3')]),
    wwCase('edeadlk_acquire_more_slow', 'ww_api', [...refused, slow('o3')]),
    wwCase('edeadlk_acquire_more_edeadlk', 'ww_api', [...bothForeign, lock('o3', 'EDEADLK')]),
    wwCase('edeadlk_acquire_more_edeadlk_slow', 'ww_api', [...bothForeign, slow('o3')]),
    wwCase('edeadlk_acquire_wrong', 'ww_api', [...refused, unlock('o'), lock('o3')]),
    wwCase('edeadlk_acquire_wrong_slow', 'ww_api', [...refused, unlock('o'), slow('o3')]),
  ];
}

function nestCases(): SelftestCase[] {
  const y = (id: string) => ({ id, kind: 'spinlock', class: 'Y' });
  const under = (name: string): Op => ({ op: 'lock', lock: name, mode: 'excl', nest_lock: 'X1' });
  const nestTest: SelftestCase = {
    name: 'ww_test_spin_nest_lock',
    locks: [{ id: 'X1', kind: 'spinlock', class: 'X' }, y('Y1'), y('Y2'), OBJECTS['A'] as never],
    contexts: [TASK],
    ops: [
      { op: 'lock', lock: 'X1', mode: 'excl' },
      under('Y1'),
      spin('lock'),
      under('Y2'),
      spin('unlock'),
      ...['Y2', 'Y1', 'X1'].map((name) => ({ op: 'unlock', lock: name, mode: 'excl' })),
    ],
    expect: 'clean',
    reason: 'none',
  };
  const nested = { ...spin('lock'), nest_lock: 'o' };
  return [wwCase('spin_nest_unlocked', 'nest_lock_not_held', [nested, spin('unlock')]), nestTest];
}

/** Rows: how the first lock is held; columns: how the second is asked for. */
function gridCases(): SelftestCase[] {
  const first: Readonly<Record<string, readonly Op[]>> = {
    context: [begin(), lock('o')],
    try: [tryLock('o')],
    block: [block('o')],
  };
  const second = (row: string): Readonly<Record<string, readonly Op[]>> => ({
    block: [block('o2')],
    try: [tryLock('o2')],
    context: row === 'context' ? [lock('o2')] : [begin(), lock('o2')],
  });
  const pairs = Object.entries(first).flatMap(([row, held]) =>
    Object.entries(second(row)).map(([column, wanted]) => {
      const fine = column === 'try' || (row === 'context' && column === 'context');
      return wwCase(`${row}_${column}`, fine ? 'none' : 'recursion', [...held, ...wanted]);
    }),
  );
  const ask: Readonly<Record<string, Op>> = {
    block: block('o'),
    try: tryLock('o'),
    context: lock('o'),
  };
  const bySpinlock = Object.entries(ask).map(([column, acquire]) =>
    wwCase(`spin_${column}`, column === 'try' ? 'none' : 'circular', [
      spin('lock'),
      spin('unlock'),
      ...(column === 'context' ? [begin()] : []),
      ...[acquire, spin('lock'), spin('unlock'), unlock('o')],
      ...[spin('lock'), acquire, unlock('o'), spin('unlock')],
    ]),
  );
  return [...pairs, ...bySpinlock];
}

function reclaimCases(): SelftestCase[] {
  const gfp = 'GFP_KERNEL';
  const reclaim = (name: string, reason: string, inside: readonly Op[]): SelftestCase => ({
    name: `fs_reclaim_${name}`,
    locks: [{ id: 'fs_reclaim', kind: 'reclaim_map', class: 'fs_reclaim' }],
    contexts: [TASK],
    ops: [{ op: 'fs_reclaim_acquire', gfp }, ...inside, { op: 'fs_reclaim_release', gfp }],
    expect: reason === 'none' ? 'clean' : 'report',
    reason,
  });
  const alloc = (flags: string): Op => ({ op: 'might_alloc', gfp: flags });
  return [
    reclaim('correct_nesting', 'none', [alloc('GFP_NOFS')]),
    reclaim('wrong_nesting', 'recursion', [alloc(gfp)]),
    reclaim('protected_nesting', 'none', [
      { op: 'memalloc_nofs_save' },
      alloc(gfp),
      { op: 'memalloc_nofs_restore' },
    ]),
  ];
}

function classNameCase(): SelftestCase {
  return {
    name: 'lockdep_set_subclass_name',
    locks: [{ id: 'X1', kind: 'rwsem', class: 'X' }],
    contexts: [TASK],
    ops: [
      { op: 'set_subclass', lock: 'X1', subclass: 1 },
      { op: 'assert_class_name_unchanged', lock: 'X1' },
    ],
    expect: 'clean',
    reason: 'none',
  };
}

export function wwCases(): SelftestCase[] {
  return [...apiCases(), ...misuseCases(), ...backOffCases(), ...nestCases(), ...gridCases()];
}

export function otherCases(): SelftestCase[] {
  return [...reclaimCases(), classNameCase()];
}
