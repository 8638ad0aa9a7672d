import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('../../examples/two-workers/main.js', import.meta.url));

it('two plain workers deadlock, are told so, and go on', async () => {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [MAIN]);
  expect(stderr).toBe('');
  const reports = stdout.split(/^={20,}$/m).slice(1);
  expect(reports).toHaveLength(2);
  const [possible, confirmed = ''] = reports;
  expect(possible).toContain('possible circular locking dependency');
  expect(confirmed).toContain('DEADLOCK: 2 threads in a cycle of waits, confirmed');
  expect(confirmed).toContain('importer waits for reservation, which submitter holds');
  expect(confirmed).toContain('submitter waits for obj->mm.lock, which importer holds');
  // Where each took its first lock and wants its second: four lines of the worker.
  for (const [thread, work] of [
    ['importer (in import)', 'importBuffer'],
    ['submitter (in submit)', 'submitJob'],
  ] as const) {
    const state = confirmed.slice(confirmed.indexOf(thread)).split('\n\n')[0] ?? '';
    const sites = state.match(new RegExp(`at ${work} \\(two-workers/worker\\.js:\\d+\\)`, 'g'));
    expect(new Set(sites).size).toBe(2);
  }
  expect(confirmed).toContain('happened 1 time');
  expect(stdout).toContain('importer: acquired');
  expect(stdout).toContain('submitter: acquired');
  expect(stdout).toMatch(/^reservation: \d acquisitions, \d of them had to wait/m);
});
