import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { UsageError } from '../../../src/base/errors.ts';
import { readScenarioFile } from '../../../src/scenario/read/read-scenario.ts';

const GOOD = 'scenario: s\nlocks: { A: mutex }\nthreads: { T1: [lock A, unlock A] }\n';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'scenario-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function stored(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('a file is refused that', () => {
  test.each([
    ['is not there', () => join(folder, 'none.yaml'), 'there is no file', 'list scenarios'],
    ['lies under a file', () => join(stored('f.yaml', GOOD), 'g.yaml'), 'there is no file', 'path'],
    ['is a directory', () => directory('d.yaml'), 'is a directory', 'files in it'],
    ['has another extension', () => stored('s.txt', GOOD), 'unknown extension ".txt"', '.yaml'],
    ['has none', () => stored('s', GOOD), 'no extension', '.json'],
    ['has 10 MB', () => stored('m.yaml', 'x'.repeat(10_000_000)), '9.5 MiB', 'several files'],
    ['is binary', () => stored('b.yaml', Buffer.from([10, 10, 0, 1])), 'b.yaml:3: binary', 'text'],
    [
      'is UTF-16',
      () => stored('w.yaml', Buffer.from(GOOD, 'utf16le')),
      'w.yaml:1: binary',
      'UTF-8',
    ],
    ['is Latin-1', () => stored('l.yaml', Buffer.from('a\n\xe9\n', 'latin1')), 'l.yaml:2', 'UTF-8'],
    ['is cut in a character', () => stored('c.yaml', Buffer.from([10, 0xc3])), 'c.yaml:2', 'UTF-8'],
  ])('%s', (_what, path, message, mend) => {
    const given = path();
    const read = () => readScenarioFile(given);
    expect(read).toThrow(UsageError);
    expect(read).toThrow(message);
    try {
      read();
    } catch (error) {
      expect((error as UsageError).mend).toContain(mend);
    }
  });
});

test.each([
  ['good.yaml', GOOD],
  ['good.YML', GOOD],
  ['marked.yaml', `\uFEFF${GOOD}`],
  ['characters.yaml', `# \uFFFD stands for what could not be read\n${GOOD}`],
])('%s is read', (name, content) => {
  const path = stored(name, content);
  expect(readScenarioFile(path)).toMatchObject({ name: 's', file: path });
});

function directory(name: string): string {
  const path = join(folder, name);
  mkdirSync(path);
  return path;
}
