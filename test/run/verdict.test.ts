import { describe, expect, test } from 'vitest';
import { judge, verdictOf } from '../../src/run/verdict.ts';
import type { FindingLevel, FindingType } from '../../src/validate/finding.ts';
import { findingOf } from '../report/fixtures/findings.ts';
import { resultOf } from './fixtures/result.ts';

function found(...types: readonly FindingType[]) {
  return resultOf({
    findings: types.map((type) => ({
      finding: findingOf({
        type,
        level: (type === 'deadlock' ? 'confirmed' : 'possible') as FindingLevel,
      }),
      count: 1,
    })),
  });
}

describe('the verdict is the worst that was found', () => {
  test.each([
    [[], 'clean'],
    [['out-of-memory'], 'clean'],
    [['circular'], 'inversion'],
    [['recursion'], 'inversion'],
    [['bad-unlock'], 'inversion'],
    [['held-at-exit'], 'inversion'],
    [['promise'], 'inversion'],
    [['convention'], 'inversion'],
    [['circular', 'deadlock'], 'deadlock'],
    [['deadlock', 'stall'], 'stall'],
    [['deadlock', 'lost-wake-up'], 'stall'],
    [['livelock'], 'stall'],
    [['reclaim'], 'stall'],
    [['stall', 'thread-crash'], 'crash'],
    [['thread-crash', 'corruption', 'deadlock'], 'corruption'],
  ] as const)('%j: %s', (types, verdict) => {
    expect(verdictOf(found(...types))).toBe(verdict);
  });

  test('a deadlock that nobody ran into is an inversion', () => {
    const finding = findingOf({ type: 'deadlock', level: 'possible' });
    expect(verdictOf(resultOf({ findings: [{ finding, count: 1 }] }))).toBe('inversion');
  });

  test('a predicted deadlock is an inversion, and shows what a deadlocking design expects', () => {
    const finding = findingOf({ type: 'deadlock', level: 'predicted' });
    const result = resultOf({ findings: [{ finding, count: 1 }] });
    expect(judge('clean', result)).toMatchObject({ verdict: 'inversion', asExpected: false });
    expect(judge('deadlocks', result)).toMatchObject({ verdict: 'inversion', asExpected: true });
  });

  test('what the run does not bear out counts neither way', () => {
    const rejection = { reason: 'gate-lock', text: 'all hold G' } as const;
    const rejected = findingOf({ type: 'circular', level: 'possible', rejection });
    const result = resultOf({ findings: [{ finding: rejected, count: 1 }] });
    expect(judge('clean', result)).toMatchObject({ verdict: 'clean', asExpected: true });
    expect(judge('deadlocks', result).asExpected).toBe(false);
    const promise = { finding: findingOf({ type: 'promise' }), count: 1 };
    const both = resultOf({ findings: [{ finding: rejected, count: 1 }, promise] });
    expect(judge('deadlocks', both)).toMatchObject({ verdict: 'inversion', asExpected: false });
  });

  test('corrupted counts are corruption without a finding', () => {
    const integrity = { checked: 10, corrupted: 1, findings: [] };
    expect(verdictOf(resultOf({ integrity }))).toBe('corruption');
  });
});

describe('verdict against expectation', () => {
  test.each([
    ['clean', [], true],
    ['clean', ['circular'], false],
    ['clean', ['stall'], false],
    ['deadlocks', [], false],
    ['deadlocks', ['circular'], true],
    ['deadlocks', ['recursion'], true],
    ['deadlocks', ['promise'], false],
    ['deadlocks', ['convention'], false],
    ['deadlocks', ['bad-unlock'], false],
    ['deadlocks', ['held-at-exit'], false],
    ['deadlocks', ['ww-api'], false],
    ['deadlocks', ['promise', 'circular'], true],
    ['clean', ['promise'], false],
    ['deadlocks', ['deadlock'], true],
    ['deadlocks', ['deadlock', 'thread-crash'], false],
    ['deadlocks', ['corruption', 'deadlock'], false],
    ['corruption', ['corruption', 'circular'], true],
    ['corruption', ['circular'], false],
    ['corruption', [], false],
  ] as const)('expects %s, found %j: %s', (expected, types, asExpected) => {
    expect(judge(expected, found(...types)).asExpected).toBe(asExpected);
  });
});

describe('a run that was cut short', () => {
  const cut = (result: ReturnType<typeof found>) => ({ ...result, ending: 'interrupted' as const });

  test('says nothing while nothing was found', () => {
    expect(judge('clean', cut(found())).inconclusive).toBe(true);
    expect(judge('deadlocks', cut(found())).inconclusive).toBe(true);
  });

  test('still counts what it found', () => {
    expect(judge('clean', cut(found('circular'))).inconclusive).toBe(false);
    expect(judge('deadlocks', cut(found('deadlock'))).inconclusive).toBe(false);
  });
});
