import { expect, test } from 'vitest';
import type { Measurement } from '../../src/compare/ledger.ts';
import { mergeCopies, mergeTurns } from '../../src/compare/merge-turns.ts';
import { latencyOf, partOf, trialOf } from './fixtures/trials.ts';

const cpu = trialOf().cpu;
const turn = (told: Partial<Measurement>): Measurement => trialOf(told);
const FINDING = { type: 'circular', level: 'possible', summary: 'A after B' } as const;

const short = turn({
  seconds: 0.1,
  operations: 100,
  refusals: 5,
  opsPerSecond: 1000,
  threads: [partOf('a', 90), partOf('b', 10)],
  cpu: { ...cpu, userMs: 100, othersShare: -0.02 },
});
const long = turn({
  seconds: 0.3,
  operations: 900,
  refusals: 1,
  opsPerSecond: 3000,
  latencyNs: { fault: latencyOf({ mean: 3600, max: 20_000, count: 300 }) },
  threads: [partOf('a', 10), partOf('b', 90)],
  share: { running: 0.3, waiting: 0.6, backingOff: 0.1, parked: 0, waitingByClass: {} },
  cpu: { ...cpu, userMs: 500, othersShare: 0.02 },
  verdict: 'inversion',
  findings: [{ ...FINDING, count: 2 }],
});
const merged = mergeTurns([short, long, { ...long, findings: [{ ...FINDING, count: 1 }] }]);

test('counts and times are sums, and the rate is that of all the time together', () => {
  expect(merged).toMatchObject({ operations: 1900, refusals: 7 });
  expect(merged.seconds).toBeCloseTo(0.7);
  expect(merged.opsPerSecond).toBeCloseTo(1900 / 0.7);
  expect(merged.cpu.userMs).toBe(1100);
  expect(merged.reclaim).toEqual({ pages: 3000, skippedBusy: 30, direct: 1200, kswapd: 1800 });
  expect(merged.threads[0]).toMatchObject({ name: 'a', operations: 110, holdMs: 300 });
  expect(merged.threads[0]?.cpu).toMatchObject({ runMs: 1500, voluntarySwitches: 300 });
});

test('shares are weighted by time, and fairness is that of the whole', () => {
  expect(merged.share.running).toBeCloseTo((0.1 * 0.7 + 0.6 * 0.3) / 0.7);
  expect(merged.fairness.leastShare).toBeCloseTo((2 * 110) / 300);
  expect(mergeTurns([short, { ...long, seconds: 0.1 }]).fairness.jainOperations).toBe(1);
});

test('what a coarse clock makes less than nothing in a turn counts against the others', () => {
  expect(merged.cpu.othersShare).toBeCloseTo((-0.002 + 0.012) / 0.7);
  expect(mergeTurns([short]).cpu.othersShare).toBe(0);
});

test('the worst verdict counts, each finding once, and percentiles are of the merged histogram', () => {
  expect(merged.verdict).toBe('inversion');
  expect(merged.findings).toEqual([{ ...FINDING, count: 3 }]);
  expect(merged.latencyNs['fault']).toMatchObject({ max: 20_000, p50: 1000 });
  expect(merged.latencyNs['submit']?.mean).toBe(1200);
});

test('what is not known of one turn is not known of the trial', () => {
  const unknown = { ...short, threads: [{ ...partOf('a', 1), cpu: null }, partOf('b', 1)] };
  expect(mergeTurns([short, unknown]).threads.map((part) => part.cpu === null)).toEqual([
    true,
    false,
  ]);
});

test('rates of turns are kept, and those of copies are geometric means by round', () => {
  expect(mergeTurns([turn({ turns: [10] }), turn({ turns: [30] })]).turns).toEqual([10, 30]);
  const copies = [
    turn({ turns: [10, 30], operations: 4 }),
    turn({ turns: [40, 30], operations: 7 }),
  ];
  const both = mergeCopies(copies);
  expect(both.operations).toBe(11);
  expect(both.turns[0]).toBeCloseTo(20, 10);
  expect(both.turns[1]).toBeCloseTo(30, 10);
  expect(mergeCopies([short])).toBe(short);
});

test('copies of noisy turns lie as far above a third as below it: no mean favours anybody', () => {
  const rates = [100, 160, 90, 130, 70, 120];
  const shifted = (by: number) => rates.map((_, i) => rates[(i + by) % rates.length]);
  const both = mergeCopies([turn({ turns: shifted(0) }), turn({ turns: shifted(2) })]);
  const logs = shifted(4).map((rate, round) => Math.log(rate / both.turns[round]));
  expect(logs.reduce((sum, log) => sum + log, 0)).toBeCloseTo(0, 10);
});
