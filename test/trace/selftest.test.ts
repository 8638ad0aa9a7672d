import { describe, expect, it } from 'vitest';
import { judged } from './judged.ts';
import { lockCases } from './selftest-matrix.ts';
import { otherCases, wwCases } from './selftest-ww.ts';

const CASES = [...lockCases(), ...wwCases(), ...otherCases()];

it('has all core cases of the kernel, each once', () => {
  expect(CASES).toHaveLength(142);
  expect(new Set(CASES.map(({ name }) => name)).size).toBe(142);
});

describe('agrees with the kernel on', () => {
  it.each(CASES)('$name', ({ reason, ...given }) => {
    const verdict = judged(given);
    expect(verdict.reason ?? 'none').toBe(reason);
    expect(verdict.asExpected).toBe(true);
  });
});

it('reports at the op that the kernel reports at', () => {
  const at = (name: string) => {
    const { reason: _, ...given } = CASES.find(
      (one) => one.name === name,
    ) as (typeof CASES)[number];
    return judged(given).at?.op;
  };
  expect(at('AA_mutex')).toBe(1);
  expect(at('ABBA_mutex')).toBe(5);
  expect(at('ABBCCDDA_rsem')).toBe(13);
  expect(at('double_unlock_rlock')).toBe(2);
  expect(at('init_held_wsem')).toBe(1);
  expect(at('rlock_chaincache_ABBA1')).toBe(9);
  expect(at('fs_reclaim_wrong_nesting')).toBe(1);
  expect(at('ww_test_context_fini_early')).toBe(3);
});
