import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BitSet, wordsOfBits } from '../../../emulator/bit-set.ts';
import { CountedSet } from '../../../emulator/counted-set.ts';
import { Region, defineRegion, word } from '../../../src/shared/layout.ts';

const SPEC = defineRegion({
  name: 'bits',
  option: 'none',
  stride: 'packed',
  words: { bits: word('test', 'bits') },
});

function emptySet(numbers: number, hint = 0): { set: BitSet; counted: CountedSet } {
  const words = wordsOfBits(numbers);
  const i32 = new Int32Array(new SharedArrayBuffer((words + 1) * 4));
  const region = new Region(SPEC, { base: 1, stride: 1, records: words });
  const set = new BitSet(i32, region, 0, words, hint);
  return { set, counted: new CountedSet(i32, 0, set) };
}

describe('BitSet', () => {
  test('gives out what was added, each number once, wherever a thread begins to look', () => {
    const numbers = fc.uniqueArray(fc.nat(199), { maxLength: 200 });
    fc.assert(
      fc.property(numbers, fc.nat(6), (added, hint) => {
        const { set } = emptySet(200, hint);
        for (const number of added) expect(set.add(number)).toBe(true);
        const taken = added.map(() => set.take());
        expect(taken.toSorted((a, b) => a - b)).toEqual(added.toSorted((a, b) => a - b));
        expect(set.take()).toBe(-1);
      }),
    );
  });

  test('says when a number was in it already, the sign bit included', () => {
    const { set } = emptySet(32);
    expect(set.add(31)).toBe(true);
    expect(set.add(31)).toBe(false);
    expect(set.has(31)).toBe(true);
    expect(set.take()).toBe(31);
    expect(set.has(31)).toBe(false);
  });

  test('a set of no numbers is empty', () => {
    expect(emptySet(0).set.take()).toBe(-1);
  });
});

describe('CountedSet', () => {
  test('leaves the floor alone', () => {
    const { counted } = emptySet(8);
    for (let number = 0; number < 8; number++) counted.add(number);
    for (let taken = 0; taken < 6; taken++) expect(counted.take(2)).toBeGreaterThanOrEqual(0);
    expect(counted.take(2)).toBe(-1);
    expect(counted.count()).toBe(2);
    expect(counted.take(0)).toBeGreaterThanOrEqual(0);
  });

  test('does not count what is given back twice', () => {
    const { counted } = emptySet(8);
    expect(counted.add(3)).toBe(true);
    expect(counted.add(3)).toBe(false);
    expect(counted.count()).toBe(1);
  });
});
