import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { allScenarios } from '../../emulator/scenario-catalog.ts';
import { readScenarioText } from '../../src/scenario/read/read-scenario.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { deadlockIsReachable } from './model.ts';

const STATES_MAX = 200_000;

/** Stories whose locks the model knows. */
const STORIES = allScenarios().flatMap(({ name, file }) => {
  const scenario = readScenarioText(readFileSync(file, 'utf8'), file);
  return [scenario, ...(scenario.fixed === undefined ? [] : [scenario.fixed])]
    .filter(({ threads, locks }) => threads.length > 0 && locks.every(({ kind }) => kind !== 'ww'))
    .map((story) => ({ name: story === scenario ? name : `${name}, fixed`, story }));
});

describe('every interleaving of a story comes to what its file expects', () => {
  test.each(STORIES)('$name', ({ story }) => {
    expect(deadlockIsReachable(story, STATES_MAX)).toBe(story.expect === 'deadlock');
  });
});

function program(threads: Readonly<Record<string, string>>): Scenario {
  const locks = '{ A: mutex, B: mutex, R: rwsem, S: rwsem, E: completion, V: condition }';
  const lists = Object.entries(threads).map(([name, list]) => `  ${name}: [${list}]`);
  return readScenarioText(
    `scenario: s\nlocks: ${locks}\nthreads:\n${lists.join('\n')}\n`,
    's.yaml',
  );
}

describe('the semantics, one by one', () => {
  test.each([
    ['a mutex is not recursive', { T: 'lock A, lock A, unlock A, unlock A' }, true],
    ['a refused try goes on', { T: 'lock A, trylock A, wait E, unlock A, unlock A' }, false],
    ['a time runs out', { T: 'lock A, timedlock A 1, unlock A, unlock A' }, false],
    [
      'a writer keeps new readers out',
      { T: 'read R, read R, unread R, unread R', U: 'write R, unwrite R' },
      true,
    ],
    [
      'readers enter together',
      { T: 'read R, read S, unread S, unread R', U: 'read S, read R, unread R, unread S' },
      false,
    ],
    [
      'unless writers queue in between',
      {
        T: 'read R, read S, unread S, unread R',
        U: 'read S, read R, unread R, unread S',
        V: 'write R, unwrite R',
        W: 'write S, unwrite S',
      },
      true,
    ],
    ['an upgrade never comes', { T: 'read R, write R, unwrite R, unread R' }, true],
    ['a completion stays complete', { T: 'complete E', U: 'wait E, wait E' }, false],
    ['a signal before the wait is lost', { T: 'cond_signal V', U: 'cond_wait V' }, true],
    [
      'a thread that is never spawned is not stuck',
      { T: 'lock A, trylock A, spawn U, unlock A, unlock A', U: 'wait E' },
      false,
    ],
    [
      'whoever joins it is',
      { T: 'lock A, trylock A, spawn U, unlock A, join U, unlock A', U: 'work' },
      true,
    ],
    ['a thread that exits has run', { T: 'join U', U: 'exit, wait E' }, false],
    ['what it held stays held', { T: 'lock A, unlock A', U: 'lock A, exit' }, true],
  ])('%s', (_what, threads, stuck) => {
    expect(deadlockIsReachable(program(threads), STATES_MAX)).toBe(stuck);
  });
});
