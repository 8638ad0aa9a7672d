import { describe, expect, test } from 'vitest';
import { cellsOf, planCourse } from '../../src/compare/course-plan.ts';
import { type CourseProgress, runCourse } from '../../src/compare/course.ts';
import type { PlannedTrial, Trial } from '../../src/compare/ledger.ts';
import { planOf, trialOf } from './fixtures/trials.ts';

const plan = planOf();
const course = planCourse(plan);
const keyOf = ({ cell }: PlannedTrial) => `${cell.design} ${cell.workload} ${cell.threads}`;

describe('the course', () => {
  test('begins with the floor: the baseline twice per block and ground', () => {
    const floor = course.filter(({ phase }) => phase === 'floor');
    expect(course.slice(0, floor.length)).toEqual(floor);
    expect(floor).toHaveLength(6 * 4 * 2);
    expect(new Set(floor.map(({ cell }) => cell.design))).toEqual(new Set(['i915-2018']));
    for (let block = 0; block < plan.trials; block++) {
      const copies = floor.filter((trial) => trial.block === block);
      expect(new Set(copies.map((trial) => `${keyOf(trial)} ${trial.copy}`)).size).toBe(8);
    }
  });

  test('goes on in complete blocks: every cell once in each, all with one seed', () => {
    const compared = course.filter(({ phase }) => phase === 'compare');
    const cells = cellsOf(plan).length;
    for (let block = 0; block < plan.trials; block++) {
      const trials = compared.slice(block * cells, (block + 1) * cells);
      expect(new Set(trials.map(keyOf)).size).toBe(cells);
      expect(new Set(trials.map((trial) => trial.block))).toEqual(new Set([block]));
      expect(new Set(trials.map((trial) => trial.seed))).toEqual(new Set([plan.seed + block]));
    }
  });

  test('has another order in each block, and the same for the same seed', () => {
    const compared = course.filter(({ phase }) => phase === 'compare');
    const orders = Array.from({ length: plan.trials }, (_, block) =>
      compared
        .filter((trial) => trial.block === block)
        .map(keyOf)
        .join(),
    );
    expect(new Set(orders).size).toBe(plan.trials);
    expect(planCourse(plan)).toEqual(course);
    expect(planCourse(planOf({ seed: 2 })).map(keyOf)).not.toEqual(course.map(keyOf));
    expect(course.map(({ trial }) => trial)).toEqual(course.map((_, i) => i));
  });

  test('favours no place within a block', () => {
    const first = planCourse(planOf({ trials: 600, workloads: ['mixed'], threads: [4] }))
      .filter(({ phase }) => phase === 'compare')
      .filter((_, i) => i % 3 === 0);
    for (const design of plan.designs) {
      const count = first.filter(({ cell }) => cell.design === design).length;
      expect(count).toBeGreaterThan(150);
      expect(count).toBeLessThan(250);
    }
  });
});

test('what shares a process follows each other, in an order of its own', () => {
  const groupOf = ({ phase, block, copy, cell }: PlannedTrial) =>
    `${phase} ${block} ${copy} ${cell.design} ${cell.threads}`;
  const starts = course.filter((trial, i) => i === 0 || groupOf(trial) !== groupOf(course[i - 1]));
  expect(new Set(starts.map(groupOf)).size).toBe(starts.length);
  const first = starts.map(({ cell }) => cell.workload);
  expect(new Set(first).size).toBe(plan.workloads.length);
});

describe('running it', () => {
  /** Measures at once, each trial in a second; stops after `most`. */
  function sitting(most = Number.POSITIVE_INFINITY) {
    const seen = {
      measured: [] as number[],
      recorded: [] as number[],
      told: [] as CourseProgress[],
    };
    let nowMs = 0;
    const parts = {
      measure: (next: PlannedTrial): Promise<Trial | null> => {
        if (seen.measured.length >= most) return Promise.resolve(null);
        expect(seen.recorded).toEqual(seen.measured);
        seen.measured.push(next.trial);
        nowMs += 1000;
        return Promise.resolve(trialOf(next));
      },
      record: ({ trial }: Trial) => void seen.recorded.push(trial),
      progress: (progress: CourseProgress) => void seen.told.push(progress),
      nowMs: () => nowMs,
    };
    return { seen, parts };
  }

  test('takes the trials in order, each on record before the next', async () => {
    const { seen, parts } = sitting();
    const { trials, complete } = await runCourse(plan, [], parts);
    expect(complete).toBe(true);
    expect(seen.recorded).toEqual(course.map(({ trial }) => trial));
    expect(trials).toHaveLength(course.length);
    expect(seen.told[0]).toMatchObject({ done: 0, total: course.length, remainingMs: null });
    expect(seen.told[10]?.remainingMs).toBe((course.length - 10) * 1000);
  });

  test('an interruption keeps what there is, and the next sitting does the rest', async () => {
    const first = await runCourse(plan, [], sitting(10).parts);
    expect(first).toMatchObject({ complete: false });
    expect(first.trials).toHaveLength(10);
    const { seen, parts } = sitting();
    const lost = first.trials.filter(({ trial }) => trial !== 4);
    const { trials, complete } = await runCourse(plan, lost, parts);
    expect(complete).toBe(true);
    expect(seen.measured).toEqual([4, ...course.map(({ trial }) => trial).slice(10)]);
    expect(trials).toHaveLength(course.length);
  });
});
