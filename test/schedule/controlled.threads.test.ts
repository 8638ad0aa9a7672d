import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runStage } from '../../src/run/coordinator.ts';
import { Crew } from '../../src/run/crew.ts';
import { planRun } from '../../src/run/plan-run.ts';
import type { RunResult } from '../../src/run/run-result.ts';
import type { ScheduleResult } from '../../src/run/schedule-result.ts';
import type { Stage } from '../../src/run/stage.ts';
import { readScenarioText } from '../../src/scenario/read/read-scenario.ts';
import { createScenarioStage } from '../../src/scenario/scenario-stage.ts';
import type { SchedulePlan } from '../../src/shared/plan.ts';

const DIST = new URL('../../dist/', import.meta.url);
const crews = new Map<number, Crew>();
let emulator: typeof import('../../emulator/index.ts');

beforeAll(async () => {
  emulator = await import(new URL('emulator/index.js', DIST).href);
});
afterAll(async () => {
  await Promise.all([...crews.values()].map((crew) => crew.close()));
});

interface Controlled {
  readonly seed?: number;
  /** Of each worker in one schedule of the stack. */
  readonly operations?: number;
  readonly schedule?: Partial<SchedulePlan>;
}

async function control(
  stage: Stage,
  told: Controlled,
): Promise<RunResult & { told: ScheduleResult }> {
  const { seed = 1, operations = 1, schedule } = told;
  const workers = stage.threads.filter(({ service }) => !service).length;
  const planned = planRun(stage, { seed, operations: operations * workers, events: 0 });
  const plan = { ...planned.plan, schedule: { ...RANDOM, ...schedule } };
  const crew = crews.get(stage.threads.length) ?? new Crew(new URL('src/thread/entry.js', DIST));
  crews.set(stage.threads.length, crew);
  const interrupt = new AbortController().signal;
  const result = await runStage(
    crew,
    stage,
    { ...planned, plan },
    { interrupt, progress: () => {} },
  );
  if (result.schedule === undefined) throw new Error('the run was not under control');
  return { ...result, told: result.schedule };
}

const RANDOM: SchedulePlan = {
  ...{ strategy: 'random', strategyWords: 16, strategyInput: [], schedules: 1 },
  ...{ stopAtDeadlock: true, pointsMax: 1_000_000, decisionsMax: 65_536 },
};

/** Plays a scenario for so many schedules. */
function play(threads: string, schedules: number, more: Partial<SchedulePlan> = {}, seed = 1) {
  const locks = '{ A: mutex, B: mutex, R: rwsem, W: ww, X: ww, E: completion, V: condition }';
  const text = `scenario: s\nlocks: ${locks}\nthreads:\n${threads}`;
  const body = new URL('src/scenario/actor.js', DIST).href;
  const stage = { ...createScenarioStage(readScenarioText(text, 's.yaml')), body };
  return control(stage, { seed, operations: schedules, schedule: { schedules, ...more } });
}

const ABBA = `
  T: [lock A, lock B, unlock B, unlock A]
  U: [lock B, lock A, unlock A, unlock B]`;

describe('a scenario under control', () => {
  test.each([
    ['two mutexes', ABBA],
    [
      'a reader behind a writer',
      '  T: [read R, read R, unread R, unread R]\n  U: [write R, unwrite R]',
    ],
    ['a lost signal', '  T: [cond_wait V]\n  U: [cond_signal V]'],
    [
      'an event under a lock',
      '  T: [lock A, wait E, unlock A]\n  U: [lock A, unlock A, complete E]',
    ],
  ])('deadlocks soon: %s', async (_what, threads) => {
    const { told, deadlocks } = await play(threads, 1000);
    expect(told).toMatchObject({ outcome: 'deadlock', found: 1 });
    expect(told.schedules).toBeLessThan(60);
    expect(deadlocks).toBeGreaterThan(0);
    expect(told.decisive).toBeLessThanOrEqual(told.decisions?.length ?? -1);
  });

  test.each([
    [
      'one order',
      '  T: [lock A, lock B, unlock B, unlock A]\n  U: [lock A, lock B, unlock B, unlock A]',
    ],
    [
      'tries',
      '  T: [lock A, trylock B, unlock B, unlock A]\n  U: [lock B, trylock A, unlock A, unlock B]',
    ],
    [
      'transactions',
      '  T: [ww_begin c, ww_lock_all c W X, ww_unlock W, ww_unlock X, ww_end c]\n' +
        '  U: [ww_begin c, ww_lock_all c X W, ww_unlock W, ww_unlock X, ww_end c]',
    ],
    ['a spawned thread', '  T: [lock A, spawn U, unlock A, join U]\n  U: [lock A, unlock A]'],
    [
      'a limited wait',
      '  T: [lock A, timedlock B 50, unlock B, unlock A]\n  U: [lock B, timedlock A 50, unlock A, unlock B]',
    ],
  ])('never deadlocks: %s', async (_what, threads) => {
    const { told, findings } = await play(threads, 300);
    expect(told).toMatchObject({ outcome: 'done', found: 0, schedules: 300 });
    expect(findings.filter(({ finding }) => finding.level === 'confirmed')).toEqual([]);
  });

  test('the same seed gives the same decisions, another seed others', async () => {
    const long = Array.from({ length: 6 }, () => 'lock A, unlock A, lock B, unlock B').join(', ');
    const decisions = async (seed: number) => {
      const { told } = await play(`  T: [${long}]\n  U: [${long}]`, 1, {}, seed);
      return JSON.stringify(told.decisions);
    };
    const first = await decisions(1);
    expect(await decisions(1)).toBe(first);
    expect(await decisions(2)).not.toBe(first);
  });

  test('goes on after a deadlock where it is not to stop', async () => {
    const { told } = await play(ABBA, 200, { stopAtDeadlock: false });
    expect(told.schedules).toBe(200);
    expect(told.found).toBeGreaterThan(20);
    expect(told.found).toBeLessThan(180);
  });

  test('a log that is too small is no log, and nothing else is amiss', async () => {
    const { told } = await play(ABBA, 5, { stopAtDeadlock: false, decisionsMax: 1 });
    expect(told.decisions).toBeNull();
  });

  test('what a victim gives up after its end is no point of the schedule', async () => {
    // A release is a point where somebody tries; the victim of its own deadlock holds both at its end.
    const threads =
      '  T: [lock A, lock B, lock B, unlock B, unlock B, unlock A]\n  U: [trylock A, unlock A]';
    const pauses = Array.from({ length: 16 }, () => 3);
    const { told } = await play(threads, 50, { stopAtDeadlock: false, pauses });
    expect(told).toMatchObject({ schedules: 50, found: 50 });
  });

  test('a schedule over its limit ends as such', async () => {
    const { told } = await play(ABBA, 1, { pointsMax: 1 });
    expect(told.outcome).not.toBe('open');
  });
});

describe('the emulated stack under control', () => {
  const stackOf = async (design: string, workload = 'mixed') =>
    emulator.createStackStage({
      design: await emulator.findDesign(design),
      workload: await emulator.findWorkload(workload),
    });

  test('the same seed gives the same run', async () => {
    const [first, again] = [
      await control(await stackOf('merged'), { operations: 20 }),
      await control(await stackOf('merged'), { operations: 20 }),
    ];
    expect(first.told.outcome).toBe('done');
    expect(first.told.decisions?.length).toBeGreaterThan(50);
    expect(again.told).toEqual(first.told);
    expect(first.integrity.corrupted).toBe(0);
  });

  test('a design that deadlocks does so within some seeds', async () => {
    const outcomes = [];
    for (let seed = 1; seed <= 8; seed++) {
      const { told } = await control(await stackOf('resv-in-map'), { operations: 30, seed });
      outcomes.push(told.outcome);
    }
    expect(outcomes).toContain('deadlock');
  });
});
