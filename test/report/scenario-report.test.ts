import { expect, test } from 'vitest';
import { plain } from '../../src/report/palette.ts';
import { scenarioJson } from '../../src/report/scenario-json.ts';
import type { ScenarioOutcome, ScenarioRun } from '../../src/report/scenario-outcome.ts';
import { scenarioLine, scenarioText } from '../../src/report/scenario-text.ts';
import { resultOf } from '../run/fixtures/result.ts';
import { findingOf, lockOf, stateOf } from './fixtures/findings.ts';

const STATE = stateOf('T1', { wants: lockOf('B', ['lock B (stories/abba.yaml:7)']) });
const DEADLOCK = findingOf({ type: 'deadlock', threads: [STATE] });

const ABBA: ScenarioRun = {
  name: 'abba',
  file: 'stories/abba.yaml',
  fixed: false,
  threads: 2,
  rounds: 12,
  finds: { type: 'circular', level: 'predicted', locks: [] },
  judgement: {
    expected: 'deadlock',
    verdict: 'deadlock',
    level: 'confirmed',
    asExpected: true,
    inconclusive: false,
    found: true,
  },
  result: resultOf({
    ending: 'frozen',
    seconds: 0.25,
    findings: [{ finding: DEADLOCK, count: 1 }],
    threads: [STATE],
  }),
  rerun: 'npx lockyard stress stories/abba.yaml --seed 1',
};

const SILENT: ScenarioRun = {
  ...ABBA,
  name: 'ring',
  judgement: { ...ABBA.judgement, verdict: 'clean', level: null, asExpected: false, found: false },
  result: resultOf(),
};

const STORY: ScenarioRun = {
  ...SILENT,
  name: 'story',
  fixed: true,
  rounds: null,
  stage: { design: 'merged', workload: 'mixed' },
  judgement: {
    expected: null,
    verdict: 'clean',
    level: null,
    asExpected: true,
    inconclusive: true,
    found: null,
  },
};

function outcomeOf(...runs: readonly ScenarioRun[]): ScenarioOutcome {
  return {
    tool: 'lockyard 0.1.0',
    versions: { lockyard: '0.1.0', node: '20.20.2', v8: '11.3' },
    cores: 2,
    rerun: 'npx lockyard stress stories/abba.yaml ring --seed 1',
    settings: { level: 'full', seed: 1, rounds: 200, durationMs: 10_000 },
    runs,
    skipped: ['last'],
    exitStatus: 1,
  };
}

test('the text has a line for each, the findings, and what was not as expected', () => {
  const text = scenarioText(outcomeOf(ABBA, SILENT, STORY), plain);
  const [head, table] = text.split('\n\n');
  expect(head).toBe(
    'lockyard 0.1.0 stress, 3 scenarios, instrumentation full, seed 1, node 20.20.2, 2 cores',
  );
  expect(
    table
      ?.split('\n')
      .slice(2)
      .map((line) => line.split(/ {2,}/)),
  ).toEqual([
    ['abba', 'deadlock', 'confirmed', '✓ deadlock', '2', '12', '1', '0.25'],
    ['ring', 'clean', '-', '✗ deadlock', '2', '12', '0', '2.00'],
    ['story, fixed', 'clean', '-', '? nothing', '2', '-', '0', '2.00'],
  ]);
  expect(text).toContain('lockyard 0.1.0, scenario abba (stories/abba.yaml)');
  expect(text).toContain('all threads of abba as the run ended (frozen):');
  expect(text).toContain('lock B (stories/abba.yaml:7)');
  expect(text).toContain('1 of 4 scenarios as expected.');
  expect(text).toContain('not as expected: ring (clean, but no predicted circular)');
  expect(text).toContain('interrupted before a verdict: story, fixed, last');
  expect(text).toContain('run it again: npx lockyard stress stories/abba.yaml ring --seed 1');
});

test('a finding in the stack is told with its design', () => {
  const run = { ...STORY, result: ABBA.result };
  expect(scenarioText(outcomeOf(run), plain)).toContain('design merged, workload mixed');
});

test('the line that a scenario leaves when it has ended', () => {
  expect(scenarioLine(ABBA)).toBe('abba: deadlock, as expected, 12 rounds\n');
  expect(scenarioLine({ ...STORY, judgement: SILENT.judgement })).toBe(
    'story, fixed: clean, NOT as expected\n',
  );
});

test('the document has the fields of the contract', () => {
  const document = JSON.parse(scenarioJson(outcomeOf(ABBA, STORY)));
  expect(document).toMatchObject({
    kind: 'stress',
    exitStatus: 1,
    skipped: ['last'],
    rerun: 'npx lockyard stress stories/abba.yaml ring --seed 1',
  });
  expect(document.results[0]).toMatchObject({
    scenario: 'abba',
    file: 'stories/abba.yaml',
    fixed: false,
    threads: 2,
    rounds: 12,
    expected: 'deadlock',
    verdict: 'deadlock',
    level: 'confirmed',
    asExpected: true,
    finds: { type: 'circular', found: true },
    findings: [{ type: 'deadlock', level: 'confirmed', count: 1 }],
    cuts: [],
    seconds: 0.25,
    rerun: 'npx lockyard stress stories/abba.yaml --seed 1',
  });
  expect(document.results[0].findings[0].text).toContain('scenario abba');
  expect(document.results[1]).toMatchObject({
    design: 'merged',
    workload: 'mixed',
    rounds: null,
    expected: null,
    level: null,
  });
});
