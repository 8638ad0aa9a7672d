import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { VALIDATOR_ROWS } from '../../tools/validator-table.ts';

const TOOL = fileURLToPath(new URL('../../dist/tools/validators.js', import.meta.url));

const told = { status: null as number | null, out: '', err: '' };

/** All 39 once, as `npm run validators` does. */
beforeAll(
  () =>
    new Promise<void>((resolve) => {
      const child = spawn(process.execPath, [TOOL]);
      child.stdout.on('data', (data) => (told.out += data));
      child.stderr.on('data', (data) => (told.err += data));
      child.on('close', (status) => {
        told.status = status;
        resolve();
      });
    }),
);

test.each(VALIDATOR_ROWS)('lockyard is right on $name', ({ name }) => {
  const line = told.out.split('\n').find((each) => each.startsWith(`${name} `));
  expect(line ?? told.err).toContain(' ✓ ');
});

test('all of the bad ones are found, none of the good ones is reported', () => {
  expect(told.out).toMatch(/^lockyard +26 of 26 +0 of 13$/m);
  expect(told.out).toContain('lockyard is right on 39 of 39');
  expect(told.status).toBe(0);
});
