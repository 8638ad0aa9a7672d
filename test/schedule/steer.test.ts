import { expect, test } from 'vitest';
import { compileProgram } from '../../src/scenario/model/compile-program.ts';
import { readScenarioText } from '../../src/scenario/read/read-scenario.ts';
import { replay, replayInput, divergedAt } from '../../src/schedule/strategies/replay.ts';
import { random } from '../../src/schedule/strategies/random.ts';
import { steer, steerInput } from '../../src/schedule/strategies/steer.ts';
import { A, ABBA, B, C, D, programOver, runnerOf, schedulesOf } from './model-schedules.ts';

const CYCLE = [
  { thread: 1, holds: A, wants: B },
  { thread: 2, holds: B, wants: A },
];
const NOISE = Array.from({ length: 30 }, () => ['lock D', 'work', 'unlock D']).flat();

test('two mutexes meet at the first schedule, whatever others do', () => {
  const program = programOver({
    T: [...NOISE, ...ABBA.T, ...NOISE],
    U: [...NOISE, ...ABBA.U, ...NOISE],
    V: NOISE,
    W: [...NOISE, 'lock A', 'unlock A', 'lock B', 'unlock B'],
  });
  for (let seed = 0; seed < 10; seed++) {
    const [first] = schedulesOf(runnerOf(program, steer, steerInput(CYCLE)), seed, 1);
    expect(first?.outcome).toBe('deadlock');
    expect(first?.stuck?.cycle).toHaveLength(2);
  }
});

test('a cycle of three among eight threads', () => {
  const chain = (a: string, b: string) => [`lock ${a}`, `lock ${b}`, `unlock ${b}`, `unlock ${a}`];
  const noise = Object.fromEntries(['P', 'Q', 'R', 'S', 'X'].map((name) => [name, NOISE]));
  const program = programOver({
    ...noise,
    T: chain('A', 'B'),
    U: chain('B', 'C'),
    V: chain('C', 'A'),
  });
  const cycle = steerInput([
    { thread: 6, holds: A, wants: B },
    { thread: 7, holds: B, wants: C },
    { thread: 8, holds: C, wants: A },
  ]);
  expect(schedulesOf(runnerOf(program, steer, cycle), 0, 1)[0]?.outcome).toBe('deadlock');
});

test('who is in the way of another is released, and the next schedule begins with the other', () => {
  const program = programOver({ T: ABBA.T, U: ['lock A', 'unlock A', ...ABBA.U] });
  const runs = schedulesOf(runnerOf(program, steer, steerInput(CYCLE)), 0, 2);
  expect(runs.map(({ outcome }) => outcome)).toEqual(['done', 'deadlock']);
});

test('who only queues in between queues before the others go on', () => {
  const file = {
    scenario: 's',
    locks: { R: 'rwsem', A: 'mutex' },
    threads: {
      T: ['read R', 'lock A', 'unlock A', 'unread R'],
      U: ['lock A', 'read R', 'unread R', 'unlock A'],
      V: ['write R', 'unwrite R'],
    },
  };
  const program = compileProgram(readScenarioText(JSON.stringify(file), 's.json'));
  const places = [
    { thread: 1, holds: 0, wants: 1 },
    { thread: 2, holds: 1, wants: 0 },
    { thread: 3, holds: -1, wants: 0 },
  ];
  const [first] = schedulesOf(runnerOf(program, steer, steerInput(places)), 0, 1);
  expect(first?.outcome).toBe('deadlock');
  expect(first?.stuck?.cycle).toHaveLength(3);
});

test('places that name no thread pause whoever comes there', () => {
  const anybody = CYCLE.map((place) => ({ ...place, thread: 0 }));
  const runs = schedulesOf(runnerOf(programOver(ABBA), steer, steerInput(anybody)), 0, 5);
  expect(runs.map(({ outcome }) => outcome)).toContain('deadlock');
});

test('where the cycle cannot come about the schedule ends', () => {
  const gated = (list: readonly string[]) => ['lock C', ...list, 'unlock C'];
  const program = programOver({ T: gated(ABBA.T), U: gated(ABBA.U) });
  const runs = schedulesOf(runnerOf(program, steer, steerInput(CYCLE)), 0, 20);
  expect(runs.every(({ outcome }) => outcome === 'done')).toBe(true);
  expect(D).toBe(3);
});

test('replay makes the same decisions', () => {
  const program = programOver({ ...ABBA, V: ['work', 'lock C', 'work', 'unlock C'] });
  for (const run of schedulesOf(runnerOf(program, random), 5, 20)) {
    const again = runnerOf(program, replay, replayInput(run.decisions));
    expect(again.run(0, 0)).toBe(run.outcome);
    expect(again.last).toEqual(run);
    expect(divergedAt(again.words)).toBeNull();
  }
});

test('replay notes the first decision that cannot be made again', () => {
  const program = programOver({ T: ['work'], U: ['work', 'work'], V: ['work', 'work'] });
  const runner = runnerOf(program, replay, replayInput([1, 2, 1]));
  runner.run(0, 0);
  expect(divergedAt(runner.words)).toBe(2);
  expect(runner.last.decisions).toEqual([1, 2, 2]);
});

test('without a choice replay keeps whoever runs', () => {
  const program = programOver({ T: ['work', 'work'], U: ['work', 'work'] });
  const runner = runnerOf(program, replay, replayInput([0, 2]));
  runner.run(0, 0);
  expect(runner.last.choices).toEqual([0, 1, 1, 0]);
});
