import { expect, test } from 'vitest';
import { runBlocks } from '../../src/report/run-findings.ts';
import type { RunResult } from '../../src/run/run-result.ts';
import type { EdgeToCut } from '../../src/run/cut-edges.ts';
import type { JournalEntry } from '../../src/validate/journal.ts';
import { resultOf } from '../run/fixtures/result.ts';
import { findingOf, stateOf } from './fixtures/findings.ts';

const rejection = { reason: 'gate-lock', text: 'all hold G' } as const;
const rejected = findingOf({ type: 'circular', level: 'possible', rejection });
const confirmed = findingOf({ type: 'deadlock' });
const CUT: EdgeToCut = {
  from: 'B',
  to: 'A',
  cycles: 1,
  cyclesInAll: 1,
  sites: 1,
  places: ['f (a.js:1)'],
  isLeast: true,
  suggestion: { kind: 'trylock-and-back-off', outer: 'B', inner: 'A' },
};
const told = ({ finding }: JournalEntry) => finding.type;
const entries = [rejected, confirmed].map((finding) => ({ finding, count: 1 }));

test('what the run does not bear out comes below the others, and what to cut after all', () => {
  const result: RunResult = { ...resultOf({ findings: entries, findingsLost: 2 }), cuts: [CUT] };
  expect(runBlocks('merged', { ...result, threads: [stateOf('T1', {})] }, told)).toEqual([
    'deadlock',
    'circular',
    expect.stringMatching(
      /^Edges to cut in merged, to break the cycle: [^:]*\n1\. B > A {2}\(1 site\)\n/,
    ),
    '2 findings of merged did not fit in memory',
    expect.stringContaining('all threads of merged as the run ended (duration):'),
  ]);
});

test('nothing to cut, nothing lost, no thread stopped: the findings alone', () => {
  expect(runBlocks('merged', resultOf({ findings: entries }), told)).toEqual([
    'deadlock',
    'circular',
  ]);
  expect(runBlocks('merged', { ...resultOf(), cuts: [] }, told)).toEqual([]);
});
