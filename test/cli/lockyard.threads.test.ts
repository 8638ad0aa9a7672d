import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fixture, lockyard } from './fixtures/front-door.ts';

describe('usage errors end with 2, one line what and one line how to mend it', () => {
  test.each([
    ['stress --threads 0', /--threads is "0"\n.* from 1 to 64\n/],
    ['stress --threads -1', /--threads is "-1"\n.* from 1 to 64\n/],
    ['stress --threads two', /--threads is "two"\n.* from 1 to 64\n/],
    ['stress --ops 0', /--ops is "0"\n.* 1 or more\n/],
    ['stress --design resv-in-mop', /did you mean "resv-in-map"/],
    ['stress --design nosuch', /did you mean "/],
    ['stress --workload zzzzzzz', /did you mean "/],
    ['stress --design ./nowhere.js', /nowhere\.js/],
    ['stress --workload mixd', /mixed/],
    ['stress --duration 2', /500ms, 2s or 1m/],
    ['stress --duration 1s --ops 10', /not both/],
    ['stress --on-deadlock shrug', /recover, stop/],
    ['stress --nonsense', /unknown option/],
    ['list dinosaurs', /designs or workloads/],
    ['strss', /stress/],
  ])('%s', async (words, message) => {
    const { status, out, err } = await lockyard(words);
    expect(err).toMatch(message);
    expect(err).toContain('\n  to mend it: ');
    expect(err.trimEnd().split('\n').length).toBeLessThanOrEqual(3);
    expect({ status, out }).toEqual({ status: 2, out: '' });
  });
});

test.each(['my-design', 'my-design.mjs', 'my-design.js'])(
  'a bare name is told of the file %s that may be meant',
  async (file) => {
    const cwd = mkdtempSync(join(tmpdir(), 'lockyard-names-'));
    writeFileSync(join(cwd, file), '');
    const { status, err } = await lockyard('stress --design my-design', undefined, { cwd });
    rmSync(cwd, { recursive: true });
    expect(err).toContain(`to mend it: for the file of that name write --design ./${file}\n`);
    expect(status).toBe(2);
  },
);

test.each(['--help', 'stress --help', 'list --help'])('%s has an example', async (words) => {
  const { status, out } = await lockyard(words);
  expect(status).toBe(0);
  expect(out).toMatch(/\nExamples?:\n {2}lockyard (stress|list designs)/);
});

test('list names every design and workload with its source', async () => {
  const designs = await lockyard('list designs --json');
  const { kind, items } = JSON.parse(designs.out);
  expect(kind).toBe('list');
  const names = items.map((item: { name: string }) => item.name);
  const files = readdirSync(new URL('../../emulator/designs/', import.meta.url));
  expect(names).toEqual(files.map((file) => file.replace(/\.ts$/, '')).toSorted());
  const workloads = await lockyard('list workloads');
  expect(workloads.out).toMatch(/^mixed /m);
});

describe('stress', () => {
  test('a clean design ends with 0 and exactly one JSON document', async () => {
    const { status, out } = await lockyard('stress --design merged --duration 500ms --json');
    const document = JSON.parse(out);
    expect(document).toMatchObject({ kind: 'stress', seed: 1, exitStatus: 0 });
    expect(document.results).toHaveLength(1);
    expect(document.results[0]).toMatchObject({ verdict: 'clean', asExpected: true, findings: [] });
    expect(document.results[0].integrity.corrupted).toBe(0);
    expect(document.plan.warmUpMs).toBe(300);
    for (const { acquisitions, acquisitionsByThread } of document.results[0].locks) {
      const counts: number[] = Object.values(acquisitionsByThread);
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(acquisitions);
    }
    expect(document.rerun).toContain('--design merged --duration 500ms --seed 1');
    expect(status).toBe(0);
  });

  test('stop ends a design that deadlocks with the state of all threads', async () => {
    const words = 'stress --design resv-in-map --on-deadlock stop --duration 20s --json';
    const { status, out } = await lockyard(words);
    const [result] = JSON.parse(out).results;
    expect(result).toMatchObject({ ending: 'frozen', verdict: 'deadlock', asExpected: true });
    expect(result.threadStates.length).toBeGreaterThan(result.threads);
    expect(result.deadlocks).toBe(1);
    expect(status).toBe(0);
  });

  test.each([
    ['throwing-design.mjs', /TypeError: the guard gave up/],
    ['exiting-design.mjs', /ended by process\.exit\(0\)/],
  ])('a design that loses a thread (%s) ends with 1 and says how', async (file, message) => {
    const { status, out } = await lockyard(`stress --design ${fixture(file)} --duration 5s`);
    expect(out).toMatch(message);
    expect(out).toContain('THREAD CRASH');
    expect(status).toBe(1);
  });
});
