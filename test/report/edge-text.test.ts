import { expect, test } from 'vitest';
import { edgeJson, edgeLine, edgeLines } from '../../src/report/edge-text.ts';
import type { EdgeToCut } from '../../src/run/cut-edges.ts';
import type { CutSuggestion } from '../../src/run/suggest-cut.ts';

const EDGE: EdgeToCut = {
  from: 'fs_reclaim',
  to: 'obj->mm.lock',
  cycles: 3,
  cyclesInAll: 4,
  sites: 2,
  places: ['evict (guards/mm-lock-pages.js:30)', 'scan (emulator/shrinker.js:7)'],
  isLeast: true,
  suggestion: { kind: 'trylock-in-reclaim', lock: 'obj->mm.lock' },
};
const ABBA: EdgeToCut = {
  ...EDGE,
  from: 'B',
  to: 'A/1',
  cycles: 1,
  sites: 5,
  places: ['a (x.js:1)', 'b (x.js:2)', 'c (x.js:3)', 'd (x.js:4)', 'e (x.js:5)'],
  suggestion: { kind: 'trylock-and-back-off', outer: 'B', inner: 'A' },
};

test('the edges of a run, ranked, each with what it breaks, a way out and its places', () => {
  expect(`\n${edgeLines([EDGE, ABBA], 'resv-in-map').join('\n')}\n`).toBe(`
Edges to cut in resv-in-map, to break all 4 cycles: 7 sites to change, and no
choice has fewer.
1. fs_reclaim > obj->mm.lock  (breaks 3 of 4 cycles, 2 sites)
     try obj->mm.lock in reclaim, and skip the object when it is busy.
     Precedent: the i915 and msm shrinkers
     at evict (guards/mm-lock-pages.js:30)
     at scan (emulator/shrinker.js:7)
2. B > A/1  (breaks 1 of 4 cycles, 5 sites)
     take both in one order; where that cannot be, try A, and when it is refused
     release B and start over. Precedent: ttm_bo_vm_reserve() tries the
     reservation under mmap_lock
     at a (x.js:1)
     at b (x.js:2)
     at c (x.js:3)
     and 2 further sites
`);
});

test('one cycle needs no ranking, and what is not proven is not claimed', () => {
  const edge = { ...EDGE, cycles: 1, cyclesInAll: 1, sites: 1, isLeast: false };
  expect(edgeLines([edge], 'abba').slice(0, 2)).toEqual([
    'Edges to cut in abba, to break the cycle: 1 site to change, the fewest found.',
    '1. fs_reclaim > obj->mm.lock  (1 site)',
  ]);
});

test('without edges there is nothing to tell', () => {
  expect(edgeLines([], 'merged')).toEqual([]);
});

const SUGGESTIONS: readonly [CutSuggestion, string][] = [
  [{ kind: 'hold-once', lock: 'A' }, 'take A once, and call what needs it in a variant'],
  [{ kind: 'order-key', lock: 'A' }, 'give the locks of A an order key and take them in ascending'],
  [{ kind: 'acquire-context', lock: 'W' }, 'take all locks of W under one acquire context'],
  [
    { kind: 'move-allocation-out', lock: 'A', alternative: 'nofs-scope' },
    'allocate before A is taken; where that cannot be, in a nofs scope or with GFP_NOFS',
  ],
  [
    { kind: 'move-allocation-out', lock: 'dma_fence_map', alternative: 'no-wait-allocation' },
    'allocate before the signalling section begins; where that cannot be, without waiting',
  ],
  [{ kind: 'trylock-in-reclaim', lock: 'A' }, 'try A in reclaim, and skip the object'],
  [{ kind: 'test-in-reclaim', event: 'F' }, 'test F in reclaim without waiting, and skip'],
  [{ kind: 'wait-outside', lock: 'A', event: 'F' }, 'release A before the wait for F'],
  [
    { kind: 'wait-outside', lock: 'A', event: 'dma_fence_map' },
    'release A before the wait for the fence',
  ],
  [
    { kind: 'acquire-before-signalling', lock: 'A', event: 'dma_fence_map' },
    'take A before the section begins that has to signal the fence',
  ],
  [{ kind: 'signal-first', event: 'F', awaited: 'E' }, 'signal F before the wait for E'],
  [
    { kind: 'context-order', lock: 'A', context: 'W', place: 'before' },
    'take A before the transaction over W begins',
  ],
  [
    { kind: 'context-order', lock: 'A', context: 'W', place: 'inside' },
    'take A inside the transaction over W only',
  ],
  [
    { kind: 'trylock-and-back-off', outer: 'A', inner: 'B' },
    'take both in one order; where that cannot be, try B, and when it is refused release A',
  ],
];

test.each(SUGGESTIONS)('%j in words', (suggestion, words) => {
  const { text } = edgeJson({ ...EDGE, suggestion }).suggestion;
  expect(text).toContain(words);
  expect(text).not.toMatch(/undefined|dma_fence_map/);
  for (const line of edgeLines([{ ...EDGE, suggestion }], 'resv-in-map')) {
    expect(line.length).toBeLessThanOrEqual(80);
  }
});

test('the document has the edge as it is', () => {
  expect(edgeJson(EDGE)).toEqual({
    ...EDGE,
    suggestion: { ...EDGE.suggestion, text: expect.stringContaining('try obj->mm.lock') },
  });
});

test('the edge of one finding, in a sentence', () => {
  expect(edgeLine({ ...EDGE, places: ['evict (a.js:1)'] })).toEqual([
    'Edge to cut: fs_reclaim > obj->mm.lock, at evict (a.js:1): try obj->mm.lock in',
    'reclaim, and skip the object when it is busy. Precedent: the i915 and msm',
    'shrinkers',
  ]);
});
