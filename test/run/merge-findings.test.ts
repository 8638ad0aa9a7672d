import { expect, test } from 'vitest';
import { mergeFindings } from '../../src/run/merge-findings.ts';
import { findingOf } from '../report/fixtures/findings.ts';

test('findings with one key are one finding, counted, in the order of first sight', () => {
  const circular = findingOf({ type: 'circular' });
  const corruption = findingOf({ type: 'corruption' });
  const stall = findingOf({ type: 'stall' });
  const merged = mergeFindings(
    [
      { finding: circular, count: 3 },
      { finding: corruption, count: 1 },
    ],
    [stall],
    [corruption],
  );
  expect(merged.map(({ finding, count }) => [finding.type, count])).toEqual([
    ['circular', 3],
    ['corruption', 2],
    ['stall', 1],
  ]);
});
