import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const FRONT_DOOR = fileURLToPath(new URL('../../dist/src/cli/lockyard.js', import.meta.url));

interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line as a user does; `act` gets the process once it has started. */
function lockyard(words: string, act: (kill: (signal: NodeJS.Signals) => void) => void = () => {}) {
  return new Promise<Ended>((resolve) => {
    const child = spawn(process.execPath, [FRONT_DOOR, ...words.split(' ').filter(Boolean)]);
    const told = { out: '', err: '' };
    child.stdout.on('data', (data) => (told.out += data));
    child.stderr.on('data', (data) => (told.err += data));
    child.on('close', (status) => resolve({ status, ...told }));
    act((signal) => child.kill(signal));
  });
}

function fixture(name: string): string {
  return fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url));
}

describe('usage errors end with 2, one line what and one line how to mend it', () => {
  test.each([
    ['stress --threads 0', /--threads/],
    ['stress --threads two', /--threads is "two"/],
    ['stress --design resv-in-mop', /resv-in-map/],
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

test('help has an example and ends with 0', async () => {
  const { status, out } = await lockyard('stress --help');
  expect(status).toBe(0);
  expect(out).toContain('lockyard stress --design resv-in-map');
});

test('list names every design and workload with its source', async () => {
  const designs = await lockyard('list designs --json');
  const { kind, items } = JSON.parse(designs.out);
  expect(kind).toBe('list');
  const names = items.map((item: { name: string }) => item.name);
  expect(names).toContain('resv-in-map');
  expect(names).toHaveLength(12);
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
    expect(document.rerun).toContain('--design merged --duration 500ms --seed 1');
    expect(status).toBe(0);
  });

  test('stop ends a design that deadlocks with the state of all threads', async () => {
    const words = 'stress --design resv-in-map --on-deadlock stop --duration 20s --json';
    const { status, out } = await lockyard(words);
    const [result] = JSON.parse(out).results;
    expect(result).toMatchObject({ ending: 'frozen', verdict: 'deadlock', asExpected: true });
    expect(result.threadStates.length).toBeGreaterThan(result.threads);
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

  test('Ctrl-C once prints the results so far and ends with 3', async () => {
    const words = 'stress --design merged,resv-outer --duration 60s';
    const { status, out, err } = await lockyard(words, (kill) => {
      setTimeout(() => kill('SIGINT'), 2000);
    });
    expect(err).toContain('once more stops at once');
    expect(out).toContain('interrupted before a verdict: merged, resv-outer');
    expect(status).toBe(3);
  });

  test('Ctrl-C twice stops at once', async () => {
    const { status } = await lockyard('stress --duration 60s', (kill) => {
      setTimeout(() => kill('SIGINT'), 1500);
      setTimeout(() => kill('SIGINT'), 1510);
    });
    expect(status).toBe(130);
  });
});
