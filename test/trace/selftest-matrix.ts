/**
 * The part of the kernel's locking self-test (lib/locking-selftest.c) that needs neither interrupts nor
 * wait contexts, as facts: which rows and columns there are, and which of them must be reported. The
 * ops are our own. 142 cases.
 */
export interface SelftestCase {
  readonly name: string;
  readonly locks: readonly SelftestLock[];
  readonly contexts: readonly {
    readonly id: string;
    readonly kind: string;
    readonly class?: string;
  }[];
  readonly ops: readonly Op[];
  readonly expect: 'report' | 'clean';
  /** `none` for clean cases. */
  readonly reason: string;
}

export interface SelftestLock {
  readonly id: string;
  readonly kind: string;
  readonly class: string;
}

export type Op = Readonly<Record<string, unknown>>;

/** How a column takes a lock. */
interface Column {
  readonly kind: string;
  readonly mode: string;
}

const COLUMNS: Readonly<Record<string, Column>> = {
  spin: { kind: 'spinlock', mode: 'excl' },
  wlock: { kind: 'rwlock', mode: 'write' },
  rlock: { kind: 'rwlock', mode: 'read_recursive' },
  mutex: { kind: 'mutex', mode: 'excl' },
  wsem: { kind: 'rwsem', mode: 'write' },
  rsem: { kind: 'rwsem', mode: 'read' },
  rtmutex: { kind: 'rtmutex', mode: 'excl' },
};

/** Pairs of locks, outer and inner, one after the other. */
const CHAINS: Readonly<Record<string, readonly string[]>> = {
  ABBA: ['AB', 'BA'],
  ABBCCA: ['AB', 'BC', 'CA'],
  ABCABC: ['AB', 'CA', 'BC'],
  ABBCCDDA: ['AB', 'BC', 'CD', 'DA'],
  ABCDBDDA: ['AB', 'CD', 'BD', 'DA'],
  ABCDBCDA: ['AB', 'CD', 'BC', 'DA'],
};

export const TASK = { id: 'T0', kind: 'task' } as const;

/** Takes each lock inside the one before, and releases them all. */
function nested(...locks: readonly (readonly [string, string])[]): Op[] {
  const acquire = locks.map(([lock, mode]) => ({ op: 'lock', lock, mode }));
  const release = locks.map(([lock, mode]) => ({ op: 'unlock', lock, mode })).reverse();
  return [...acquire, ...release];
}

function plainCase(
  name: string,
  locks: readonly SelftestLock[],
  ops: readonly Op[],
  reason: string,
): SelftestCase {
  const expect = reason === 'none' ? 'clean' : 'report';
  return { name, locks, contexts: [TASK], ops, expect, reason };
}

function columnCases(): SelftestCase[] {
  return Object.entries(COLUMNS).flatMap(([column, { kind, mode }]) => {
    const recursive = mode === 'read_recursive';
    const a = { id: 'A', kind, class: 'A' };
    const twins = ['X1', 'X2'].map((id) => ({ id, kind, class: 'X' }));
    const lock = { op: 'lock', lock: 'A', mode };
    const unlock = { op: 'unlock', lock: 'A', mode };
    const aa = nested(['X1', mode], ['X2', mode]).slice(0, 2);
    return [
      plainCase(`AA_${column}`, twins, aa, recursive ? 'none' : 'recursion'),
      ...Object.entries(CHAINS).map(([row, pairs]) => {
        const ids = [...new Set(pairs.join(''))].sort();
        const locks = ids.map((id) => ({ id, kind, class: id }));
        const ops = pairs.flatMap(([outer = '', inner = '']) =>
          nested([outer, mode], [inner, mode]),
        );
        return plainCase(`${row}_${column}`, locks, ops, recursive ? 'none' : 'circular');
      }),
      plainCase(`double_unlock_${column}`, [a], [lock, unlock, unlock], 'bad_unlock_balance'),
      plainCase(`init_held_${column}`, [a], [lock, { op: 'init', lock: 'A' }], 'held_lock_reinit'),
    ];
  });
}

/** Readers under readers and writers: only those of rwlock are recursive. */
function readerCases(): SelftestCase[] {
  const kinds = [
    { name: 'rlock', abba: 'rlock', outer: 'spinlock', kind: 'rwlock', read: 'read_recursive' },
    { name: 'rsem', abba: 'rwsem', outer: 'mutex', kind: 'rwsem', read: 'read' },
  ];
  return kinds.flatMap(({ name, abba, outer, kind, read }) => {
    const x = (id: string) => ({ id, kind, class: 'X' });
    const both = [x('X1'), x('X2')];
    const fine = kind === 'rwlock' ? 'none' : 'recursion';
    const mixed = [x('X1'), { id: 'Y1', kind: outer, class: 'Y' }];
    const inversion = (first: string, second: string) => [
      ...nested(['X1', first], ['Y1', 'excl']),
      ...nested(['Y1', 'excl'], ['X1', second]),
    ];
    const take = (...locks: readonly (readonly [string, string])[]) =>
      nested(...locks).slice(0, locks.length);
    return [
      plainCase(`${name}_AA1`, [x('X1')], take(['X1', read], ['X1', read]), fine),
      plainCase(`${name}_AA1B`, both, take(['X1', read], ['X2', read]), fine),
      plainCase(`${name}_AA2`, [x('X1')], take(['X1', read], ['X1', 'write']), 'recursion'),
      plainCase(`${name}_AA3`, [x('X1')], take(['X1', 'write'], ['X1', read]), 'recursion'),
      plainCase(`${abba}_ABBA1`, mixed, inversion(read, 'write'), 'circular'),
      plainCase(
        `${abba}_ABBA2`,
        mixed,
        inversion(read, read),
        kind === 'rwlock' ? 'none' : 'circular',
      ),
      plainCase(`${abba}_ABBA3`, mixed, inversion('write', 'write'), 'circular'),
    ];
  });
}

/** A chain that was cached for readers must not hide the writer of the same classes. */
function chainCacheCase(): SelftestCase {
  const read = 'read_recursive';
  const locks = [
    { id: 'X1', kind: 'rwlock', class: 'X' },
    { id: 'Y1', kind: 'spinlock', class: 'Y' },
  ];
  const ops = [
    ...nested(['X1', read], ['Y1', 'excl']),
    ...nested(['Y1', 'excl'], ['X1', read]),
    ...nested(['Y1', 'excl'], ['X1', 'write']),
  ];
  return plainCase('rlock_chaincache_ABBA1', locks, ops, 'circular');
}

/** Modes of three pairs around a ring of rwlocks. Of the last two the kernel swapped the names. */
const RINGS = [
  { name: 'W1R2_W2R3_W3R1', pairs: ['WR', 'WR', 'WR'], reason: 'circular' },
  { name: 'W1W2_R2R3_W3R1', pairs: ['WW', 'RR', 'WR'], reason: 'circular' },
  { name: 'W1R2_R2R3_W3W1', pairs: ['WW', 'RR', 'RW'], reason: 'none' },
  { name: 'W1W2_R2R3_R3W1', pairs: ['WR', 'RR', 'WW'], reason: 'none' },
] as const;

const PERMUTATIONS = ['123', '132', '213', '231', '312', '321'];

function ringCases(): SelftestCase[] {
  const ids = ['X1', 'Y1', 'Z1'] as const;
  const locks = ids.map((id) => ({ id, kind: 'rwlock', class: id.slice(0, 1) }));
  const mode = (letter: string | undefined) => (letter === 'W' ? 'write' : 'read_recursive');
  return RINGS.flatMap(({ name, pairs, reason }) => {
    const events = pairs.map((pair, i) =>
      nested([ids[i] ?? '', mode(pair[0])], [ids[(i + 1) % 3] ?? '', mode(pair[1])]),
    );
    return PERMUTATIONS.map((order) => {
      const ops = [...order].flatMap((event) => events[Number(event) - 1] ?? []);
      return plainCase(`${name}_${order}`, locks, ops, reason);
    });
  });
}

/** What is not about ww-mutexes or reclaim. */
export function lockCases(): SelftestCase[] {
  return [...columnCases(), ...readerCases(), chainCacheCase(), ...ringCases()];
}
