import { expect, test } from 'vitest';
import { crashFinding } from '../../src/run/crash-finding.ts';
import { describeCrash } from '../../src/run/crash.ts';
import { planRun } from '../../src/run/plan-run.ts';
import { lockOf, stateOf } from '../report/fixtures/findings.ts';
import { stageOf } from './fixtures/stage.ts';

test('an error keeps its class, message, mend and first frames', () => {
  const reason = {
    name: 'CapacityError',
    message: 'the table "chain" is full',
    mend: 'raise it',
    stack: `CapacityError: …\n${Array.from({ length: 9 }, (_, i) => `    at f${i} (a.js:${i}:1)`).join('\n')}`,
  };
  const crash = describeCrash(2, reason);
  expect(crash).toMatchObject({ threadIndex: 2, kind: 'CapacityError', mend: 'raise it' });
  expect(crash.frames).toHaveLength(6);
  expect(crash.frames[0]).toBe('at f0 (a.js:0:1)');
});

test('whatever is thrown can be told', () => {
  expect(describeCrash(0, 'a string')).toMatchObject({ kind: 'Error', message: 'a string' });
  expect(describeCrash(0, undefined)).toMatchObject({ message: 'undefined' });
});

test('paths of files are as short as in all other reports', () => {
  const message = 'cannot load file:///any/where/designs/mine.mjs: no';
  const stack = [
    `TypeError: ${message}`,
    '    at getPages (file:///any/where/designs/mine.mjs:3:7)',
    '    at file:///any/where/a%20b/roles/worker.js:1:2',
    '    at new Promise (<anonymous>)',
  ].join('\n');
  const crash = describeCrash(0, { name: 'TypeError', message, stack });
  expect(crash.message).toBe('cannot load designs/mine.mjs: no');
  expect(crash.frames).toEqual([
    'at getPages (designs/mine.mjs:3:7)',
    'at roles/worker.js:1:2',
    'at new Promise (<anonymous>)',
  ]);
});

test('the finding names thread, role, operation and the locks left held', () => {
  const { plan } = planRun(stageOf(), {});
  const states = [
    stateOf('worker-1', { holds: [lockOf('A(0)', ['f (a.ts:1)'])] }),
    stateOf('worker-2', {}),
  ];
  const crash = describeCrash(0, new TypeError('no such guard'));
  const finding = crashFinding(plan, crash, states, 77);
  expect(finding.type).toBe('thread-crash');
  expect(finding.summary).toBe('worker-1 (worker) crashed in fault: TypeError: no such guard');
  expect(finding.details.join('\n')).toContain('locks it still holds: A(0)');
  expect(finding.locks).toEqual([{ class: 'A', name: 'A(0)' }]);
});
