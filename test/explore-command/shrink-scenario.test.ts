import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isScenario } from '../../src/explore/scenario-document.ts';
import { ScenarioParts } from '../../src/explore/shrink-scenario.ts';
import { readScenarioText } from '../../src/scenario/read/read-scenario.ts';
import type { Scenario, ScenarioOp } from '../../src/scenario/scenario.ts';
import { type RandomFile, randomFile, smallFile } from '../scenario/random-scenario.ts';

const FILES = fc.oneof(randomFile, smallFile);

function read(file: RandomFile): Scenario {
  return readScenarioText(JSON.stringify(file, null, 1), 'random.json');
}

/** What is left as a file of its own, read by the rules of scenario files; null: it is none. */
function readRest(file: RandomFile, scenario: Scenario, ops: ReadonlySet<number>): Scenario | null {
  let number = 0;
  const texts = (list: readonly ScenarioOp[]) =>
    list.flatMap(({ text }) => (ops.has(number++) ? [text] : []));
  const lists = scenario.threads.map(({ name, ops: list }): [string, string[]] => [
    name,
    texts(list),
  ]);
  const reclaim = texts(scenario.reclaim);
  const gone = lists.flatMap(([name, list]) => (list.length === 0 ? [name] : []));
  const named = (text: string) =>
    gone.some((name) => new RegExp(`^(spawn|join) ${name}$`).test(text));
  const left = lists
    .filter(([, list]) => list.length > 0)
    .map(([name, list]): [string, string[]] => [name, list.filter((text) => !named(text))]);
  try {
    return readScenarioText(
      JSON.stringify({ ...file, threads: Object.fromEntries(left), reclaim }),
      'rest.json',
    );
  } catch {
    return null;
  }
}

describe('a scenario in parts', () => {
  test('is whole when nothing is left out', () => {
    fc.assert(
      fc.property(FILES, (file) => {
        const scenario = read(file);
        const parts = new ScenarioParts(scenario);
        const built = parts.inFile(parts.whole);
        const acting = scenario.threads.filter(({ ops }) => ops.length > 0);
        fc.pre(acting.length === scenario.threads.length);
        expect(built?.threads.map(({ ops }) => ops.map(({ text, line }) => [text, line]))).toEqual(
          scenario.threads.map(({ ops }) => ops.map(({ text, line }) => [text, line])),
        );
      }),
    );
  });

  test('has each operation in one piece', () => {
    fc.assert(
      fc.property(FILES, (file) => {
        const parts = new ScenarioParts(read(file));
        const numbers = parts.piecesOf(parts.whole).flat();
        expect([...numbers].sort((a, b) => a - b)).toEqual([...parts.whole.ops]);
      }),
    );
  });

  test('without some of its pieces is a scenario exactly where a file of the rest is one', () => {
    let scenarios = 0;
    fc.assert(
      fc.property(FILES, fc.func(fc.boolean()), (file, isLeft) => {
        const scenario = read(file);
        const parts = new ScenarioParts(scenario);
        const pieces = parts.piecesOf(parts.whole).filter((piece) => isLeft(piece));
        const rest = { ...parts.whole, ops: new Set(pieces.flat()) };
        const built = parts.inFile(rest);
        const expected = readRest(file, scenario, rest.ops);
        expect(built === null).toBe(expected === null);
        if (built === null) return;
        scenarios++;
        expect(isScenario(built, 'built.json')).toBe(true);
        expect(built.threads.map(({ ops }) => ops.map(({ text }) => text))).toEqual(
          expected?.threads.map(({ ops }) => ops.map(({ text }) => text)),
        );
      }),
      { numRuns: 400 },
    );
    expect(scenarios).toBeGreaterThan(100);
  });

  test('without a thread lacks its starts and joins, too', () => {
    const threads = { T1: ['spawn T2', 'work', 'join T2'], T2: ['work'], T3: ['work'] };
    const parts = new ScenarioParts(read({ scenario: 'x', locks: {}, threads }));
    const built = parts.build(parts.withoutThreads(parts.whole, new Set(['T1', 'T3'])));
    expect(built?.threads.map(({ name, ops }) => [name, ops.map(({ text }) => text)])).toEqual([
      ['T1', ['work']],
      ['T3', ['work']],
    ]);
  });

  test('whose starter is gone starts by itself', () => {
    const threads = { T1: ['spawn T2'], T2: ['work'] };
    const parts = new ScenarioParts(read({ scenario: 'x', locks: {}, threads }));
    const built = parts.build(parts.withoutThreads(parts.whole, new Set(['T2'])));
    expect(built?.threads).toMatchObject([{ name: 'T2', spawned: false }]);
  });
});
