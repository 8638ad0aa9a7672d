import { existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TraceEvent, checkedTrace } from '../page/trace-schema.ts';
import { lockyard } from './fixtures/front-door.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockyard-traced-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string) => join(folder, name);
const traceIn = (name: string) => checkedTrace(readFileSync(file(name), 'utf8'));

/** Both threads hold one lock when they want the other's. */
const ABBA = `scenario: abba
locks: { A: mutex, B: mutex }
threads:
  T1: [lock A, lock B, unlock B, unlock A]
  T2: [lock B, lock A, unlock A, unlock B]
`;

/** Slices on tracks beyond the first of a lock, which only readers need. */
function besideOthers(events: readonly TraceEvent[]): readonly TraceEvent[] {
  const further = events.filter(
    ({ ph, args }) => ph === 'M' && /also held/.test(`${args['name']}`),
  );
  const tids = new Set(further.map(({ tid }) => tid));
  return events.filter(
    ({ ph, tid, args }) => ph === 'X' && tids.has(tid) && args['began before the record'] !== true,
  );
}

describe('a run of real threads', () => {
  test('is traced: what excludes does not overlap, so all threads go by one clock', async () => {
    const words = `stress --design resv-in-map,merged --duration 500ms --trace ${file('run.trace')}`;
    const { status, out, err } = await lockyard(`${words} --json`);
    expect([status, err]).toEqual([0, expect.stringMatching(/run\.trace: \d+ kB for ui\./)]);
    const events = traceIn('run.trace');
    const groups = events.filter(({ name }) => name === 'process_name');
    expect(groups.map(({ args }) => args['name'])).toEqual(
      ['resv-in-map', 'merged'].flatMap((name) => [`${name}: threads`, `${name}: locks`]),
    );
    const together = besideOthers(events) as readonly (TraceEvent & { cat: string })[];
    expect(together.filter(({ cat }) => cat === 'hold')).toEqual([]);
    const waits = events.filter(({ ph, pid }) => ph === 'X' && pid % 2 === 1);
    expect(waits.length).toBeGreaterThan(20);
    expect(events.filter(({ ph }) => ph === 's').length).toBeGreaterThan(10);
    for (const { events: record } of JSON.parse(out).results) {
      expect(record.events.length).toBeGreaterThan(1000);
      expect(record.lost).toBeGreaterThan(0);
    }
    writeFileSync(file('run.json'), out);
    const reported = await lockyard(`report ${file('run.json')} --trace ${file('again.trace')}`);
    expect(reported.status).toBe(0);
    expect(readFileSync(file('again.trace'), 'utf8')).toBe(readFileSync(file('run.trace'), 'utf8'));
  });

  test('that deadlocks ends with the waits of all that are stuck, each led to by its holder', async () => {
    writeFileSync(file('abba.yaml'), ABBA);
    const words = `stress ${file('abba.yaml')} --trace ${file('stuck.trace')}`;
    const { err } = await lockyard(words);
    expect(err).toContain('stuck.trace');
    const events = traceIn('stuck.trace');
    const stuck = events.filter(
      ({ ph, pid, args }) => ph === 'X' && pid === 1 && args['not ended in the record'] === true,
    );
    expect(stuck.map(({ name }) => name).sort()).toEqual(['waits for A', 'waits for B']);
    for (const { tid, ts } of stuck) {
      const arrow = events.find((e) => e.ph === 'f' && e.tid === tid && e.ts === ts);
      expect(arrow).toBeDefined();
    }
  });

  test('that was not asked for times keeps none', async () => {
    const { out, err } = await lockyard('stress --design merged --ops 200 --json');
    expect(err).not.toContain('perfetto');
    const [result] = JSON.parse(out).results;
    expect(result).not.toHaveProperty('events');
    writeFileSync(file('plain.json'), out);
    const reported = await lockyard(`report ${file('plain.json')} --trace ${file('no.trace')}`);
    expect(reported).toMatchObject({ status: 2, out: '' });
    expect(existsSync(file('no.trace'))).toBe(false);
  });

  test('tells the lock order, and what each thread did with its time', async () => {
    const { out } = await lockyard('stress --design resv-in-map --duration 500ms --json');
    const [{ dependencies, threadLines, seconds }] = JSON.parse(out).results;
    const made = dependencies.map(({ from, to }: Record<string, string>) => `${from} > ${to}`);
    expect(made).toContain('reservation_ww_class_mutex > obj->mm.lock');
    expect(new Set(made).size).toBe(made.length);
    for (const { name, share, cpu } of threadLines) {
      const { waiting, backingOff, parked } = share;
      expect([name, waiting + backingOff + parked < 1.05]).toEqual([name, true]);
      if (process.platform !== 'linux') continue;
      expect([name, cpu.runMs > 0, cpu.runMs < seconds * 1000 + 200]).toEqual([name, true, true]);
    }
  });
});

describe('what cannot be traced is refused before anything is run', () => {
  test.each([
    ['--trace none/t.json', /none\/t\.json cannot be written \(ENOENT\)/, /--trace/],
    ['--trace .', /\. cannot be written \(it is a directory\)/, /--trace/],
    ['--trace t.json --level off', /at level off no lock is watched/, /--level stats, order or/],
    ['--trace t.json --times 0', /--times 0 leaves nothing to write to t\.json/, /--times/],
    ['--times 10', /--times 10 records what nobody would see/, /--trace/],
    ['--trace', /argument missing/, /./],
  ])('%s', async (words, message, mend) => {
    const { status, out, err } = await lockyard(`stress --design merged ${words}`, undefined, {
      cwd: folder,
    });
    expect(err).toMatch(message);
    expect(err.slice(err.indexOf('to mend it'))).toMatch(mend);
    expect({ status, out, isThere: existsSync(file('t.json')) }).toEqual({
      ...{ status: 2, out: '', isThere: false },
    });
  });

  test('so is the file that the results go to', () => {
    const path = file('results.json');
    const front = fileURLToPath(new URL('../../dist/src/cli/lockyard.js', import.meta.url));
    const words = ['stress', '--design', 'merged', '--json', '--trace', path];
    const output = openSync(path, 'w');
    const { status, stderr } = spawnSync(process.execPath, [front, ...words], {
      stdio: ['ignore', output, 'pipe'],
    });
    expect(String(stderr)).toContain('results.json cannot be written (the results go there)');
    expect(status).toBe(2);
    expect(readFileSync(path, 'utf8')).toBe('');
  });
});
