import { describe, expect, test } from 'vitest';
import { divergenceOf } from '../../src/explore/divergence.ts';
import type { RecordedDecision } from '../../src/explore/recording.ts';
import { divergenceText } from '../../src/report/divergence-text.ts';
import { decision } from './fixtures/recordings.ts';

const RECORDED = [decision('T1', 'A'), decision('T2', 'B')];

function textOf(came: readonly RecordedDecision[]): string | null {
  const divergence = divergenceOf({ decisions: RECORDED }, { decisions: came });
  return divergence === null ? null : divergenceText(divergence);
}

describe('a replay that follows its recording does not diverge', () => {
  test.each([
    ['step by step', RECORDED],
    ['on other lines', RECORDED.map((told) => ({ ...told, site: 'lock A (stories/abba.yaml:9)' }))],
    ['and goes on to clean up', [...RECORDED, decision('T1', 'C')]],
  ])('%s', (_what, came) => expect(textOf(came)).toBeNull());
});

describe('the first step that differs is told in words', () => {
  test.each<[string, readonly RecordedDecision[], string]>([
    [
      'another lock',
      [
        RECORDED[0] as RecordedDecision,
        decision('T2', 'C', { site: 'lock C (stories/abba.yaml:5)' }),
      ],
      'step 2: recorded was that T2 does "lock B" (stories/abba.yaml:4); ' +
        'now T2 does "lock C" (stories/abba.yaml:5)',
    ],
    [
      'who cannot run',
      [decision('T2', 'B', { enabled: ['T2', 'T3'] })],
      'step 1: recorded was that T1 does "lock A" (stories/abba.yaml:4); ' +
        'now T1 cannot run: only T2 and T3 can run there',
    ],
    [
      'who else can run',
      [decision('T1', 'A', { enabled: ['T1', 'T3'] })],
      'step 1: recorded was that T1 does "lock A" (stories/abba.yaml:4); ' +
        'now it does the same, but T3 can run there as well, and T2 cannot run there any more',
    ],
    [
      'an end',
      [RECORDED[0] as RecordedDecision],
      'step 2: recorded was that T2 does "lock B" (stories/abba.yaml:4); ' +
        'now there is nothing left to decide: at most one thread can run there',
    ],
    [
      'another class',
      [decision('T1', 'A', { class: 'parent' })],
      'step 1: recorded was that T1 does "lock A" (stories/abba.yaml:4); ' +
        'now T1 does "lock A" (stories/abba.yaml:4), a lock of the class parent and not A',
    ],
    [
      'a place in the code',
      [decision('T1', 'L(3)', { site: 'Object.getPages (guards/pages.js:20)' })],
      'step 1: recorded was that T1 does "lock A" (stories/abba.yaml:4); ' +
        'now T1 does "lock L(3)" at Object.getPages (guards/pages.js:20)',
    ],
  ])('%s', (_what, came, text) => expect(textOf(came)).toBe(text));
});
