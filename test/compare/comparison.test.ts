import { describe, expect, test } from 'vitest';
import { compareTrials } from '../../src/compare/comparison.ts';
import { planCourse } from '../../src/compare/course-plan.ts';
import type { BenchPlan, PlannedTrial, Trial } from '../../src/compare/ledger.ts';
import { latencyOf, planOf, trialOf } from './fixtures/trials.ts';

const plan = planOf({ workloads: ['mixed'], threads: [4], trials: 10 });
/** A machine that is now fast, now slow, and a little jitter. */
const SPEED: Readonly<Record<string, number>> = { 'i915-2018': 1000, merged: 800, 'ww-resv': 1001 };

function measured(of: BenchPlan, speedOf: (trial: PlannedTrial) => number): Trial[] {
  return planCourse(of).map((planned) => {
    const weather = 1 + 0.3 * Math.sin(planned.block * 2);
    const jitter = 1 + 0.004 * Math.sin(planned.trial * 12.9898);
    return trialOf({ ...planned, opsPerSecond: speedOf(planned) * weather * jitter });
  });
}

const bySpeed = ({ cell }: PlannedTrial) => SPEED[cell.design];

describe('ratios to the baseline', () => {
  const { cells, floors } = compareTrials(plan, measured(plan, bySpeed), 2);
  const cell = (design: string) => cells.find((one) => one.design === design);

  test('are paired by block, so that a machine’s moods cancel', () => {
    const merged = cell('merged');
    expect(merged?.ratioToBaseline.median).toBeCloseTo(0.8, 2);
    expect(merged?.ratioToBaseline.low).toBeGreaterThan(0.79);
    expect(merged?.ratioToBaseline.high).toBeLessThan(0.81);
    expect(merged?.ratioToBaseline.verdict).toBe('slower');
    expect(merged?.opsPerSecond.low).toBeLessThan(700);
  });

  test('of a like design are the same, of the baseline to itself one', () => {
    expect(cell('ww-resv')?.ratioToBaseline.verdict).toBe('same');
    expect(cell('i915-2018')?.ratioToBaseline).toEqual({
      median: 1,
      low: 1,
      high: 1,
      verdict: 'same',
    });
  });

  test('stand beside the floor', () => {
    expect(floors).toHaveLength(1);
    expect(floors[0]).toMatchObject({ workload: 'mixed', threads: 4, blocks: 10 });
    expect(floors[0]?.margin).toBeCloseTo(0.025);
    expect(floors[0]?.resolution).toBeCloseTo(0.025);
    expect(floors[0]?.median).toBeCloseTo(1, 2);
  });
});

test('a floor of few and noisy blocks tells no more than its interval lets it', () => {
  const noisy = planOf({ ...plan, trials: 6 });
  const trials = measured(noisy, ({ cell, phase, copy, block }) => {
    const moody = phase === 'floor' && copy === 1;
    return SPEED[cell.design] * (moody ? 1 + 0.3 * (block % 2 === 0 ? 1 : -1) : 1);
  });
  const [floor] = compareTrials(noisy, trials, 2).floors;
  const half = Math.log((floor?.high ?? 0) / (floor?.low ?? 1)) / 2;
  expect(floor?.margin).toBeLessThan(0.1);
  expect(floor?.resolution).toBeCloseTo(Math.expm1(half), 10);
  expect(floor?.resolution).toBeGreaterThan(0.25);
});

test('cells that were not reached are left out, and without a floor there is no verdict', () => {
  const trials = measured(plan, bySpeed).filter(
    ({ phase, cell }) => phase === 'compare' && cell.design !== 'ww-resv',
  );
  const { cells, floors } = compareTrials(plan, trials, 2);
  expect(floors).toEqual([]);
  expect(cells.map(({ design }) => design)).toEqual(['i915-2018', 'merged']);
  expect(cells[1]?.ratioToBaseline.verdict).toBe('inconclusive');
  expect(compareTrials(plan, [], 2).cells).toEqual([]);
});

test('a trial that did nothing does not count, and what it found is told', () => {
  const trials = measured(plan, bySpeed).map((trial) =>
    trial.cell.design === 'merged' && trial.block === 3
      ? {
          ...trial,
          operations: 0,
          opsPerSecond: 0,
          turns: [0],
          verdict: 'crash' as const,
          findings: [
            { type: 'thread-crash', level: 'confirmed', summary: 'T1 was lost', count: 1 } as const,
          ],
        }
      : trial,
  );
  const merged = compareTrials(plan, trials, 2).cells.find(({ design }) => design === 'merged');
  expect(merged?.ratioToBaseline.median).toBeCloseTo(0.8, 2);
  expect(merged?.verdicts).toEqual({ clean: 9, crash: 1 });
  expect(merged?.findings).toHaveLength(1);
});

test('the ratio is that of the rounds: a turn gone astray moves it no more than any other', () => {
  const rounds = Array.from({ length: 12 }, (_, round) => 1000 * (1 + 0.4 * Math.sin(round)));
  const trials = measured(plan, bySpeed).map((trial) => {
    const speed = SPEED[trial.cell.design] / 1000;
    const turns = rounds.map((rate, round) => rate * speed * (round === trial.block ? 0.01 : 1));
    return { ...trial, turns: trial.cell.design === 'merged' ? turns : rounds };
  });
  const merged = compareTrials(plan, trials, 2).cells.find(({ design }) => design === 'merged');
  expect(merged?.ratioToBaseline.median).toBeCloseTo(0.8, 10);
  expect(merged?.ratioToBaseline.verdict).toBe('slower');
});

test('times of operations and of scans are paired too', () => {
  const trials = measured(plan, bySpeed).map((trial) => {
    const slow = trial.cell.design === 'merged' ? 3 : 1;
    const mean = 1000 * (1 + trial.block);
    return {
      ...trial,
      latencyNs: { fault: latencyOf({ mean: mean * slow }), submit: latencyOf({ mean }) },
    };
  });
  const merged = compareTrials(plan, trials, 2).cells.find(({ design }) => design === 'merged');
  expect(merged?.latencyRatio['fault']?.median).toBeCloseTo(3);
  expect(merged?.latencyRatio['submit']?.median).toBeCloseTo(1);
  expect(merged?.latencyNs['fault']?.count).toBe(1000);
  expect(merged?.reclaimRatio).toBeNull();
});

test('a variant is held against its original', () => {
  const variant = 'merged+50us@lru_lock';
  const withVariant = planOf({
    ...plan,
    designs: [...plan.designs, variant],
    variants: { [variant]: 'merged' },
  });
  const trials = measured(withVariant, ({ cell }) => SPEED[cell.design] ?? 400);
  const { cells } = compareTrials(withVariant, trials, 2);
  const ratios = cells.map(({ design, ratioToOriginal }) => [design, ratioToOriginal?.median]);
  expect(ratios.slice(0, 3).map(([, ratio]) => ratio)).toEqual([undefined, undefined, undefined]);
  expect(ratios[3]?.[1]).toBeCloseTo(0.5, 2);
});
