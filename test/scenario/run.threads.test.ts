import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { RunResult } from '../../src/run/run-result.ts';
import { readScenarioText } from '../../src/scenario/read/read-scenario.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { deadlockIsReachable } from './model.ts';
import { Theatre } from './play-scenario.ts';
import { smallFile } from './random-scenario.ts';

const theatre = new Theatre();
afterAll(() => theatre.close());

const LOCKS =
  '{ A: mutex, B: mutex, C: mutex, R: rwsem, S: rwsem, W: ww, X: ww, Y: ww, ' +
  'P: { kind: ww, policy: wound-wait }, Q: { kind: ww, policy: wound-wait }, ' +
  'E: completion, D: completion, F: fence, V: condition }';

function program(threads: Readonly<Record<string, string>>, reclaim = ''): Scenario {
  const lists = Object.entries(threads).map(([name, list]) => `  ${name}: [${list}]`);
  const text = `scenario: s\nlocks: ${LOCKS}\nthreads:\n${lists.join('\n')}\nreclaim: [${reclaim}]\n`;
  return readScenarioText(text, 'stories/s.yaml');
}

function confirmed({ findings }: RunResult): string[] {
  return findings
    .filter(({ finding }) => finding.level === 'confirmed')
    .map(({ finding }) => finding.type);
}

function deadlockOf({ findings }: RunResult) {
  return findings.find(({ finding }) => finding.type === 'deadlock')?.finding;
}

describe('a deadlock ends the run, told with all who are stuck', () => {
  test.each([
    [
      'mutexes',
      { T: 'lock A, lock B, unlock B, unlock A', U: 'lock B, lock A, unlock A, unlock B' },
    ],
    ['a mutex alone', { T: 'lock A, lock A, unlock A, unlock A' }],
    ['a ring of five', ring(5)],
    [
      'a reader behind a writer',
      { T: 'read R, read R, unread R, unread R', U: 'write R, unwrite R' },
    ],
    ['an upgrade', { T: 'read R, write R, unwrite R, unread R' }],
    [
      'two upgrades',
      { T: 'read R, write R, unwrite R, unread R', U: 'read R, write R, unwrite R, unread R' },
    ],
    [
      'writers of two',
      { T: 'write R, read S, unread S, unwrite R', U: 'write S, read R, unread R, unwrite S' },
    ],
    [
      'a completion under a lock',
      { T: 'lock A, wait E, unlock A', U: 'lock A, unlock A, complete E' },
    ],
    ['a completion that nobody completes', { T: 'wait E', U: 'work' }],
    [
      'a completion that is skipped',
      { T: 'wait E', U: 'lock A, trylock A, complete E, unlock A, unlock A' },
    ],
    [
      'one of two who may complete',
      {
        T: 'lock A, wait E, unlock A',
        U: 'lock A, unlock A, complete E',
        V: 'lock A, unlock A, complete E',
      },
    ],
    [
      'a fence under a lock',
      { T: 'lock A, fence_wait F, unlock A', U: 'lock A, unlock A, fence_signal F' },
    ],
    ['a signal that is lost', { T: 'wait E, cond_wait V', U: 'cond_signal V, complete E' }],
    ['a join under a lock', { T: 'lock A, join U, unlock A', U: 'lock A, unlock A' }],
    ['joins of each other', { T: 'join U', U: 'join T' }],
    [
      'a join of a spawned thread under a lock',
      { T: 'lock A, spawn U, join U, unlock A', U: 'lock A, unlock A' },
    ],
    [
      'a join of a thread that is never spawned',
      { T: 'lock A, trylock A, spawn U, unlock A, join U, unlock A', U: 'work' },
    ],
    ['a join before the spawn', { T: 'join U, spawn U', U: 'work' }],
    ['a spawn that comes too late', { T: 'wait E, spawn U', U: 'complete E' }],
    [
      'a lock that an ended thread keeps',
      { T: 'wait E, lock A, unlock A', U: 'lock A, complete E, exit' },
    ],
    [
      'a lock that a refused try keeps',
      {
        T: 'lock B, complete E, wait D, unlock B',
        U: 'wait E, lock A, trylock B, unlock A, unlock B',
        V: 'join U, lock A, unlock A, complete D',
      },
    ],
    [
      'ww-mutexes and a mutex',
      {
        T: 'lock A, ww_begin c, ww_lock W c, ww_unlock W, ww_end c, unlock A',
        U: 'ww_begin c, ww_lock W c, lock A, unlock A, ww_unlock W, ww_end c',
      },
    ],
  ])('%s', async (_what, threads) => {
    const result = await theatre.play(program(threads), { rounds: 2000 });
    expect(result.ending).toBe('frozen');
    expect(confirmed(result)).toContain('deadlock');
    const stuck = deadlockOf(result)?.threads.filter(({ wants }) => wants !== undefined) ?? [];
    expect(stuck.length).toBeGreaterThan(0);
    for (const { wants } of stuck) expect(wants?.site[0]).toMatch(/^.+ \(stories\/s\.yaml:\d+\)$/);
  });

  test('in reclaim', async () => {
    const scenario = program({ T: 'lock A, alloc, unlock A' }, 'lock A, unlock A');
    const result = await theatre.play(scenario, { rounds: 5 });
    expect(result.ending).toBe('frozen');
    const [thread] = deadlockOf(result)?.threads ?? [];
    expect(thread?.holds.map(({ name }) => name)).toEqual(['A', 'fs_reclaim']);
    expect(thread?.wants?.site).toEqual(['lock A (stories/s.yaml:5)', 'alloc (stories/s.yaml:4)']);
  });
});

describe('what gets through in every order is silent', () => {
  test.each([
    [
      'one order',
      { T: 'lock A, lock B, unlock B, unlock A', U: 'lock A, lock B, unlock B, unlock A' },
    ],
    [
      'tries',
      { T: 'lock A, trylock B, unlock B, unlock A', U: 'lock B, trylock A, unlock A, unlock B' },
    ],
    [
      'tries of a semaphore',
      {
        T: 'read R, tryread R, unread R, trywrite R, unwrite R, unread R',
        U: 'write R, downgrade R, unread R',
      },
    ],
    ['a completion for many', { T: 'complete E', U: 'wait E, wait E', V: 'wait E' }],
    [
      'two who may complete, one of whom does not',
      {
        T: 'wait E',
        U: 'lock A, trylock A, complete E, unlock A, unlock A',
        V: 'work, work, complete E',
      },
    ],
    ['a fence for many', { T: 'fence_signal F', U: 'fence_wait F', V: 'fence_wait F' }],
    [
      'a condition',
      { T: 'lock A, trylock A, cond_wait V, unlock A, unlock A', U: 'cond_signal V' },
    ],
    ['a chain of spawns', { T: 'spawn U, join V', U: 'spawn V, work', V: 'work' }],
    [
      'a thread that is never spawned',
      { T: 'lock A, trylock A, spawn U, unlock A, unlock A', U: 'wait E, spawn V', V: 'wait E' },
    ],
    ['nofs', { T: 'lock A, nofs, alloc, endnofs, unlock A' }],
    [
      'ww-mutexes',
      {
        T: 'ww_begin c, ww_lock_all c W X Y, work, ww_unlock W, ww_unlock X, ww_unlock Y, ww_end c',
        U: 'ww_begin c, ww_lock_all c Y X W, work, ww_unlock W, ww_unlock X, ww_unlock Y, ww_end c',
        V: 'ww_begin d, ww_lock X d, ww_lock W d, ww_lock Y d, ww_unlock X, ww_unlock W, ww_unlock Y, ww_end d',
      },
    ],
    [
      'ww-mutexes that wound',
      {
        T: 'ww_begin c, ww_lock P c, ww_lock_all c Q, work, ww_unlock P, ww_unlock Q, ww_end c',
        U: 'ww_begin c, ww_lock_all c Q P, work, ww_unlock P, ww_unlock Q, ww_end c',
      },
    ],
  ])('%s', async (_what, threads) => {
    const scenario = program(threads, 'lock A, unlock A');
    const result = await theatre.play(scenario, { rounds: 300 });
    expect(result.findings).toEqual([]);
    expect(result.ending).toBe('operations');
    expect(result.operations).toBe(300 * scenario.threads.length);
  });
});

test('an order that only a join turns round is possible, and no more', async () => {
  const threads = {
    T: 'spawn U, join U, lock A, lock B, unlock B, unlock A',
    U: 'lock B, lock A, unlock A, unlock B',
  };
  const result = await theatre.play(program(threads), { rounds: 100 });
  expect(result.ending).toBe('operations');
  expect(result.findings.map(({ finding }) => [finding.type, finding.level])).toEqual([
    ['circular', 'possible'],
  ]);
});

test('what a thread keeps when it exits is told, and given back for the next round', async () => {
  const scenario = program({
    T: 'lock A, begin_signalling, begin_signalling, ww_begin c, ww_lock W c, exit',
    U: 'work',
  });
  const result = await theatre.play(scenario, { rounds: 50 });
  expect(result).toMatchObject({ ending: 'operations', operations: 100 });
  expect(result.findings.map(({ finding, count }) => [finding.type, count])).toEqual([
    ['held-at-exit', 50],
  ]);
});

test('when its time is over, every thread has ended the same round', async () => {
  const threads = { T: 'lock A, work, unlock A, complete E', U: 'wait E', V: 'work, wait E' };
  const result = await theatre.play(program(threads), { rounds: 0, durationMs: 300 });
  expect(result).toMatchObject({ ending: 'duration', findings: [] });
  expect(result.operations % 3).toBe(0);
  expect(result.operations).toBeGreaterThan(30);
});

test('a long program plays in reasonable time', async () => {
  const list = Array(20_000).fill('lock A, unlock A, work').join(', ');
  const result = await theatre.play(program({ T: list, U: 'lock A, unlock A' }), { rounds: 3 });
  expect(result).toMatchObject({ ending: 'operations', findings: [] });
  expect(result.seconds).toBeLessThan(10);
});

test('what happens on real threads is what may happen', async () => {
  const files = fc.sample(smallFile, { numRuns: 60, seed: 1 });
  let deadlocks = 0;
  let found = 0;
  for (const file of files) {
    const text = stringify(file);
    const scenario = readScenarioText(text, 'stories/random.yaml');
    const reachable = deadlockIsReachable(scenario, 100_000);
    if (reachable === null) continue;
    const result = await theatre.play(scenario, { rounds: 100 });
    const stuck = result.ending === 'frozen';
    if (!reachable) expect([text, result.ending]).toEqual([text, 'operations']);
    expect(confirmed(result)).toEqual(
      stuck ? expect.arrayContaining(['deadlock']) : expect.not.arrayContaining(['deadlock']),
    );
    expect(result.ending).toBe(stuck ? 'frozen' : 'operations');
    if (reachable) deadlocks++;
    if (stuck) found++;
  }
  expect(deadlocks).toBeGreaterThan(10);
  // A rare interleaving may stay away; most do not.
  expect(found / deadlocks).toBeGreaterThan(0.8);
});

function ring(size: number): Readonly<Record<string, string>> {
  const names = ['A', 'B', 'C', 'R', 'S'].slice(0, size);
  const take = (name: string) => (name === 'R' || name === 'S' ? 'write' : 'lock');
  return Object.fromEntries(
    names.map((name, i) => {
      const next = names[(i + 1) % size] as string;
      const verbs = [`${take(name)} ${name}`, `${take(next)} ${next}`];
      return [`T${i}`, [...verbs, `un${take(next)} ${next}`, `un${take(name)} ${name}`].join(', ')];
    }),
  );
}
