import { describe, expect, test } from 'vitest';
import type { LedgerEntry } from '../../src/explore/ledger-line.ts';
import { campaignJson } from '../../src/report/campaign-json.ts';
import type { CampaignOutcome } from '../../src/report/campaign-outcome.ts';
import { campaignProgressText, cellDoneText } from '../../src/report/campaign-progress.ts';
import { campaignText } from '../../src/report/campaign-text.ts';
import { plain } from '../../src/report/palette.ts';

const ABBA = { scenario: 'abba' };
const MERGED = { design: 'merged', workload: 'mixed' };

function entry(seed: number, more: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    ...{ program: ABBA, seed, exitStatus: 1, verdict: 'deadlock', complete: true },
    ...{ schedules: 1000, steps: 5, seconds: 1.5, signature: 'aa', replay: `r${seed}.jsonl` },
    deadlock: 'T1 waits for B held by T2; T2 waits for A held by T1',
    ...more,
  };
}

const CLEAN = { verdict: 'clean', signature: null, deadlock: null, replay: null } as const;
const OUTCOME: CampaignOutcome = {
  kind: 'campaign',
  tool: 'lockyard 1',
  versions: { lockyard: '1', node: '20', v8: '11' },
  ledger: 'night.jsonl',
  shard: '1/2',
  cells: [1, 2, 3, 4].map((seed) => ({ program: seed < 4 ? ABBA : MERGED, seed })),
  entries: [entry(1), entry(2), entry(4, { ...CLEAN, program: MERGED, exitStatus: 0 })],
  lost: [{ cell: { program: ABBA, seed: 3 }, text: 'trouble\nit ended with SIGKILL' }],
  repeated: 0,
  rerun: 'npx lockyard explore --campaign night.jsonl',
  exitStatus: 1,
};

describe('a campaign in words', () => {
  test('has a line for each program, each deadlock once, and what is missing', () => {
    const text = campaignText(OUTCOME, plain);
    expect(text).toContain('lockyard 1 explore, campaign, ledger night.jsonl, shard 1/2, node 20');
    expect(text).toMatch(/^abba +✗ not as expected +2\/3 +2 +0 +2 +2,000 +3\.0$/m);
    expect(text).toMatch(/^merged, mixed +✓ as expected +1\/1 +0 +1 +1 +1,000 +1\.5$/m);
    expect(text.match(/DEADLOCK/g)).toHaveLength(1);
    expect(text).toContain(
      'DEADLOCK aa, in 2 cells, first in abba, seed 1\n' +
        '  T1 waits for B held by T2; T2 waits for A held by T1.\n' +
        '  replay it: npx lockyard replay r1.jsonl',
    );
    expect(text).toContain(
      '3 of 4 cells done, 1 as expected.\nno result: abba, seed 3: it ended with SIGKILL',
    );
    expect(text.trimEnd().endsWith(`go on with it: ${OUTCOME.rerun}`)).toBe(true);
  });

  test('that is complete and as expected says so', () => {
    const entries = [entry(1, { ...CLEAN, exitStatus: 3 })];
    const text = campaignText({ ...OUTCOME, entries, cells: entries, lost: [] }, plain);
    expect(text).toContain('? inconclusive');
    expect(text).toContain('1 of 1 cell done, 0 as expected.');
    expect(text).toContain(`run it again: ${OUTCOME.rerun}`);
  });

  test('is one document of the same as JSON', () => {
    expect(JSON.parse(campaignJson(OUTCOME))).toMatchObject({
      kind: 'campaign',
      exitStatus: 1,
      cells: { all: 4, done: 3, repeated: 0 },
      deadlocks: [{ signature: 'aa', cells: 2, replay: 'r1.jsonl' }],
      lost: [{ program: ABBA, seed: 3 }],
      results: OUTCOME.entries,
    });
  });
});

test('the way a campaign goes is one line, with the time that is left', () => {
  const progress = {
    cells: 100,
    done: 12,
    running: 2,
    deadlocks: 1,
    remainingMs: null,
    last: null,
  };
  expect(campaignProgressText(progress)).toBe('12/100 cells  2 running  1 deadlock');
  const left = (remainingMs: number) => campaignProgressText({ ...progress, remainingMs });
  expect(left(7_400)).toContain('  0:07 left');
  expect(left(750_000)).toContain('  12:30 left');
  expect(left(11_100_000)).toContain('  3:05:00 left');
  expect(cellDoneText(progress)).toBe('');
  expect(cellDoneText({ ...progress, last: entry(3) })).toBe(
    '12/100 abba, seed 3: deadlock, NOT as expected\n',
  );
});
