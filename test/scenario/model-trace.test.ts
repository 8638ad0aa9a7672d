import { describe, expect, test } from 'vitest';
import { compileProgram } from '../../src/scenario/model/compile-program.ts';
import { ModelMachine } from '../../src/scenario/model/model-machine.ts';
import { ScheduleRunner } from '../../src/scenario/model/run-schedule.ts';
import { traceOf } from '../../src/scenario/model/schedule-trace.ts';
import { readScenarioText } from '../../src/scenario/read/read-scenario.ts';
import { random } from '../../src/schedule/strategies/random.ts';
import { replay, replayInput } from '../../src/schedule/strategies/replay.ts';
import { randomProgram, randomTransactions } from './random-program.ts';

function compiled(threads: Readonly<Record<string, string>>, ww = 'wait-die') {
  const transacted = `{ kind: ww, policy: ${ww} }`;
  const rest = `W: ${transacted}, X: ${transacted}`;
  const locks = `{ A: mutex, B: mutex, R: rwsem, E: completion, ${rest} }`;
  const lists = Object.entries(threads).map(([name, list]) => `  ${name}: [${list}]`);
  const text = `scenario: s\nlocks: ${locks}\nreclaim: [lock B, unlock B]\nthreads:\n`;
  return compileProgram(readScenarioText(`${text}${lists.join('\n')}\n`, 's.yaml'));
}

/** A schedule by its decisions: threads by id; 0: whoever runs goes on. */
function told(program: ReturnType<typeof compiled>, decisions: readonly number[]): string[] {
  const runner = new ScheduleRunner(program, replay, replayInput(decisions), 1000);
  runner.run(0, 0);
  return traceOf(program, runner.last.choices).map(
    ({ thread, text, outcome, lock, choice, isPoint }) => {
      const about = text.startsWith('ww_lock') ? ` ${lock}` : '';
      const mark = isPoint ? String(choice) : '';
      return [mark.padStart(2), `T${thread + 1}`, text, `${outcome}${about}`].join(' ');
    },
  );
}

describe('a schedule is told operation by operation', () => {
  test('with what follows, inside of allocations too', () => {
    const program = compiled({
      T: 'lock A, alloc, spawn U, unlock A, wait E',
      U: 'trylock A, complete E, work, unlock A',
    });
    expect(told(program, [])).toEqual([
      ' 0 T1 lock A done',
      '   T1 alloc done',
      '   T1 lock B done',
      '   T1 unlock B done',
      '   T1 spawn U done',
      ' 1 T1 unlock A done',
      ' 2 T2 trylock A done',
      '   T2 complete E done',
      '   T2 work done',
      '   T2 unlock A done',
      ' 3 T1 wait E done',
    ]);
    expect(told(program, [2])).toContain(' 1 T2 trylock A refused');
  });

  test('with who waits for a semaphore, and by whose step it is granted', () => {
    const program = compiled({
      T: 'read R, lock A, unlock A, unread R',
      U: 'write R, lock A, unlock A, unwrite R',
      V: 'lock A, read R, unread R, unlock A',
    });
    expect(told(program, [0, 2, 1])).toEqual([
      ' 0 T1 read R done',
      ' 1 T2 write R waits',
      ' 2 T1 lock A done',
      '   T1 unlock A done',
      '   T1 unread R done',
      '   T2 write R granted',
      ' 3 T2 lock A done',
      '   T2 unlock A done',
      '   T2 unwrite R done',
      ' 4 T3 lock A done',
      ' 5 T3 read R done',
      '   T3 unread R done',
      '   T3 unlock A done',
    ]);
  });

  test('with backing off', () => {
    const list = (a: string, b: string) =>
      `ww_begin c, ww_lock_all c ${a} ${b}, ww_unlock ${a}, ww_unlock ${b}, ww_end c`;
    const threads = { T: list('W', 'X'), U: list('X', 'W') };
    const dying = told(compiled(threads), [1, 2, 2, 1, 2, 2, 1]);
    expect(dying.slice(0, 7)).toEqual([
      ' 0 T1 ww_begin c done',
      ' 1 T2 ww_begin c done',
      ' 2 T2 ww_lock_all c X W done X',
      ' 3 T1 ww_lock_all c W X done W',
      ' 4 T2 ww_lock_all c X W backs-off W',
      ' 5 T2 ww_lock_all c X W gives-up X',
      ' 6 T1 ww_lock_all c W X done X',
    ]);
    expect(dying.at(-1)).toBe('   T2 ww_end c done');
    const wounded = told(compiled(threads, 'wound-wait'), [1, 2, 2, 1, 1, 2]);
    expect(wounded.slice(4, 7)).toEqual([
      ' 4 T1 ww_lock_all c W X wounds X',
      ' 5 T2 ww_lock_all c X W backs-off W',
      ' 6 T2 ww_lock_all c X W gives-up X',
    ]);
  });
});

test('every operation that is not skipped is told once, in order', () => {
  for (let seed = 0; seed < 150; seed++) {
    const scenario = randomProgram(seed);
    if (scenario === null) continue;
    const program = compileProgram(scenario);
    const runner = new ScheduleRunner(program, random, [], 1000);
    if (runner.run(seed, 0) === 'deadlock') continue;
    const steps = traceOf(program, runner.last.choices);
    scenario.threads.forEach(({ ops }, thread) => {
      if (ops.some(({ verb }) => verb === 'alloc' || verb === 'exit')) return;
      const own = steps.filter((step) => step.thread === thread && step.outcome !== 'waits');
      if (own.length === 0) return;
      const texts = own.map(({ text }) => text);
      const skipped = own.filter(({ outcome }) => outcome === 'refused').length;
      if (skipped === 0) expect(texts).toEqual(ops.map(({ text }) => text));
      else expect(texts.length).toBeLessThan(ops.length);
    });
  }
});

test('a machine goes back to each state that it has been in', () => {
  for (let seed = 0; seed < 40; seed++) {
    const scenario = seed % 2 === 0 ? randomTransactions(seed) : randomProgram(seed);
    if (scenario === null) continue;
    const program = compileProgram(scenario);
    const runner = new ScheduleRunner(program, random, [], 300);
    runner.run(seed, 0);
    const machine = new ModelMachine(program, 'kept');
    const been = runner.last.choices.map((thread) => {
      const before = { mark: machine.mark, state: [...machine.state] };
      expect(machine.canStep(thread)).toBe(true);
      machine.step(thread);
      return before;
    });
    for (const { mark, state } of been.reverse()) {
      machine.backTo(mark);
      expect([...machine.state]).toEqual(state);
    }
  }
});
