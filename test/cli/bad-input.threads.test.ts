import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BAD_OPERATIONS, BAD_OPTIONS, BAD_SCENARIOS, BAD_TRACES } from './fixtures/bad-input.ts';
import { lockyard } from './fixtures/front-door.ts';

/** A process of its own for a few of each sort; the rest is tested in one process, which is faster. */
const SOME = [
  ...BAD_OPERATIONS.slice(0, 1).map((input) => ({ command: 'stress', ...input })),
  ...BAD_SCENARIOS.filter(({ what }) => /10 MB|binary|aliases of/.test(what)).map((input) => ({
    command: 'stress',
    ...input,
  })),
  ...BAD_OPTIONS.slice(0, 1).map((input) => ({ command: 'stress', ...input })),
  ...BAD_TRACES.filter(({ what }) => /10 MB|binary|missing/.test(what)).map((input) => ({
    command: 'check',
    ...input,
  })),
];
/** With the start of the process, on a busy machine. */
const PATIENCE_MS = 10_000;

let cwd = '';
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'lockyard-bad-'));
});
afterAll(() => rmSync(cwd, { recursive: true }));

describe('a process ends with 2, a place and a mend', () => {
  test.each(SOME)('$command: $what', async (input) => {
    const path = join(cwd, input.name);
    rmSync(path, { force: true });
    if (input.content !== null) writeFileSync(path, input.content);
    const startedMs = performance.now();
    const words = `${input.command} ${input.name} ${input.options ?? ''}`;
    const { status, out, err } = await lockyard(words, undefined, { cwd });
    expect(err).toMatch(input.message);
    expect(err).toContain('\n  to mend it: ');
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(performance.now() - startedMs).toBeLessThan(PATIENCE_MS);
  });

  test.each(['stress', 'check'])('%s: a directory', async (command) => {
    mkdirSync(join(cwd, `${command}.yaml`));
    const { status, err } = await lockyard(`${command} ${command}.yaml`, undefined, { cwd });
    expect(err).toContain(`lockyard: ${command}.yaml is a directory\n  to mend it: `);
    expect(status).toBe(2);
  });

  test('check: what never ends', async () => {
    const { status, err } = await lockyard('check /dev/zero');
    expect(err).toMatch(/^lockyard: \/dev\/zero: more than \d+ bytes\n {2}to mend it: /);
    expect(status).toBe(2);
  });

  test('a command that there is not', async () => {
    const { status, err } = await lockyard('strss abba.yaml');
    expect(err).toContain("unknown command 'strss'");
    expect(status).toBe(2);
  });
});

test('other editors: a byte order mark, and lines that end in CR and LF', async () => {
  const program =
    'scenario: s\nlocks: { A: mutex }\nthreads:\n  T1:\n    - lock A\n    - unlock A\n';
  const op = '{"op": "lock", "lock": "A"}';
  const header = '{"name": "x", "locks": [{"id": "A", "kind": "mutex"}]}';
  const odd = (text: string) => `\uFEFF${text.replaceAll('\n', '\r\n')}`;
  writeFileSync(join(cwd, 'odd.yaml'), odd(program));
  writeFileSync(join(cwd, 'odd.jsonl'), odd(`${header}\n${op}\n`));
  writeFileSync(join(cwd, 'odd.json'), odd(`{"name": "x",\n"ops": []}\n`));
  const stress = await lockyard('stress odd.yaml --rounds 2', undefined, { cwd });
  expect(stress).toMatchObject({ status: 0, err: '' });
  const check = await lockyard('check odd.jsonl odd.json', undefined, { cwd });
  expect(check).toMatchObject({ status: 0, err: '' });
  expect(check.out).toContain('2 of 2 cases as expected');
});
