import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fixture, lockyard } from './fixtures/front-door.ts';

const ANNOUNCING = fixture('announcing-design.mjs');
const WARM_UP = /at work\n/;
const COUNTED_RUN = /at work\n(.*\n)*at work\n/;

/** Where the process has what lies outside its memory. */
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockyard-interrupts-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A session that would last for minutes, if it were not for `act`. */
function stress(act: (child: ChildProcess) => unknown) {
  const words = `stress --design ${ANNOUNCING},resv-outer --threads 1 --duration 60s --stall 60s`;
  return lockyard(words, act, { env: { ...process.env, TMPDIR: folder } });
}

/** Acts as soon as standard error has what `pattern` looks for, once. */
function when(child: ChildProcess, pattern: RegExp, act: () => void): void {
  let text = '';
  const listen = (data: Buffer) => {
    text += String(data);
    if (!pattern.test(text)) return;
    child.stderr?.off('data', listen);
    act();
  };
  child.stderr?.on('data', listen);
}

test('Ctrl-C once prints the results so far and ends with 3', async () => {
  const { status, out, err } = await stress((child) =>
    when(child, COUNTED_RUN, () => child.kill('SIGINT')),
  );
  expect(err).toContain('once more stops at once');
  expect(out).toContain('interrupted before a verdict: announcing-design, resv-outer');
  expect(out).toContain('? clean');
  expect(status).toBe(3);
  expect(readdirSync(folder)).toEqual([]);
});

test('Ctrl-C in the warm-up skips every design', async () => {
  const { status, out } = await stress((child) => when(child, WARM_UP, () => child.kill('SIGINT')));
  expect(out).toContain('interrupted before a verdict: announcing-design, resv-outer');
  expect(out).not.toContain('? clean');
  expect(status).toBe(3);
});

test('Ctrl-C twice stops at once and leaves nothing behind', async () => {
  const { status, out } = await stress((child) => {
    when(child, COUNTED_RUN, () => child.kill('SIGINT'));
    when(child, /once more stops at once/, () => child.kill('SIGINT'));
  });
  expect({ status, out }).toEqual({ status: 130, out: '' });
  expect(readdirSync(folder)).toEqual([]);
});

test('SIGTERM stops at once and leaves nothing behind', async () => {
  const { status, out } = await stress((child) =>
    when(child, COUNTED_RUN, () => child.kill('SIGTERM')),
  );
  expect({ status, out }).toEqual({ status: 143, out: '' });
  expect(readdirSync(folder)).toEqual([]);
});
