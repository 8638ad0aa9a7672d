import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { UsageError } from '../../src/base/errors.ts';
import {
  type Campaign,
  type CampaignCell,
  cellName,
  cellsOf,
  wordsOfCell,
} from '../../src/explore/campaign.ts';
import type { CellEnd } from '../../src/explore/campaign-cell.ts';
import {
  type CampaignProgress,
  type CampaignRequest,
  runCampaign,
} from '../../src/explore/campaign-run.ts';
import { Ledger } from '../../src/explore/ledger.ts';
import { ledgerHeader } from '../../src/explore/ledger-line.ts';

const CAMPAIGN: Campaign = {
  programs: [{ scenario: 'a' }, { scenario: 'b' }],
  firstSeed: 1,
  lastSeed: 5,
  options: [],
  sources: {},
};
const CELLS = cellsOf(CAMPAIGN, null);

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockyard-campaign-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function done(cell: CampaignCell): CellEnd {
  const result = { exitStatus: 1, verdict: 'deadlock', complete: true, schedules: 1 } as const;
  const rest = { steps: 1, seconds: 0, signature: 's', deadlock: 'd', replay: null };
  return { kind: 'done', entry: { ...cell, ...result, ...rest } };
}

/** Goes on with the ledger of this test; the explorations take a turn of the event loop each. */
async function campaign(
  explore: (cell: CampaignCell) => CellEnd | Promise<CellEnd>,
  more: Partial<CampaignRequest> = {},
) {
  const explored: string[] = [];
  const told: CampaignProgress[] = [];
  const ledger = new Ledger(join(folder, 'l.jsonl'), ledgerHeader('lockyard 1', CAMPAIGN, null));
  try {
    const end = await runCampaign(ledger, {
      cells: CELLS,
      jobs: 3,
      explore: async (cell) => {
        explored.push(cellName(cell));
        await new Promise((resolve) => setImmediate(resolve));
        return explore(cell);
      },
      interrupt: new AbortController().signal,
      progress: (progress) => told.push(progress),
      ...more,
    });
    return { end, explored, told };
  } finally {
    ledger.close();
  }
}

describe('a campaign', () => {
  test('explores each cell once, so many at a time, and tells how far it is', async () => {
    const { end, explored, told } = await campaign(done);
    expect(explored.sort()).toEqual(CELLS.map(cellName).sort());
    expect(end.entries.map(cellName)).toEqual(CELLS.map(cellName));
    expect(Math.max(...told.map(({ running }) => running))).toBe(2);
    expect(told[0]).toMatchObject({ cells: 10, done: 0, running: 0, remainingMs: null });
    expect(told.at(-1)).toMatchObject({ done: 10, running: 0, deadlocks: 10, remainingMs: 0 });
    expect(told.at(-1)?.last?.verdict).toBe('deadlock');
  });

  test('that was ended goes on with what is not done', async () => {
    const stop = new AbortController();
    const first = await campaign(
      (cell) => {
        if (cell.seed < 3) return done(cell);
        stop.abort();
        return { kind: 'stopped' };
      },
      { interrupt: stop.signal },
    );
    expect(first.end.entries).toHaveLength(4);
    const second = await campaign(done);
    expect(second.explored).toHaveLength(6);
    expect(second.explored.some((name) => / seed [12]$/.test(name))).toBe(false);
    expect(second.end.entries).toHaveLength(10);
    expect((await campaign(done)).explored).toEqual([]);
  });

  test('tries a lost cell again, and in the end does without it', async () => {
    const tries = new Map<string, number>();
    const { end, explored } = await campaign((cell) => {
      const name = cellName(cell);
      tries.set(name, (tries.get(name) ?? 0) + 1);
      const isLost = name === 'a seed 2' || (name === 'b seed 4' && tries.get(name) === 1);
      return isLost ? { kind: 'lost', text: 'killed' } : done(cell);
    });
    expect(end.entries).toHaveLength(9);
    expect(end.lost).toEqual([{ cell: CELLS[2], text: 'killed' }]);
    expect(explored.filter((name) => name === 'a seed 2')).toHaveLength(3);
    expect(explored.filter((name) => name === 'b seed 4')).toHaveLength(2);
    // It is not in the ledger, so that whoever goes on tries it once more.
    expect((await campaign(done)).explored).toEqual(['a seed 2']);
  });

  test('ends at what is a matter of usage', async () => {
    const refused = campaign((cell) =>
      cell.seed === 2 ? { kind: 'refused', text: 'no such file' } : done(cell),
    );
    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.toThrow('seed 2 cannot be explored: no such file');
    expect((await campaign(done)).explored.length).toBeLessThan(10);
  });
});

describe('the cells of a campaign', () => {
  test('are dealt out to shards, each to one', () => {
    const shards = [1, 2, 3].map((index) => cellsOf(CAMPAIGN, { index, of: 3 }).map(cellName));
    expect(shards.flat().sort()).toEqual(CELLS.map(cellName).sort());
    expect(new Set(shards.flat()).size).toBe(10);
    expect(shards.map((names) => names.length)).toEqual([4, 3, 3]);
  });

  test('are explored by the words of the command line', () => {
    const options = ['--strategy', 'pct2'];
    const words = (program: CampaignCell['program']) =>
      wordsOfCell({ program, seed: 7 }, { ...CAMPAIGN, options }, 'r.jsonl').join(' ');
    const rest = '--strategy pct2 --seed 7 -o r.jsonl --json';
    expect(words({ scenario: 'a.yaml' })).toBe(`explore ${rest} a.yaml`);
    expect(words({ design: 'merged', workload: 'mixed' })).toBe(
      `explore ${rest} --design merged --workload mixed`,
    );
  });
});
