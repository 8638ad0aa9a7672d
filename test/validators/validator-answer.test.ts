import { describe, expect, test } from 'vitest';
import type { RejectionReason } from '../../src/validate/finding.ts';
import { answerOf, answerText, isRight, type ToldFinding } from '../../tools/validator-answer.ts';
import { VALIDATOR_ROWS } from '../../tools/validator-table.ts';
import { scoresOf, validatorText } from '../../tools/validator-text.ts';

const POSSIBLE: ToldFinding = { type: 'circular', level: 'possible' };
const PREDICTED: ToldFinding = { type: 'circular', level: 'predicted' };
const CONFIRMED: ToldFinding = { type: 'deadlock', level: 'confirmed' };

function rejected(reason: RejectionReason): ToldFinding {
  return { ...POSSIBLE, rejection: { reason, text: 'both hold G' } };
}

function rowOf(name: string) {
  const row = VALIDATOR_ROWS.find((candidate) => candidate.name === name);
  if (row === undefined) throw new Error(name);
  return row;
}

describe('an answer', () => {
  test('to nothing at all is silence', () => {
    expect(answerOf([])).toEqual({ standing: null, ruledOut: [] });
    expect(answerText(answerOf([]))).toBe('silent');
  });

  test('has each reason once', () => {
    const answer = answerOf([
      rejected('same-thread'),
      rejected('gate-lock'),
      rejected('same-thread'),
    ]);
    expect(answer).toEqual({ standing: null, ruledOut: ['gate-lock', 'same-thread'] });
    expect(answerText(answer)).toBe('gate-lock, same-thread');
  });

  test('is the strongest finding that stands, in any order', () => {
    const all = [rejected('gate-lock'), POSSIBLE, PREDICTED, CONFIRMED];
    for (let count = 2; count <= all.length; count++) {
      const some = all.slice(0, count);
      expect(answerOf(some).standing).toBe(some.at(-1));
      expect(answerOf(some.toReversed())).toEqual(answerOf(some));
    }
    expect(answerText(answerOf(all))).toBe('confirmed deadlock');
  });
});

describe('right and wrong', () => {
  const standing = [POSSIBLE, PREDICTED, CONFIRMED].map((finding) => answerOf([finding]));
  const fallen = [answerOf([]), answerOf([rejected('gate-lock')])];

  test('a bad one has to be found, and a rejected possibility finds nothing', () => {
    for (const name of ['aa', 'abba_seq', 'destroy_held']) {
      expect(standing.map((answer) => isRight(rowOf(name), answer))).toEqual([true, true, true]);
      expect(fallen.map((answer) => isRight(rowOf(name), answer))).toEqual([false, false]);
    }
  });

  test('of a good one nothing may be left standing', () => {
    const gate = rowOf('abba_gate');
    expect(standing.map((answer) => isRight(gate, answer))).toEqual([false, false, false]);
    expect(fallen.map((answer) => isRight(gate, answer))).toEqual([true, true]);
    expect(isRight(gate, answerOf([rejected('gate-lock'), POSSIBLE]))).toBe(false);
  });

  test('and what falls has to fall for the right reason', () => {
    expect(isRight(rowOf('abba_hb'), answerOf([rejected('gate-lock')]))).toBe(false);
    expect(isRight(rowOf('clean'), answerOf([rejected('gate-lock')]))).toBe(false);
    const both = answerOf([rejected('gate-lock'), rejected('same-thread')]);
    expect(isRight(rowOf('abba_gate'), both)).toBe(false);
  });
});

describe('the table', () => {
  const answers = (bad: readonly ToldFinding[], good: readonly ToldFinding[]) =>
    VALIDATOR_ROWS.map((row) => ({ row, answer: answerOf(row.truth === '-' ? good : bad) }));

  test('counts what was found and what was wrong', () => {
    const [best] = scoresOf(answers([CONFIRMED], [rejected('gate-lock')]));
    const [worst] = scoresOf(answers([rejected('gate-lock')], [POSSIBLE]));
    expect(best).toMatchObject({ tool: 'lockyard', found: 26, bad: 26, alarms: 0, good: 13 });
    expect(worst).toMatchObject({ found: 0, bad: 26, alarms: 13, good: 13 });
  });

  test('a wrong answer stands out', () => {
    const text = validatorText(answers([CONFIRMED], [rejected('gate-lock')]), 9.6);
    const line = (name: string) => text.split('\n').find((each) => each.startsWith(`${name} `));
    expect(line('abba_gate')).toMatch(/ ✓ {2}gate-lock +FP +FP/);
    expect(line('abba_hb')).toMatch(/ ✗ {2}gate-lock +FP +FP/);
    expect(line('abba_real')).toMatch(/ R {2}✓ {2}confirmed deadlock +yes +HUNG/);
    expect(text).toMatch(/lockyard +26 of 26 +0 of 13\nlockdep +13 of 16 +6 of 8\nTSan +9 of 26/);
    expect(text).toContain('lockyard is right on 27 of 39, and wrong on clean (gate-lock, but');
    expect(text).toContain('abba_hb (gate-lock, but should be silent or ordered-by-join)');
  });

  test('fits on a terminal of 100 columns', () => {
    const [table] = validatorText(answers([CONFIRMED], []), 1).split('lockyard is right');
    const longest = rejected('ordered-by-completion');
    const wide = validatorText(answers([CONFIRMED], [longest]), 1).split('lockyard is right')[0];
    for (const line of `${table}${wide}`.split('\n')) expect(line.length).toBeLessThan(101);
  });
});
