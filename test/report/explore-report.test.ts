import { describe, expect, test } from 'vitest';
import type { Exploration } from '../../src/explore/explore-session.ts';
import type { SearchEnding, SearchResult } from '../../src/explore/search-result.ts';
import { exploreJson } from '../../src/report/explore-json.ts';
import type { ExploreOutcome } from '../../src/report/explore-outcome.ts';
import { exploreText } from '../../src/report/explore-text.ts';
import { glyphsFor } from '../../src/report/interleaving-glyphs.ts';
import { plain } from '../../src/report/palette.ts';
import type { Finding } from '../../src/validate/finding.ts';
import { RECORDING, decision } from '../explore-command/fixtures/recordings.ts';

const FINDING = {
  type: 'circular',
  level: 'possible',
  summary: 'B under A, and A under B',
  cycle: [],
};

function searched(ending: SearchEnding, more: Partial<SearchResult> = {}): SearchResult {
  return {
    engine: 'threads',
    ending,
    schedules: 1200,
    steps: 4800,
    seconds: 0.5,
    tallies: [
      { name: 'first', schedules: 1, steps: 4, seconds: 0.1, found: 0, distinct: null },
      { name: 'urw', schedules: 1000, steps: 4000, seconds: 0.2, found: 0, distinct: null },
      { name: 'pos', schedules: 199, steps: 796, seconds: 0.2, found: 0, distinct: 7 },
    ],
    recording: null,
    predicted: [],
    orderFindings: [],
    determinism: { checked: 1, divergence: null },
    states: null,
    ...more,
  };
}

const CLEAN: Exploration = {
  search: searched('schedules'),
  verdict: 'clean',
  complete: false,
  recording: null,
  deadlock: null,
  shrunk: null,
  passing: null,
  orderFindings: [],
};

const FOUND: Exploration = {
  ...CLEAN,
  search: searched('deadlock'),
  verdict: 'deadlock',
  recording: RECORDING,
  deadlock: RECORDING.deadlock,
  orderFindings: [FINDING as unknown as Finding],
};

function outcome(exploration: Exploration, more: Partial<ExploreOutcome> = {}): ExploreOutcome {
  return {
    tool: 'lockyard 0.1.0',
    versions: { lockyard: '0.1.0', node: '20.0.0', v8: '11' },
    cores: 2,
    rerun: 'npx lockyard explore abba.yaml --seed 7',
    settings: { engine: 'threads', strategy: 'auto', seed: 7, schedules: null, durationMs: 30_000 },
    name: 'abba',
    fixed: false,
    program: RECORDING.program,
    expected: 'deadlock',
    asExpected: true,
    inconclusive: false,
    exploration,
    replay: null,
    exitStatus: 0,
    ...more,
  };
}

/** Wherever its lines are broken. */
function inOneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}

function textOf(...args: Parameters<typeof outcome>): string {
  return exploreText(outcome(...args), glyphsFor({}), plain);
}

describe('a deadlock', () => {
  const replay = { path: 'abba.replay.jsonl', command: 'npx lockyard replay abba.replay.jsonl' };
  const text = textOf(FOUND, { replay });

  test('is told in one sentence first, and its replay last', () => {
    const blocks = text.trimEnd().split('\n\n');
    expect(blocks[1]).toBe('DEADLOCK of 2 threads: T1 holds A, wants B; T2 holds B, wants A.');
    expect(blocks.at(-1)).toBe('replay it: npx lockyard replay abba.replay.jsonl');
  });

  test('is told with what each thread holds and wants, where, and the way there', () => {
    expect(text).toContain(
      'T1\n  holds A\n          at lock A (stories/abba.yaml:4)\n' +
        '  wants B\n          at lock B (stories/abba.yaml:4)',
    );
    expect(text).toMatch(/The way there:\n\n {3}T1 .*│ T2/);
    expect(text).toContain('order validator: report\n  circular: B under A, and A under B');
  });

  test('that only the model has met says so', () => {
    expect(textOf({ ...FOUND, recording: null })).toContain(
      '(of the model; real threads did not come to it)',
    );
  });

  test('has its cycle in the JSON, with null for nothing', () => {
    const told = JSON.parse(exploreJson(outcome(FOUND, { replay })));
    expect(told).toMatchObject({
      kind: 'explore',
      scenario: 'abba',
      verdict: 'deadlock',
      validator: 'report',
      schedulesPerSecond: 2400,
      replay: 'abba.replay.jsonl',
      confirmed: true,
    });
    expect(told.deadlock.cycle[1]).toMatchObject({ thread: 'T2', holds: 'B', wants: 'A' });
    const [first, ...rest] = RECORDING.deadlock?.cycle ?? [];
    const deadlock = { isCycle: true, summary: '', cycle: [{ ...first, holds: '-' }, ...rest] };
    const queued = exploreJson(outcome({ ...FOUND, deadlock } as Exploration));
    expect(JSON.parse(queued).deadlock.cycle[0].holds).toBeNull();
  });
});

describe('a clean result says what it covered', () => {
  test.each<[SearchEnding, string]>([
    ['complete', ' clean: no schedule deadlocks. The search is complete: '],
    ['schedules', ' nothing found: no deadlock in 1,200 schedules. The search is not complete, '],
    ['schedules', 'since its limit was reached'],
    ['time', 'since its time was over'],
    ['interrupted', 'since it was interrupted'],
  ])('%s', (ending, words) => {
    expect(inOneLine(textOf({ ...CLEAN, search: searched(ending) }))).toContain(words);
  });

  test('with the bound of the strategy that drew the most', () => {
    expect(inOneLine(textOf(CLEAN))).toContain(
      'at most 0.30 % of the schedules that "urw" draws deadlock (3 in 1,000)',
    );
    const searching = searched('time', { tallies: searched('time').tallies.slice(0, 1) });
    expect(textOf({ ...CLEAN, search: searching })).not.toContain('confidence');
  });

  test('and what was predicted, but did not come about, is no alarm', () => {
    const predicted = [{ ...FINDING, summary: 'T1 and T2 can deadlock' } as unknown as Finding];
    const text = textOf({ ...CLEAN, search: searched('time', { predicted }) });
    expect(text).toContain(
      'predicted, but not brought about:\n  potential: T1 and T2 can deadlock',
    );
  });
});

test('a program that draws what no seed fixes is told so', () => {
  const divergence = { step: 3, recorded: decision('T1', 'A'), came: decision('T1', 'B') };
  const search = searched('time', { determinism: { checked: 2, divergence } });
  expect(textOf({ ...CLEAN, search })).toMatch(/^not deterministic: .*\n(.*\n)*.*step 3/m);
  expect(textOf(CLEAN)).not.toContain('deterministic');
});
