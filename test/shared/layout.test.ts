import { expect, it } from 'vitest';
import { CapacityError } from '../../src/base/errors.ts';
import {
  CACHE_STRIDE_WORDS,
  defineRegion,
  placeRegions,
  word,
  words,
} from '../../src/shared/layout.ts';
import { attachSharedMemory, createSharedMemory } from '../../src/shared/shared-memory.ts';

const LINE = defineRegion({
  name: 'line',
  option: '--lines',
  stride: 'line',
  words: {
    first: word('nobody', 'first'),
    rest: words(3, 'nobody', 'rest'),
    last: word('nobody', 'last'),
  },
});
const PACKED = defineRegion({
  name: 'packed',
  option: '--packed',
  stride: 'packed',
  words: { only: word('nobody', 'only') },
});

it('gives records of different threads lines of their own', () => {
  const { placements } = placeRegions([
    { spec: LINE, records: 3 },
    { spec: PACKED, records: 5 },
  ]);
  expect(placements['line']?.stride).toBe(CACHE_STRIDE_WORDS);
  expect(placements['packed']?.base).toBe(3 * CACHE_STRIDE_WORDS);
});

it('computes offsets, and names the option of a full region', () => {
  const memory = createSharedMemory([{ spec: LINE, records: 3 }]);
  const region = memory.region(LINE);
  expect(region.word).toEqual({ first: 0, rest: 1, last: 4 });
  expect(region.at(2) - region.at(0)).toBe(2 * CACHE_STRIDE_WORDS);
  expect(() => region.claim(3)).toThrow(CapacityError);
  expect(() => region.claim(3)).toThrow(/full at 3/);
});

it('attaches only to memory of the same layout', () => {
  const memory = createSharedMemory([{ spec: PACKED, records: 2 }]);
  expect(attachSharedMemory(memory.handle).region(PACKED).records).toBe(2);
  const wrong = { ...memory.handle, buffer: new SharedArrayBuffer(4096) };
  expect(() => attachSharedMemory(wrong)).toThrow(/magic/);
});
