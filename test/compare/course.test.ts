import { describe, expect, test } from 'vitest';
import { cellsOf, planCourse, planSittings, type Sitting } from '../../src/compare/course-plan.ts';
import { type CourseProgress, runCourse } from '../../src/compare/course.ts';
import type { PlannedTrial, Trial } from '../../src/compare/ledger.ts';
import { turnsOf } from '../../src/compare/turns.ts';
import { planOf, trialOf } from './fixtures/trials.ts';

const plan = planOf();
const course = planCourse(plan);
const sittings = planSittings(plan);
const keyOf = ({ cell }: PlannedTrial) => `${cell.design} ${cell.workload} ${cell.threads}`;

describe('the course', () => {
  test('has the floor in each block: the baseline twice on each ground', () => {
    const floor = course.filter(({ phase }) => phase === 'floor');
    expect(floor).toHaveLength(6 * 4 * 2);
    expect(new Set(floor.map(({ cell }) => cell.design))).toEqual(new Set(['i915-2018']));
    for (let block = 0; block < plan.trials; block++) {
      const copies = floor.filter((trial) => trial.block === block);
      expect(new Set(copies.map((trial) => `${keyOf(trial)} ${trial.copy}`)).size).toBe(8);
    }
  });

  test('consists of complete blocks: every cell once in each, all with one seed', () => {
    for (let block = 0; block < plan.trials; block++) {
      const trials = course.filter((one) => one.phase === 'compare' && one.block === block);
      expect(trials).toHaveLength(cellsOf(plan).length);
      expect(new Set(trials.map(keyOf)).size).toBe(cellsOf(plan).length);
      expect(new Set(trials.map((trial) => trial.seed))).toEqual(new Set([plan.seed + block]));
    }
    expect(course.map(({ trial }) => trial)).toEqual(course.map((_, i) => i));
  });

  test('has a process for each number of workers in a block, in an order of its own', () => {
    expect(sittings).toHaveLength(plan.trials * plan.threads.length);
    for (const { trials, threads, block } of sittings) {
      expect(new Set(trials.map(({ cell }) => cell.threads))).toEqual(new Set([threads]));
      expect(new Set(trials.map((trial) => trial.block))).toEqual(new Set([block]));
    }
    const many = planSittings(planOf({ trials: 60 })).filter((_, i) => i % 2 === 0);
    const small = many.filter(({ threads }) => threads === 2).length;
    expect(small).toBeGreaterThan(15);
    expect(small).toBeLessThan(45);
    expect(planSittings(plan)).toEqual(sittings);
  });
});

describe('turns within a process', () => {
  const turns = turnsOf(600, 3, 2, 7);

  test('come in rounds: each entrant once at each workload, all at one right after the other', () => {
    for (let at = 0; at < turns.length; at += 3) {
      const round = turns.slice(at, at + 3);
      expect(new Set(round.map(({ entrant }) => entrant)).size).toBe(3);
      expect(new Set(round.map(({ workload }) => workload)).size).toBe(1);
      expect(new Set(round.map((turn) => turn.round))).toEqual(new Set([Math.floor(at / 6)]));
    }
  });

  test('favour no place', () => {
    for (const entrant of [0, 1, 2]) {
      const first = turns.filter((turn, i) => i % 3 === 0 && turn.entrant === entrant).length;
      expect(first).toBeGreaterThan(330);
      expect(first).toBeLessThan(470);
    }
    expect(turnsOf(600, 3, 2, 7)).toEqual(turns);
    expect(turnsOf(600, 3, 2, 8)).not.toEqual(turns);
  });
});

describe('running it', () => {
  /** Measures at once, each sitting in a second; stops after `most`. */
  function crew(most = Number.POSITIVE_INFINITY) {
    const seen = {
      measured: [] as Sitting[],
      recorded: [] as Trial[],
      told: [] as CourseProgress[],
    };
    let nowMs = 0;
    const parts = {
      measure: (next: Sitting, told: (share: number) => void): Promise<Trial[] | null> => {
        if (seen.measured.length >= most) return Promise.resolve(null);
        seen.measured.push(next);
        nowMs += 500;
        told(0.5);
        nowMs += 500;
        return Promise.resolve(next.trials.map((trial) => trialOf(trial)));
      },
      record: (trials: readonly Trial[]) => void seen.recorded.push(...trials),
      progress: (progress: CourseProgress) => void seen.told.push(progress),
      nowMs: () => nowMs,
    };
    return { seen, parts };
  }
  const numbers = (trials: readonly PlannedTrial[]) => trials.map(({ trial }) => trial);

  test('takes the sittings in order, and tells how far it is, also within one', async () => {
    const { seen, parts } = crew();
    expect(await runCourse(plan, [], parts)).toEqual({ complete: true });
    expect(numbers(seen.recorded)).toEqual(numbers(course));
    expect(seen.told[0]).toMatchObject({ share: 0, blocks: 6, remainingMs: null });
    expect(seen.told[1]).toMatchObject({ remainingMs: 11_500, next: sittings[0] });
    expect(seen.told[4]).toMatchObject({ remainingMs: 10_000, next: sittings[2] });
    expect(seen.told[4]?.share).toBeCloseTo(2 / 12);
  });

  test('an interruption keeps what there is, and the next sitting does the rest', async () => {
    const first = crew(3);
    expect(await runCourse(plan, [], first.parts)).toEqual({ complete: false });
    const size = sittings[0]?.trials.length ?? 0;
    expect(first.seen.recorded).toHaveLength(3 * size);
    const kept = first.seen.recorded.filter(({ trial }) => trial !== 4);
    const { seen, parts } = crew();
    expect(await runCourse(plan, kept, parts)).toEqual({ complete: true });
    expect(seen.measured[0]).toEqual(sittings[0]);
    expect(numbers(seen.recorded)).toEqual([4, ...numbers(course).slice(3 * size)]);
    expect(seen.told[0]?.share).toBeCloseTo(2 / 12);
  });
});
