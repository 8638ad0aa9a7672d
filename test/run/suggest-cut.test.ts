import { expect, test } from 'vitest';
import { type CutEnd, type CutSuggestion, suggestCut } from '../../src/run/suggest-cut.ts';

const end = (name: string, kind: CutEnd['kind'] = 'mutex', isContext = false): CutEnd => ({
  class: name,
  kind,
  isContext,
});
const A = end('A');
const B = end('B', 'rw-semaphore');
const W = end('W', 'ww-mutex');
const V = end('V', 'ww-mutex');
const CTX = end('ctx', 'pseudo', true);
const RECLAIM = end('fs_reclaim', 'pseudo');
const MAP = end('dma_fence_map', 'pseudo');
const FENCE = end('F', 'fence');
const DONE = end('done', 'completion');

const CASES: readonly [CutEnd, CutEnd, boolean, CutSuggestion][] = [
  [A, A, true, { kind: 'hold-once', lock: 'A' }],
  [A, A, false, { kind: 'order-key', lock: 'A' }],
  [W, W, true, { kind: 'acquire-context', lock: 'W' }],
  [W, W, false, { kind: 'acquire-context', lock: 'W' }],
  [CTX, CTX, true, { kind: 'acquire-context', lock: 'ctx' }],
  [A, RECLAIM, false, { kind: 'move-allocation-out', lock: 'A', alternative: 'nofs-scope' }],
  [
    MAP,
    RECLAIM,
    false,
    { kind: 'move-allocation-out', lock: 'dma_fence_map', alternative: 'no-wait-allocation' },
  ],
  [RECLAIM, A, false, { kind: 'trylock-in-reclaim', lock: 'A' }],
  [RECLAIM, W, false, { kind: 'trylock-in-reclaim', lock: 'W' }],
  [RECLAIM, FENCE, false, { kind: 'test-in-reclaim', event: 'F' }],
  [RECLAIM, MAP, false, { kind: 'test-in-reclaim', event: 'dma_fence_map' }],
  [A, DONE, false, { kind: 'wait-outside', lock: 'A', event: 'done' }],
  [W, MAP, false, { kind: 'wait-outside', lock: 'W', event: 'dma_fence_map' }],
  [MAP, A, false, { kind: 'acquire-before-signalling', lock: 'A', event: 'dma_fence_map' }],
  [FENCE, W, false, { kind: 'acquire-before-signalling', lock: 'W', event: 'F' }],
  [FENCE, DONE, false, { kind: 'signal-first', event: 'F', awaited: 'done' }],
  [W, A, false, { kind: 'context-order', lock: 'A', context: 'W', place: 'before' }],
  [A, CTX, false, { kind: 'context-order', lock: 'A', context: 'ctx', place: 'inside' }],
  [A, B, false, { kind: 'trylock-and-back-off', outer: 'A', inner: 'B' }],
  [V, W, false, { kind: 'trylock-and-back-off', outer: 'V', inner: 'W' }],
  [end('x', null), end('y', null), false, { kind: 'trylock-and-back-off', outer: 'x', inner: 'y' }],
];

test.each(CASES)('$0.class > $1.class, one instance $2: $3.kind', (from, to, one, suggestion) => {
  expect(suggestCut(from, to, { oneInstance: one, inReclaim: false })).toEqual(suggestion);
});

test('what is made in reclaim only is mended as reclaim is', () => {
  const how = { oneInstance: false, inReclaim: true };
  expect(suggestCut(A, W, how)).toEqual({ kind: 'trylock-in-reclaim', lock: 'W' });
  expect(suggestCut(W, W, how)).toEqual({ kind: 'trylock-in-reclaim', lock: 'W' });
  expect(suggestCut(A, FENCE, how)).toEqual({ kind: 'test-in-reclaim', event: 'F' });
});
