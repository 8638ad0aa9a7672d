import { describe, expect, test } from 'vitest';
import type { RecordedDecision, Recording, ToldWait } from '../../src/explore/recording.ts';
import { readScenarioText } from '../../src/scenario/read/read-scenario.ts';
import { glyphsFor } from '../../src/report/interleaving-glyphs.ts';
import { passingText } from '../../src/report/interleaving-passing.ts';
import { interleavingOf } from '../../src/report/interleaving-recording.ts';
import { interleavingText } from '../../src/report/interleaving-text.ts';
import { plain } from '../../src/report/palette.ts';

const TEXT = `
scenario: abba
locks: { A: mutex, B: mutex }
threads:
  T1: [lock A, lock B, unlock B, unlock A]
  T2: [lock B, lock A, unlock A, unlock B]
`;
const BOTH = ['T1', 'T2'];

function decision(run: string, lock: string, line: number): RecordedDecision {
  const site = `lock ${lock} (abba.yaml:${line})`;
  return { enabled: BOTH, run, op: 'lock', lock, class: lock, site, fingerprint: '' };
}

function wait(thread: string, holds: string, wants: string, line: number): ToldWait {
  const site = (lock: string) => `lock ${lock} (abba.yaml:${line})`;
  return { thread, holds, wants, site: site(wants), heldSite: site(holds) };
}

const FOUND: Recording = {
  program: { kind: 'scenario', scenario: readScenarioText(TEXT, 'abba.yaml') },
  engine: 'threads',
  strategy: { name: 'random', seed: 1, schedule: 3 },
  decisions: [decision('T1', 'A', 5), decision('T2', 'B', 6)],
  outcome: 'deadlock',
  signature: '0123456789abcdef',
  deadlock: {
    cycle: [wait('T1', 'A', 'B', 5), wait('T2', 'B', 'A', 6)],
    isCycle: true,
    summary: '',
  },
};

describe('a recording', () => {
  test('is told as an interleaving in the words of its scenario', () => {
    expect(interleavingOf(FOUND)).toEqual({
      threads: BOTH,
      steps: [
        { thread: 'T1', text: 'lock A', lock: 'A', enabled: BOTH },
        { thread: 'T2', text: 'lock B', lock: 'B', enabled: BOTH },
      ],
      stuck: [
        { thread: 'T1', text: 'lock B', wants: 'B', why: 'T2 holds it' },
        { thread: 'T2', text: 'lock A', wants: 'A', why: 'T1 holds it' },
      ],
    });
    const table = interleavingText(interleavingOf(FOUND), glyphsFor({}), plain);
    expect(table).toContain('switch (T2 comes between)');
  });

  test('of threads that no cycle holds says who holds what, or that nobody is left', () => {
    const cycle = [wait('T1', 'A', 'E', 5), wait('T2', 'B', 'A', 6)];
    const knot: Recording = { ...FOUND, deadlock: { cycle, isCycle: false, summary: '' } };
    expect(interleavingOf(knot).stuck.map(({ why }) => why)).toEqual([
      'nobody is left to end it',
      'T1 holds it',
    ]);
  });

  test('has its nearest sibling that ends well told as one difference', () => {
    const instead = decision('T1', 'B', 5);
    const recording: Recording = { ...FOUND, outcome: 'clean', signature: null, deadlock: null };
    const made = FOUND.decisions[1] as RecordedDecision;
    expect(passingText({ at: 1, made, instead, recording, tries: 1 })).toBe(
      'The nearest schedule that ends well differs in one decision: at step 2 T1 goes\n' +
        'on with lock B (abba.yaml:5), and not T2 with lock B (abba.yaml:6).',
    );
  });
});
