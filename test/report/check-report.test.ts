import { expect, test } from 'vitest';
import { checkJson } from '../../src/report/check-json.ts';
import type { CheckOutcome } from '../../src/report/check-outcome.ts';
import { checkText } from '../../src/report/check-text.ts';
import { plain } from '../../src/report/palette.ts';
import { cutOfFinding } from '../../src/run/cut-edges.ts';
import type { CaseVerdict } from '../../src/trace/case-trial.ts';
import { findingOf, lockOf, stateOf, stepOf } from './fixtures/findings.ts';

const CIRCULAR = findingOf({
  type: 'circular',
  level: 'possible',
  threads: [stateOf('T0', { holds: [lockOf('B', [])], wants: lockOf('A', []) })],
  cycle: [
    stepOf('B', 'A', { site: ['ops[5] (abba.json)'] }),
    stepOf('A', 'B', { site: ['ops[1] (abba.json)'] }),
  ],
});
const CASE: CaseVerdict = {
  file: 'abba.json',
  name: 'ABBA_mutex',
  verdict: 'report',
  reason: 'circular',
  expect: 'report',
  asExpected: true,
  ops: 6,
  at: { op: 5, line: null },
  finding: CIRCULAR,
  classes: [],
};
const OUTCOME: CheckOutcome = {
  tool: 'lockyard 0.1.0',
  versions: {},
  rerun: 'npx lockyard check abba.json',
  cases: [CASE],
  cuts: new Map(),
  skipped: [],
  exitStatus: 0,
};

test('a case with a cycle names the edge to cut', () => {
  const cut = cutOfFinding(CIRCULAR, []);
  const outcome = { ...OUTCOME, cuts: cut === null ? new Map() : new Map([[CASE, cut]]) };
  expect(checkText(outcome, true, plain)).toContain(
    '\nreported at ops[5]\nEdge to cut: B > A, at ops[5] (abba.json): take both in one order;',
  );
  expect(JSON.parse(checkJson(outcome)).cases[0].cut).toMatchObject({
    from: 'B',
    to: 'A',
    suggestion: { kind: 'trylock-and-back-off', text: expect.stringContaining('one order') },
  });
});

test('a case without one does not', () => {
  expect(checkText(OUTCOME, true, plain)).not.toContain('to cut');
  expect(JSON.parse(checkJson(OUTCOME)).cases[0].cut).toBeNull();
});
