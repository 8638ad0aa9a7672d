import { describe, expect, test } from 'vitest';
import { readScenarioText } from '../../../src/scenario/read/read-scenario.ts';
import type { Scenario } from '../../../src/scenario/scenario.ts';

function read(text: string, file = 'good.yaml'): Scenario {
  return readScenarioText(text, file);
}

/** One thread with this list, over locks of every kind. */
function listed(...operations: readonly string[]): Scenario {
  const locks =
    '{ A: mutex, B: mutex, R: rwsem, W: ww, X: ww, E: completion, F: fence, V: condition }';
  return read(`scenario: s\nlocks: ${locks}\nthreads:\n  T1: [${operations.join(', ')}]\n`);
}

function skipsOf({ threads }: Scenario): (number | undefined)[] {
  return (threads[0]?.ops ?? []).map((op) => ('skipTo' in op ? op.skipTo : undefined));
}

const IN_FULL = `
scenario: abba                 # name, required
summary: two mutexes, opposite order
source: everywhere
locks:
  A: mutex
  B: { kind: mutex, class: child, key: 2 }
  W: { kind: ww, policy: wound-wait }
threads:
  T1: [lock A, lock B nested 1, spawn T2, unlock B, unlock A]
  T2: [ww_begin c, ww_lock_all c W, ww_unlock W, ww_end c]
reclaim: [trylock A, unlock A]
primes: [[A, fs_reclaim]]
expect: { reachable: deadlock }
finds: { type: circular, level: predicted, locks: [A, child], detector: prediction, class: D7 }
fixed:
  summary: without
  threads: { T1: [lock A, unlock A] }
`;

test('a file in full', () => {
  const scenario = read(IN_FULL);
  expect(scenario).toMatchObject({
    name: 'abba',
    summary: 'two mutexes, opposite order',
    source: 'everywhere',
    file: 'good.yaml',
    locks: [
      { name: 'A', kind: 'mutex', class: 'A' },
      { name: 'B', kind: 'mutex', class: 'child', key: 2 },
      { name: 'W', kind: 'ww', class: 'W', policy: 'wound-wait' },
    ],
    threads: [
      { name: 'T1', spawned: false },
      { name: 'T2', spawned: true },
    ],
    reclaim: [{ verb: 'trylock', lock: 0, skipTo: 2 }, { verb: 'unlock' }],
    primes: [['A', 'fs_reclaim']],
    expect: 'deadlock',
    finds: { type: 'circular', level: 'predicted', locks: ['A', 'child'], class: 'D7' },
  });
  expect(scenario.threads[0]?.ops[1]).toEqual({
    verb: 'lock',
    lock: 1,
    subclass: 1,
    line: 10,
    text: 'lock B nested 1',
  });
  expect(scenario.threads[1]?.ops[1]).toMatchObject({ context: 'c', locks: [2] });
});

test('the mended variant keeps what it does not replace, and expects nothing', () => {
  const { fixed } = read(`
scenario: s
locks: { A: mutex, B: mutex }
threads: { T1: [lock A, unlock A] }
reclaim: [lock B, unlock B]
expect: { reachable: deadlock }
finds: { type: circular }
fixed: { summary: mended, locks: { A: rwsem, B: mutex }, threads: { T2: [read A, unread A] } }
`);
  expect(fixed).toMatchObject({
    name: 's',
    summary: 'mended',
    expect: 'clean',
    locks: [{ kind: 'rwsem' }, { kind: 'mutex' }],
    threads: [{ name: 'T2', ops: [{ verb: 'read', lock: 0 }, { verb: 'unread' }] }],
    reclaim: [{ verb: 'lock', lock: 1 }, { verb: 'unlock' }],
  });
  expect(fixed?.finds).toBeUndefined();
  expect(fixed?.fixed).toBeUndefined();
});

test('a story may play in the emulated stack', () => {
  const text =
    'scenario: s\nstage: { design: d, workload: w }\nfixed: { stage: { design: e, workload: w } }\n';
  const { stage, fixed, threads } = read(text);
  expect(stage).toEqual({ design: 'd', workload: 'w' });
  expect(fixed?.stage).toEqual({ design: 'e', workload: 'w' });
  expect(threads).toEqual([]);
});

test('a story may be a trace, whose mended variant has the same locks', () => {
  const { trace, fixed } = read(`
scenario: s
trace:
  locks: [{ id: A }]
  ops:
    - { op: lock, lock: A }
    - { op: unlock, lock: A }
  expect: report
fixed: { trace: { ops: [] } }
`);
  expect(trace).toMatchObject({ value: { locks: [{ id: 'A' }], expect: 'report' }, line: 4 });
  expect(trace?.opLines).toEqual([6, 7]);
  const mended = { locks: [{ id: 'A' }], ops: [], expect: 'clean' };
  expect(fixed?.trace).toEqual({ value: mended, line: 9, opLines: [] });
});

describe('what is a program, however foolish', () => {
  test.each([
    ['a self-deadlock', ['lock A', 'lock A', 'unlock A', 'unlock A']],
    ['a read within a read', ['read R', 'read R', 'unread R', 'unread R']],
    ['an upgrade', ['read R', 'write R', 'unwrite R', 'unread R']],
    ['a downgrade', ['write R', 'downgrade R', 'unread R']],
    ['locks released out of order', ['lock A', 'lock B', 'unlock A', 'unlock B']],
    ['a wait that nobody ends', ['wait E', 'fence_wait F', 'cond_wait V']],
    ['an allocation without a reclaim list', ['alloc', 'nofs', 'alloc', 'endnofs']],
    ['an exit with locks held', ['lock A', 'read R', 'ww_begin c', 'ww_lock W c', 'exit']],
    ['an exit on the way', ['trylock A', 'lock B', 'exit', 'unlock B', 'unlock A', 'work']],
    [
      'what an old context owns already',
      ['ww_begin c', 'ww_lock W c', 'ww_lock_all c X W', 'ww_unlock X', 'ww_unlock W', 'ww_end c'],
    ],
    [
      'sections within sections',
      ['begin_signalling', 'begin_signalling', 'end_signalling', 'end_signalling'],
    ],
    ['a lock that only a refused try keeps', ['lock A', 'trylock B', 'unlock A', 'unlock B']],
    ['forty reads', [...Array(40).fill('read R'), ...Array(40).fill('unread R')]],
  ])('%s', (_what, operations) => {
    expect(listed(...operations).threads[0]?.ops).toHaveLength(operations.length);
  });

  test('no operations at all', () => {
    expect(listed().threads[0]?.ops).toEqual([]);
  });

  test('no locks at all', () => {
    const { threads } = read('scenario: s\nthreads: { T1: [join T2], T2: [join T1] }');
    expect(threads[0]?.ops).toMatchObject([{ verb: 'join', thread: 1 }]);
  });
});

describe('a refused try goes on behind its own release', () => {
  test.each([
    ['plain', ['trylock A', 'work', 'unlock A'], 3],
    ['behind a lock of the same mutex', ['trylock A', 'lock A', 'unlock A', 'unlock A', 'work'], 4],
    ['behind another try', ['trylock A', 'tryread R', 'unread R', 'unlock A', 'work'], 4],
    ['timed', ['timedlock A 10', 'unlock A', 'work'], 2],
    ['read', ['tryread R', 'read R', 'unread R', 'unread R'], 4],
    ['write', ['trywrite R', 'unwrite R', 'work'], 2],
    ['write, downgraded', ['trywrite R', 'downgrade R', 'work', 'unread R'], 4],
    ['over an exit', ['trylock A', 'exit', 'unlock A', 'work'], 3],
  ])('%s', (_what, operations, skipTo) => {
    expect(skipsOf(listed(...operations))[0]).toBe(skipTo);
  });
});

describe('all ways of writing the same', () => {
  const plain = 'scenario: s\nlocks: { A: mutex }\nthreads: { T1: [lock A, unlock A] }\n';
  const expected = read(plain);
  const sameBut = (scenario: Scenario) =>
    JSON.stringify(scenario, (key, value) => (key === 'line' || key === 'file' ? 0 : value));

  test.each([
    ['Windows line ends', plain.replaceAll('\n', '\r\n'), 'good.yaml'],
    [
      'block style',
      'scenario: s\nlocks:\n  A: mutex\nthreads:\n  T1:\n  - lock A\n  - unlock A',
      'a.yml',
    ],
    ['many spaces', plain.replace('lock A', '"  lock   A "'), 'good.yaml'],
    [
      'an alias',
      'scenario: s\nlocks: { A: &k mutex }\nthreads: { T1: [lock A, unlock A] }',
      'a.yaml',
    ],
    [
      'JSON',
      '{"scenario":"s","locks":{"A":"mutex"},"threads":{"T1":["lock A","unlock A"]}}',
      'a.json',
    ],
    [
      'JSON with tabs',
      '{\n\t"scenario": "s",\n\t"locks": {"A": "mutex"},\n\t"threads": {\n\t\t"T1": ["lock A", "unlock A"]\n\t}\n}',
      'a.json',
    ],
    ['a directive', `%YAML 1.2\n---\n${plain}`, 'a.yaml'],
  ])('%s', (_what, text, file) => {
    expect(sameBut(read(text, file))).toBe(sameBut(expected));
  });

  test('lists by alias, each with its own line', () => {
    const text =
      'scenario: s\nlocks: { A: mutex }\nthreads:\n  T1: &l\n  - lock A\n  - unlock A\n  T2: *l\n';
    const { threads } = read(text);
    expect(threads[1]?.ops).toEqual(threads[0]?.ops);
    expect(threads[1]?.ops[1]?.line).toBe(6);
  });
});

test('names as kernels write them', () => {
  const { locks, threads } = read(`
scenario: names of 6.8-rc7
locks:
  '&dev->struct_mutex': mutex
  42: mutex
  true: { kind: rwsem, class: 'the "quoted" class: one' }
threads:
  kworker/u16:
    - lock &dev->struct_mutex
    - lock 42
    - read true
    - unread true
    - unlock 42
    - unlock &dev->struct_mutex
`);
  expect(locks.map(({ name }) => name)).toEqual(['&dev->struct_mutex', '42', 'true']);
  expect(locks[2]?.class).toBe('the "quoted" class: one');
  expect(threads[0]?.name).toBe('kworker/u16');
});

test('100,000 operations are read', () => {
  const list = Array(50_000).fill('lock A, unlock A').join(', ');
  const { threads } = read(`scenario: s\nlocks: { A: mutex }\nthreads: { T1: [${list}] }\n`);
  expect(threads[0]?.ops).toHaveLength(100_000);
});
