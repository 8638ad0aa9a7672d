import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findScenario } from '../../emulator/index.ts';
import { UsageError } from '../../src/base/errors.ts';
import { chooseScenarios } from '../../src/cli/stress-scenario-files.ts';
import { judgeTrace } from '../../src/cli/stress-scenario-trace.ts';
import { readScenarioFile, readScenarioText } from '../../src/scenario/read/read-scenario.ts';
import type { Scenario, ScenarioTrace } from '../../src/scenario/scenario.ts';

const ABBA = `scenario: abba
trace:
  locks: [{ id: A, kind: mutex }, { id: B, kind: mutex }]
  ops:
    - { op: lock, lock: A }
    - { op: lock, lock: B }
    - { op: unlock, lock: B }
    - { op: unlock, lock: A }
    - { op: lock, lock: B }
    - { op: lock, lock: A }
  expect: report
`;

function judged(scenario: Scenario) {
  return judgeTrace(scenario, scenario.trace as ScenarioTrace);
}

function judgedText(text: string) {
  return judged(readScenarioText(text, 'abba.yaml'));
}

describe('the story of the catalogue', () => {
  const story = readScenarioFile(findScenario('d25-back-off-ignored').file);

  test('is found, by its type and under its locks', () => {
    const { judgement, result } = judged(story);
    expect(judgement).toEqual({
      expected: 'report',
      verdict: 'inversion',
      level: 'confirmed',
      asExpected: true,
      inconclusive: false,
      found: true,
    });
    const [only, ...rest] = result.findings;
    expect(rest).toEqual([]);
    expect(only?.finding.type).toBe('ww-api');
    expect(only?.finding.summary).toContain('told to back off');
  });

  test('is silent once it is mended', () => {
    const { judgement, result } = judged(story.fixed as Scenario);
    expect(judgement).toMatchObject({ expected: 'clean', verdict: 'clean', asExpected: true });
    expect(result.findings).toEqual([]);
  });
});

describe('what is expected of a trace', () => {
  const report = judgedText(ABBA);
  test.each([
    ['as it is', ABBA, true],
    ['nothing is', ABBA.replace('  expect: report\n', ''), false],
    ['clean', ABBA.replace('report', 'clean'), false],
    ['what is to be found', `${ABBA}finds: { type: circular, locks: [A, B] }\n`, true],
    ['something else', `${ABBA}finds: { type: recursion }\n`, false],
    ['that it can deadlock', `${ABBA}expect: { reachable: deadlock }\n`, true],
    ['both one and the other', `${ABBA}expect: { reachable: clean }\n`, false],
  ])('%s', (_, text, asExpected) => {
    const { judgement, result } = judgedText(text);
    expect(judgement.asExpected).toBe(asExpected);
    expect(result.findings).toEqual(report.result.findings);
  });

  test('its places are those of the scenario file', () => {
    const [first] = report.result.findings;
    const sites = first?.finding.cycle.map(({ site, heldSite }) => [...site, ...heldSite]);
    expect(sites).toEqual([
      ['ops[5] (abba.yaml:10)', 'ops[4] (abba.yaml:9)'],
      ['ops[1] (abba.yaml:6)', 'ops[0] (abba.yaml:5)'],
    ]);
  });
});

describe('a trace that is none', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'lockyard-trace-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const mended = `${ABBA}fixed:\n  trace:\n    ops:\n      - { op: lokc, lock: A }\n`;
  test.each([
    ['unknown op', ABBA.replace('op: lock, lock: B', 'op: lokc, lock: B'), 6, 'unknown op "lokc"'],
    [
      'unknown lock',
      ABBA.replace('lock: B }\n    - { op: u', 'lock: Q }\n    - { op: u'),
      6,
      '"Q"',
    ],
    ['unknown key', ABBA.replace('op: unlock', 'when: 1, op: unlock'), 7, 'key "when"'],
    ['unknown kind', ABBA.replace('kind: mutex', 'kind: mutt'), 3, 'unknown kind "mutt"'],
    ['no ops', 'scenario: s\ntrace: { locks: [] }\n', 2, '"ops" is missing'],
    ['ops of another sort', 'scenario: s\n\ntrace: { ops: 7 }\n', 3, '"ops" is 7'],
    ['an op that is a text', ABBA.replace('{ op: lock, lock: B }', 'lock B'), 6, '"lock B"'],
    ['an expectation of its own', ABBA.replace('report', 'deadlock'), 3, '"expect" is'],
    ['sense', ABBA.replace('{ op: lock, lock: A }', '{ op: memalloc_nofs_restore }'), 5, 'never'],
    ['a mended variant', mended, 15, 'unknown op "lokc"'],
  ])('%s', (_, text, line, message) => {
    const file = join(folder, 'trace.yaml');
    writeFileSync(file, text);
    const choose = () => chooseScenarios([file], false);
    expect(choose).toThrow(UsageError);
    expect(choose).toThrow(`${file}:${line}: case `);
    expect(choose).toThrow(message);
  });
});
