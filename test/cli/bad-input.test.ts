import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { runCommandLine } from '../../src/cli/command-line.ts';
import {
  BAD_OPERATIONS,
  BAD_OPTIONS,
  BAD_SCENARIOS,
  BAD_TRACES,
  type BadInput,
} from './fixtures/bad-input.ts';

/** A second or so for what a user has to wait; more is left to a busy machine. */
const PATIENCE_MS = 5000;
/** Of all that is told of one mistake: 10 MB in, a few lines out. */
const TOLD_MAX = 1000;

let folder = '';
const home = process.cwd();
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockyard-bad-'));
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});
afterEach(() => {
  process.exitCode = undefined;
});

/** The command line in this process: the status that it leaves, and what it prints. */
async function run(words: readonly string[]) {
  const { stdout, stderr } = process;
  const writes = [stdout.write, stderr.write] as const;
  const told = { out: '', err: '' };
  const into = (key: keyof typeof told) => (text: unknown) => {
    told[key] += String(text);
    return true;
  };
  stdout.write = into('out');
  stderr.write = into('err');
  try {
    await runCommandLine(words);
  } finally {
    [stdout.write, stderr.write] = writes;
  }
  return { ...told, status: process.exitCode };
}

function words(command: string, { name, options = '' }: BadInput): string[] {
  return [command, name, ...options.split(' ').filter(Boolean)];
}

describe.each([
  ['stress', BAD_OPERATIONS],
  ['stress', BAD_SCENARIOS],
  ['stress', BAD_OPTIONS],
  ['check', BAD_TRACES],
])('%s refuses', (command, inputs) => {
  test.each(inputs)('$what ($name $options)', async (input) => {
    const path = join(folder, input.name);
    rmSync(path, { force: true });
    if (input.content !== null) writeFileSync(path, input.content);
    const startedMs = performance.now();
    const { out, err, status } = await run(words(command, input));
    expect(performance.now() - startedMs).toBeLessThan(PATIENCE_MS);
    const told = err.split('\n');
    expect(told[0]).toMatch(/^(lockyard|error): /);
    expect(told[0]).toMatch(input.message);
    expect(told.find((line) => line.startsWith('  to mend it: '))).toMatch(input.mend);
    expect({ out, status, isShort: err.length < TOLD_MAX }).toEqual({
      out: '',
      status: 2,
      isShort: true,
    });
  });
});

test('a directory is refused by both', async () => {
  mkdirSync(join(folder, 'd.yaml'));
  for (const command of ['stress', 'check']) {
    const { err, status } = await run([command, 'd.yaml']);
    expect(err).toMatch(/^lockyard: d\.yaml is a directory\n {2}to mend it: /);
    expect(status).toBe(2);
  }
});
