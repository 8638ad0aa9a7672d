import { describe, expect, test } from 'vitest';
import { compileProgram } from '../../src/scenario/model/compile-program.ts';
import { CODE, CODE_SHIFT } from '../../src/scenario/model/model-program.ts';
import type { Points } from '../../src/scenario/model/point-roles.ts';
import { searchProgram } from '../../src/scenario/model/search-states.ts';
import { readScenarioText } from '../../src/scenario/read/read-scenario.ts';

const LIMITS = { statesMax: 1 << 16, stepsMax: 1 << 20 };

function compiled(threads: Readonly<Record<string, string>>, points: Points = 'selective') {
  const locks =
    '{ A: mutex, B: mutex, C: mutex, R: rwsem, S: rwsem, E: completion, V: condition, W: ww }';
  const lists = Object.entries(threads).map(([name, list]) => `  ${name}: [${list}]`);
  const reclaim = '[lock B, lock C, unlock C, unlock B]';
  const text = `scenario: s\nlocks: ${locks}\nreclaim: ${reclaim}\nthreads:\n`;
  return compileProgram(readScenarioText(`${text}${lists.join('\n')}\n`, 's.yaml'), points);
}

/** Points of each thread from its start to its end, as far as nothing is refused. */
function pointsOf(threads: Readonly<Record<string, string>>, points?: Points): number[] {
  const { code, starts } = compiled(threads, points);
  return [...starts].map((start) => code[(start << CODE_SHIFT) + CODE.ahead] as number);
}

describe('points', () => {
  test.each([
    ['none in a section that nothing stops', { T: 'lock A, work, unlock A' }, [0]],
    ['none where all nest in one order', { T: 'lock A, lock B, unlock B, unlock A' }, [0]],
    [
      'each acquisition of two locks in both orders',
      { T: 'lock A, lock B, unlock B, unlock A', U: 'lock B, lock A, unlock A, unlock B' },
      [2, 2],
    ],
    [
      'a mutex around them, but not one inside',
      {
        T: 'lock C, lock A, lock B, unlock B, unlock A, unlock C',
        U: 'lock B, lock A, lock C, unlock C, unlock A, unlock B',
      },
      [3, 3],
    ],
    [
      'both ends of a section that another thread tries',
      { T: 'lock A, unlock A', U: 'trylock A, unlock A' },
      [2, 1],
    ],
    [
      'no release of what only its own thread tries',
      { T: 'trylock A, unlock A, lock B, unlock B' },
      [1],
    ],
    ['a section that is left by an exit', { T: 'lock A, exit' }, [1]],
    ['waits, not completions', { T: 'complete E', U: 'wait E' }, [0, 1]],
    ['signals that can be lost', { T: 'cond_signal V', U: 'cond_wait V' }, [1, 1]],
    ['no signals without a listener', { T: 'cond_signal V' }, [0]],
    ['joins, not starts', { T: 'spawn U, join U', U: 'work' }, [1, 0]],
    ['no semaphore that is only passed through', { T: 'write R, downgrade R, unread R' }, [0]],
    ['a semaphore read twice', { T: 'read R, read R, unread R, unread R' }, [2]],
    [
      'a semaphore around another, both ways',
      { T: 'read R, read S, unread S, unread R', U: 'write S, read R, unread R, unwrite S' },
      [2, 2],
    ],
    ['contexts but for their end', { T: 'ww_begin c, ww_lock W c, ww_unlock W, ww_end c' }, [3]],
    ['reclaim where it is entered', { T: 'lock C, alloc, unlock C', U: 'alloc' }, [3, 2]],
    ['no reclaim in a nofs scope', { T: 'nofs, lock C, alloc, unlock C, endnofs' }, [0]],
  ])('%s', (_what, threads, points) => {
    expect(pointsOf(threads)).toEqual(points);
  });

  test('all but bookkeeping, where all are asked for', () => {
    const threads = { T: 'nofs, lock A, work, complete E, unlock A, endnofs, exit' };
    expect(pointsOf(threads, 'all')).toEqual([4]);
  });
});

test('whether an alloc reclaims depends on the way that led to it', () => {
  // Refused, the try skips the end of the scope.
  const threads = {
    T: 'nofs, trylock A, endnofs, unlock A, lock C, alloc, unlock C',
    U: 'lock A, wait E, unlock A',
  };
  expect(searchProgram(compiled(threads), LIMITS).verdict).toBe('deadlock');
  const { deadlock } = searchProgram(compiled({ T: threads.T }), LIMITS);
  expect(deadlock?.stuck.threads[0]).toMatchObject({
    wants: { lock: 'C', text: 'lock C', line: 3 },
  });
  const held = {
    T: 'lock A, nofs, trylock A, endnofs, unlock A, lock C, alloc, unlock C, unlock A',
  };
  expect(searchProgram(compiled(held), LIMITS).verdict).toBe('clean');
});
