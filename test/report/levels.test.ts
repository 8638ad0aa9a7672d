import { describe, expect, test } from 'vitest';
import { findingText } from '../../src/report/finding-text.ts';
import type { Finding, RejectionReason } from '../../src/validate/finding.ts';
import { findingOf, lockOf, stateOf, stepOf } from './fixtures/findings.ts';

const CONTEXT = { where: 'lockyard 0.1.0, design d, workload mixed', level: 'full' } as const;
const tell = (finding: Finding, count = 1) => `\n${findingText(finding, count, CONTEXT)}\n`;

const threads = [
  stateOf('T1', {
    holds: [lockOf('A(0)', ['lock A (d.js:1)'])],
    wants: lockOf('B(0)', ['lock B (d.js:2)']),
  }),
  stateOf('T2', {
    holds: [lockOf('B(0)', ['lock B (d.js:8)'])],
    wants: lockOf('A(0)', ['lock A (d.js:9)']),
  }),
];
const predicted = findingOf({
  type: 'deadlock',
  level: 'predicted',
  threads,
  cycle: [stepOf('A(0)', 'B(0)'), stepOf('B(0)', 'A(0)')],
  details: [
    'T1 has come to its acquisition of A(0) (event 2 of the record), and asks for B(0)',
    'T2 has come to its acquisition of B(0) (event 2 of the record), and asks for A(0)',
  ],
});

describe('a predicted deadlock', () => {
  test('says that it did not happen, who would hold and want what, and the way there', () => {
    expect(tell(predicted, 7)).toBe(`
==================================================================
PREDICTED: a deadlock of 2 threads that did not happen in this run
lockyard 0.1.0, design d, workload mixed
------------------------------------------------------------------
It did not happen. The same inputs allow it: if the threads of this run get
their turns in another order, each doing what it did here, then
T1 waits for B(0), which T2 holds;
T2 waits for A(0), which T1 holds.

T1 (in fault)
  holds A(0) (A)
          at lock A (d.js:1)
  wants B(0) (B)
          at lock B (d.js:2)

T2 (in fault)
  holds B(0) (B)
          at lock B (d.js:8)
  wants A(0) (A)
          at lock A (d.js:9)

the way there; each thread runs this far and no further:
  - T1 has come to its acquisition of A(0) (event 2 of the record), and asks for
    B(0)
  - T2 has come to its acquisition of B(0) (event 2 of the record), and asks for
    A(0)

the cycle of waits:
  T1 --> B(0) --> T2
  T2 --> A(0) --> T1

 *** DEADLOCK, predicted ***

its rarest step was made 7 times in the record of this run
`);
  });

  test('of a reader behind a queued writer says so', () => {
    const [reader] = threads;
    const writer = stateOf('T2', { wants: lockOf('B(0)', []) });
    const other = stateOf('T3', { holds: [lockOf('B(0)', [])], wants: lockOf('A(0)', []) });
    const told = tell({ ...predicted, threads: [reader, writer, other], details: [] });
    expect(told).toContain('T1 waits for B(0), for which T2 is first in the queue;\n');
    expect(told).not.toContain('the way there');
  });
});

const possible = findingOf({
  type: 'circular',
  level: 'possible',
  threads: [threads[0]],
  cycle: [stepOf('A', 'B'), stepOf('B', 'A')],
});

const REASONS: Readonly<Record<RejectionReason, string>> = {
  'gate-lock': 'takes the common one first',
  'same-thread': 'no second thread',
  'ordered-by-join': 'started and joined',
  'ordered-by-completion': 'waits for the signal of the other',
  'released-between': 'give the locks up in between',
  'readers-only': 'nobody takes the lock for writing',
  'instance-order': 'order keys would say that it is meant',
  'gives-up': 'stay tried or timed',
};

describe('what the run does not bear out', () => {
  test.each(Object.entries(REASONS))('%s: says so first, and why', (reason, restsOn) => {
    const rejection = { reason: reason as RejectionReason, text: 'all hold G meanwhile' };
    const told = tell({ ...possible, rejection });
    const [, , title, , , first, ...rest] = told.split('\n');
    expect(title).toBe('NOTE: possible circular locking dependency, not borne out by this run');
    expect(`${first} ${rest[0]}`).toContain(
      `This run does not bear it out (${reason}): all hold G meanwhile.`,
    );
    const sentence = rest.slice(0, rest.indexOf('')).join(' ');
    expect(sentence).toContain('That holds as long as ');
    expect(sentence).toContain(restsOn);
    expect(told).toContain('\n\nT1/fault is trying to acquire lock:\n');
    expect(told).toContain('\n *** no DEADLOCK in this run ***\n');
    expect(told).not.toContain(' *** DEADLOCK ***');
    for (const line of told.split('\n').slice(5, 9)) expect(line.length).toBeLessThanOrEqual(80);
  });

  test('has a title of its own for a recursion, and for whatever else may come', () => {
    const rejection = { reason: 'instance-order', text: 'one before two' } as const;
    expect(tell({ ...possible, type: 'recursion', rejection })).toContain(
      '\nNOTE: possible recursive locking, not borne out by this run\n',
    );
    expect(tell({ ...possible, type: 'promise', rejection })).toContain(
      '\nNOTE: possible, but not borne out by this run\n',
    );
  });

  test('is not what stands', () => {
    expect(tell(possible)).toContain('\nWARNING: possible circular locking dependency detected\n');
    expect(tell(possible)).not.toContain('bear');
  });
});

test('the three levels of a deadlock have titles of their own', () => {
  const titles = (['possible', 'predicted', 'confirmed'] as const).map((level) => {
    return tell({ ...predicted, level })
      .split('\n')[2]
      .split(':')[0];
  });
  expect(titles).toEqual(['WARNING', 'PREDICTED', 'DEADLOCK']);
});

test('an acquisition against the declared keys tells both places', () => {
  const finding = findingOf({
    type: 'order-key',
    level: 'possible',
    summary: 'T1 acquires M(1) in fault while it holds M(2), against the declared order of M',
    details: ['declared keys, to be taken in ascending order: M(2) 2, M(1) 1'],
    cycle: [stepOf('M(2)', 'M(1)', { site: ['f (a.js:2)'], heldSite: ['f (a.js:1)'] })],
  });
  expect(tell(finding)).toContain(`
T1 acquires M(1) in fault while it holds M(2), against the declared order of M.
  declared keys, to be taken in ascending order: M(2) 2, M(1) 1

M(2) had been taken at:
       f (a.js:1)
M(1) is taken at:
       f (a.js:2)
`);
  expect(tell({ ...finding, cycle: [] })).not.toContain('had been taken');
});
