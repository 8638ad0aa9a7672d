import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { UsageError } from '../../src/base/errors.ts';
import { type Campaign, cellName, cellsOf } from '../../src/explore/campaign.ts';
import { Ledger } from '../../src/explore/ledger.ts';
import { type LedgerEntry, ledgerHeader, ledgerLine } from '../../src/explore/ledger-line.ts';
import { mergeLedgers, writeMerged } from '../../src/explore/ledger-merge.ts';
import { readLedger } from '../../src/explore/ledger-text.ts';

const CAMPAIGN: Campaign = {
  programs: [{ scenario: 'abba.yaml' }, { design: 'merged', workload: 'mixed' }],
  firstSeed: 1,
  lastSeed: 3,
  options: ['--strategy', 'pct2'],
  sources: { 'abba.yaml': '00' },
};
const CELLS = cellsOf(CAMPAIGN, null);

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockyard-ledger-'));
  path = join(folder, 'night.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true }));

function entryOf(n: number): LedgerEntry {
  return {
    ...(CELLS[n] as (typeof CELLS)[number]),
    ...{ exitStatus: 0, verdict: 'clean', complete: true, schedules: n, steps: 7, seconds: 0.5 },
    ...{ signature: null, deadlock: null, replay: null },
  };
}

function open(campaign = CAMPAIGN, tool = 'lockyard 1', index = 0): Ledger {
  const shard = index === 0 ? null : { index, of: 2 };
  return new Ledger(path, ledgerHeader(tool, campaign, shard));
}

/** A ledger of some cells, closed. */
function kept(numbers: readonly number[], index = 0): void {
  const ledger = open(CAMPAIGN, 'lockyard 1', index);
  for (const n of numbers) ledger.add(entryOf(n));
  ledger.close();
}

function fault(act: () => unknown): UsageError {
  try {
    act();
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error('there was no fault');
}

describe('a ledger', () => {
  test('has all that was added when it is opened again', () => {
    kept([0, 3]);
    const ledger = open();
    expect(ledger.entries).toEqual([entryOf(0), entryOf(3)]);
    ledger.add(entryOf(1));
    ledger.close();
    expect(readLedger(path).entries).toHaveLength(3);
  });

  test('cut off at any byte has every line that was whole, and goes on behind it', () => {
    kept([0, 1, 2]);
    const whole = readFileSync(path);
    const ends = [...whole.keys()].filter((at) => whole[at] === 10);
    for (let bytes = 0; bytes <= whole.length; bytes += 7) {
      writeFileSync(path, whole.subarray(0, bytes));
      const lines = ends.filter((end) => end < bytes).length;
      const ledger = open();
      expect(ledger.entries).toHaveLength(Math.max(lines - 1, 0));
      ledger.add(entryOf(4));
      ledger.close();
      expect(readLedger(path).entries.at(-1)).toEqual(entryOf(4));
      expect(readLedger(path).entries).toHaveLength(Math.max(lines - 1, 0) + 1);
    }
  });

  test('counts a cell once', () => {
    kept([0, 1]);
    appendFileSync(path, ledgerLine({ ...entryOf(0), schedules: 99 }));
    expect(readLedger(path).entries).toEqual([entryOf(0), entryOf(1)]);
  });

  test('is refused when a line was changed, by file and line', () => {
    kept([0, 1]);
    writeFileSync(path, readFileSync(path, 'utf8').replace('"schedules":1', '"schedules":2'));
    expect(fault(open).message).toBe(`${path}:3: the line was changed: its checksum does not fit`);
    expect(existsSync(`${path}.lock`)).toBe(false);
  });

  test('is refused when it is none, or of another version', () => {
    for (const text of ['{"format":"lockyard-replay"}\n', 'hello', '[]\n', '{}\n{}\n']) {
      writeFileSync(path, text);
      expect(fault(open).message).toContain('this is no ledger');
      expect(readFileSync(path, 'utf8')).toBe(text);
    }
    writeFileSync(path, '{"format":"lockyard-ledger","version":2,"tool":"lockyard 9"}\n');
    expect(fault(open).message).toContain('ledger version 2, and this lockyard keeps 1');
  });

  test('is refused for another campaign, shard or lockyard', () => {
    kept([0]);
    expect(fault(() => open({ ...CAMPAIGN, lastSeed: 4 })).message).toContain('another campaign');
    expect(fault(() => open(CAMPAIGN, 'lockyard 2')).message).toContain('begun by lockyard 1');
    expect(fault(() => open(CAMPAIGN, 'lockyard 1', 1)).message).toContain('another shard');
    expect(readLedger(path).entries).toHaveLength(1);
  });

  test.skipIf(!existsSync('/proc/self/stat'))('is written by one campaign at a time', () => {
    // The process that started this one is alive, and is not this one.
    const ledger = open();
    const stat = readFileSync(`/proc/${process.ppid}/stat`, 'utf8');
    const start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    writeFileSync(`${path}.lock`, `${process.ppid} ${start}`);
    expect(fault(open).message).toContain(`process ${process.ppid} is writing`);
    ledger.close();
    // An id that came again, a process that is gone, one that was ended as it wrote.
    for (const text of [`${process.ppid} 1`, '999999999 5', '']) {
      writeFileSync(`${path}.lock`, text);
      open().close();
    }
    expect(existsSync(`${path}.lock`)).toBe(false);
  });
});

describe('merged ledgers', () => {
  const shard = (index: number) => join(folder, `shard-${index}.jsonl`);

  test('of all shards are the ledger of the campaign', () => {
    for (const index of [1, 2]) {
      path = shard(index);
      const cells = cellsOf(CAMPAIGN, { index, of: 2 }).map(cellName);
      kept(
        CELLS.flatMap((cell, n) => (cells.includes(cellName(cell)) ? [n] : [])),
        index,
      );
    }
    const merged = mergeLedgers([shard(2), shard(1)]);
    expect(merged.entries.map(({ schedules }) => schedules)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(merged.repeated).toBe(0);
    path = join(folder, 'all.jsonl');
    writeMerged(merged, path);
    const ledger = open();
    expect(ledger.entries).toHaveLength(6);
    ledger.close();
    expect(fault(() => writeMerged(merged, path)).message).toContain('is there already');
  });

  test('count a cell once, and say so', () => {
    kept([0, 1]);
    const merged = mergeLedgers([path, path]);
    expect([merged.entries.length, merged.repeated]).toEqual([2, 2]);
  });

  test('of different campaigns are refused, and empty ones', () => {
    kept([0]);
    const other = join(folder, 'other.jsonl');
    writeFileSync(
      other,
      ledgerLine(ledgerHeader('lockyard 1', { ...CAMPAIGN, lastSeed: 9 }, null)),
    );
    expect(fault(() => mergeLedgers([path, other])).message).toContain('of another campaign');
    writeFileSync(other, '');
    expect(fault(() => mergeLedgers([path, other])).message).toContain('nothing is in this');
    expect(fault(() => mergeLedgers([join(folder, 'no')])).message).toContain('cannot be read');
  });
});
