import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';

const FRONT_DOOR = fileURLToPath(new URL('../../../dist/src/cli/lockyard.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'lockyard-stage-'));
afterAll(() => rmSync(folder, { recursive: true }));

function stress(words: string) {
  const child = spawn(process.execPath, [FRONT_DOOR, 'stress', ...words.split(' ')], {
    env: { ...process.env, TMPDIR: folder },
  });
  let out = '';
  child.stdout.on('data', (data) => (out += data));
  return { child, out: () => out };
}

test.skipIf(process.platform === 'win32')(
  'a run that is killed leaves no swap file behind',
  async () => {
    const { child } = stress('--design merged --workload reclaim-pressure --duration 60s');
    await pause(2000);
    child.kill('SIGKILL');
    await once(child, 'close');
    expect(readdirSync(folder)).toEqual([]);
  },
);

describe('a lock that does not lock', () => {
  test.each(['mixed', 'submit-storm'])('shows as corruption and nothing else: %s', async (name) => {
    const { child, out } = stress(`--design busted --workload ${name} --duration 1s --json`);
    await once(child, 'close');
    const [result] = JSON.parse(out()).results;
    expect(result).toMatchObject({ verdict: 'corruption', asExpected: true });
    const types: string[] = result.findings.map(({ type }: { type: string }) => type);
    expect(types).not.toContain('held-at-exit');
    expect(types).not.toContain('bad-unlock');
  });
});
