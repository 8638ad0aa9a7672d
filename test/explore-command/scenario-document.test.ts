import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { bareScenario, isScenario, scenarioDocument } from '../../src/explore/scenario-document.ts';
import { readScenarioText } from '../../src/scenario/read/read-scenario.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { randomFile } from '../scenario/random-scenario.ts';
import { ABBA, scenarioOf } from './fixtures/recordings.ts';

test('a scenario says in JSON what it said in its file', () => {
  fc.assert(
    fc.property(randomFile, (file) => {
      const scenario = bareScenario(readScenarioText(stringify(file), 'a.yaml'));
      expect(isScenario(JSON.parse(JSON.stringify(scenario)), 'b.jsonl')).toBe(true);
      const again = readScenarioText(scenarioDocument(scenario), 'b.json');
      expect(scenarioDocument(bareScenario(again))).toBe(scenarioDocument(scenario));
    }),
    { numRuns: 100 },
  );
});

test('locks keep their order, whatever they are called', () => {
  const numbered = scenarioOf(ABBA.replaceAll(/\bA\b/g, '9').replaceAll(/\bB\b/g, '1'));
  expect(numbered.locks.map(({ name }) => name)).toEqual(['9', '1']);
  expect(isScenario(numbered, 'b.jsonl')).toBe(true);
});

test.each<[string, (scenario: Scenario) => unknown]>([
  ['another lock than its text says', (scenario) => withFirstOp(scenario, { lock: 1 })],
  ['a line that is none', (scenario) => withFirstOp(scenario, { line: 0 })],
  ['a lock of another class', ({ locks, ...rest }) => ({ ...rest, locks: [...locks].reverse() })],
  ['no threads', ({ threads: _, ...rest }) => rest],
  ['nothing', () => null],
])('%s is no scenario', (_what, change) => {
  expect(isScenario(change(scenarioOf(ABBA)) as Scenario, 'b.jsonl')).toBe(false);
});

function withFirstOp(scenario: Scenario, change: object) {
  const [first, ...rest] = scenario.threads;
  const [op, ...ops] = first?.ops ?? [];
  return { ...scenario, threads: [{ ...first, ops: [{ ...op, ...change }, ...ops] }, ...rest] };
}
