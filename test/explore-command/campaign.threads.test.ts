import { type ChildProcess, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lockyard } from '../cli/fixtures/front-door.ts';

const ABBA = `
scenario: abba
locks: { A: mutex, B: mutex }
threads:
  T1: [lock A, lock B, unlock B, unlock A]
  T2: [lock B, lock A, unlock A, unlock B]
expect: { reachable: deadlock }
`;
/** Has schedules enough to be searched for as long as it may. */
const ORDERED = ABBA.replace('[lock B, lock A, unlock A, unlock B]', '[lock A, work, unlock A]')
  .replace('abba', 'ordered')
  .replace('deadlock', 'clean');

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockyard-campaign-'));
  writeFileSync(join(folder, 'abba.yaml'), ABBA);
  writeFileSync(join(folder, 'ordered.yaml'), ORDERED);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const SEEDS = 4;
const WORDS = [
  'explore --campaign night.jsonl --scenarios abba.yaml,ordered.yaml',
  `--seeds 1..${SEEDS} --jobs 2 --engine threads --strategy random --schedules 600`,
].join(' ');

function run(words: string, act?: (child: ChildProcess) => unknown) {
  return lockyard(words, act, { cwd: folder });
}

/** Whole lines of the ledger but its header. */
function ledger(): string[] {
  const text = readFileSync(join(folder, 'night.jsonl'), 'utf8');
  return text.slice(0, text.lastIndexOf('\n')).split('\n').slice(1);
}

/** Acts once so many cells have been told to be done. */
function onceDone(cells: number, child: ChildProcess, act: () => void): void {
  let text = '';
  child.stderr?.on('data', (data) => {
    const before = text.split('\n').length;
    text += data;
    if (before <= cells && text.split('\n').length > cells) act();
  });
}

/** Ids of the processes that a process has started. */
function childrenOf(pid: number | undefined): number[] {
  try {
    const out = execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' });
    return out.split('\n').map(Number).filter(Boolean);
  } catch {
    // There is none.
    return [];
  }
}

describe('a campaign', () => {
  test('whose process is killed loses nothing that was done, and does it only once', async () => {
    const killed = await run(WORDS, (child) => onceDone(4, child, () => child.kill('SIGKILL')));
    expect(killed.status).toBeNull();
    const before = ledger();
    expect(before.length).toBeGreaterThanOrEqual(4);
    expect(before.length).toBeLessThan(2 * SEEDS);
    // Half a line, as if it had been ended while it wrote.
    const path = join(folder, 'night.jsonl');
    writeFileSync(path, `${readFileSync(path, 'utf8')}{"program":{"scen`);

    const { status, out, err } = await run('explore --campaign night.jsonl --jobs 2 --json');
    const told = JSON.parse(out);
    expect(status).toBe(told.exitStatus);
    expect(told.cells).toEqual({ all: 2 * SEEDS, done: 2 * SEEDS, repeated: 0 });
    expect(err.trim().split('\n')).toHaveLength(2 * SEEDS - before.length);
    expect(ledger().slice(0, before.length)).toEqual(before);
    expect(ledger()).toHaveLength(2 * SEEDS);
    const cells = ledger().map((line) =>
      JSON.stringify([JSON.parse(line).program, JSON.parse(line).seed]),
    );
    expect(new Set(cells).size).toBe(2 * SEEDS);
    expect(told.deadlocks).toMatchObject([{ cells: SEEDS }]);
    // What it found can be replayed.
    expect((await run(`replay ${told.deadlocks[0].replay}`)).status).toBe(0);
  });

  test('explores a cell again whose process was killed', async () => {
    let killed = 0;
    const { out } = await run(`${WORDS} --json`, (child) => {
      onceDone(2, child, () => {
        for (const pid of childrenOf(child.pid)) {
          process.kill(pid, 'SIGKILL');
          killed++;
        }
      });
    });
    expect(killed).toBeGreaterThan(0);
    const told = JSON.parse(out);
    expect(told.cells.done).toBe(2 * SEEDS);
    expect(told.lost).toEqual([]);
    expect(ledger()).toHaveLength(2 * SEEDS);
  });

  test('ends with what it has at Ctrl-C, and leaves no process behind', async () => {
    let children: number[] = [];
    const { status, out } = await run(`${WORDS} --json`, (child) => {
      onceDone(2, child, () => {
        children = childrenOf(child.pid);
        child.kill('SIGINT');
      });
    });
    expect(status).toBe(3);
    const { cells } = JSON.parse(out);
    expect(cells.done).toBe(ledger().length);
    expect(cells.done).toBeLessThan(2 * SEEDS);
    for (const pid of children) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });

  test('in shards is merged into the whole', async () => {
    const words = WORDS.replace(`1..${SEEDS}`, '1..2').replace('night', 'shard-N');
    for (const index of [1, 2]) {
      const { status } = await run(`${words.replace('shard-N', `s${index}`)} --shard ${index}/2`);
      expect([0, 3]).toContain(status);
    }
    const merge = await run('merge s1.jsonl s2.jsonl -o night.jsonl --json');
    expect(JSON.parse(merge.out)).toMatchObject({
      kind: 'merge',
      cells: { all: 4, done: 4, repeated: 0 },
      deadlocks: [{ cells: 2 }],
    });
    const again = await run(`${words.replace('shard-N', 'night')} --json`);
    expect(again.err).toBe('');
    expect(JSON.parse(again.out).cells.done).toBe(4);
    expect((await run('merge s1.jsonl s2.jsonl -o night.jsonl')).status).toBe(2);
  });

  test('is not begun over what is no ledger of it', async () => {
    writeFileSync(join(folder, 'night.jsonl'), '{"format":"lockyard-replay","version":1}\n');
    const foreign = await run(WORDS);
    expect([foreign.status, foreign.out]).toEqual([2, '']);
    expect(foreign.err).toContain('night.jsonl:1: this is no ledger');
    const other = await run('explore abba.yaml --campaign c.jsonl --seeds 1');
    expect(other.status).toBe(0);
    writeFileSync(join(folder, 'abba.yaml'), `${ABBA}summary: it was changed since\n`);
    const changed = await run('explore abba.yaml --campaign c.jsonl --seeds 1');
    expect(changed.status).toBe(2);
    expect(changed.err).toContain('belongs to another campaign');
  });

  test.each([
    ['--seeds 9..3', '--seeds is "9..3": it ends before it begins'],
    ['--shard 5/4', '--shard is "5"'],
    ['--scenarios nowhere.yaml', 'nowhere.yaml'],
    ['--design no-such-design', 'no-such-design'],
    ['--jobs 0', '--jobs is "0"'],
  ])('is refused with %s before anything is run', async (words, message) => {
    const { status, err } = await run(`explore abba.yaml --campaign x.jsonl ${words}`);
    expect(status).toBe(2);
    expect(err).toContain(message);
  });
});
