import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { UsageError } from '../../src/base/errors.ts';
import { addCheck } from '../../src/cli/check.ts';
import { mutexCase } from './judged.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockyard-check-'));
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  process.exitCode = undefined;
});

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** What the command prints, and the status that it leaves. */
async function check(...words: readonly string[]) {
  let out = '';
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  const program = new Command('lockyard').exitOverride();
  addCheck(program);
  try {
    await program.parseAsync(['check', ...words], { from: 'user' });
  } finally {
    spy.mockRestore();
  }
  return { out, status: process.exitCode };
}

async function cases(...words: readonly string[]) {
  return JSON.parse((await check('--json', ...words)).out).cases;
}

const ABBA = { ...mutexCase('A B -B -A B A'), expect: 'report' };
const CLEAN = { ...mutexCase('A B -B -A'), expect: 'clean' };
const LINES = (({ ops, ...header }) => [header, ...ops])(ABBA).map((line) => JSON.stringify(line));

describe('a file is', () => {
  it.each([
    ['one.json', JSON.stringify(ABBA)],
    ['pretty.json', JSON.stringify(ABBA, null, 2)],
    ['marked.json', `\uFEFF${JSON.stringify(ABBA)}`],
    ['list.json', JSON.stringify([ABBA])],
    ['named.jsonl', LINES.join('\n')],
    ['marked.jsonl', `\uFEFF${LINES.join('\n')}`],
    ['found-out.log', `\n${LINES.join('\n')}\n`],
  ])('%s', async (name, content) => {
    const [only, ...rest] = await cases(file(name, content));
    expect(rest).toEqual([]);
    const { verdict, reason, expect: expected, asExpected, finding } = only;
    expect([verdict, reason, expected, asExpected]).toEqual(['report', 'circular', 'report', true]);
    expect(finding.type).toBe('circular');
    expect(finding.text).toContain('possible circular locking dependency detected');
  });

  it('refused when it is no trace', async () => {
    const bad: Readonly<Record<string, string | Uint8Array>> = {
      'empty.json': '',
      'empty.jsonl': '\n\n',
      'nothing.json': '[]',
      'header-only.json': '{"name": "x"}',
      'cut.json': `[${JSON.stringify(ABBA)},\n`,
      'text.json': 'hello',
      'binary.json': Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 0, 0xff]),
      'binary.jsonl': Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 0, 0xff]),
    };
    for (const [name, content] of Object.entries(bad)) {
      const path = file(name, content);
      const refused = await check(path).catch((error) => error);
      expect(refused).toBeInstanceOf(UsageError);
      expect(refused.message).toContain(path);
      expect(refused.message).not.toMatch(/[^\n\P{C}]/u);
    }
  });

  it('told with the line where JSON ends too early', async () => {
    const path = file('line.json', `[\n${JSON.stringify(ABBA)},\n]`);
    await expect(check(path)).rejects.toThrow(`${path}:3: not JSON`);
  });

  it('missed, or a folder', async () => {
    await expect(check(join(folder, 'none.json'))).rejects.toThrow('there is no file');
    await expect(check(folder)).rejects.toThrow('is a directory');
  });
});

describe('the command', () => {
  it('ends with 0 when all is as expected, over all files', async () => {
    const abba = file('abba.json', JSON.stringify(ABBA));
    const clean = file('clean.json', JSON.stringify([CLEAN, mutexCase('A -A')]));
    const { out, status } = await check(abba, clean);
    expect(status).toBe(0);
    expect(out).toContain('3 of 3 cases as expected.');
    expect(out).toContain('reported at ops[5]');
  });

  it('ends with 1 when a report was not expected, or stayed away', async () => {
    const silent = file('silent.json', JSON.stringify({ ...CLEAN, expect: 'report' }));
    expect((await check(silent)).status).toBe(1);
    const { expect: _, ...unsaid } = ABBA;
    const told = await check(file('unsaid.json', JSON.stringify(unsaid)));
    expect(told.status).toBe(1);
    expect(told.out).toContain('not as expected: A B -B -A B A (circular)');
  });

  it('tells of many cases only what was not expected, or all when asked', async () => {
    const many = file('many.json', JSON.stringify([ABBA, ABBA, ABBA, CLEAN]));
    expect((await check(many)).out).not.toContain('WARNING');
    expect((await check('--findings', many)).out.match(/WARNING/g)).toHaveLength(3);
  });

  it('names the line of a long trace', async () => {
    const { out } = await check(file('long.jsonl', LINES.join('\n')));
    expect(out).toContain('reported at ops[5], line 7');
    expect(out).toContain('long.jsonl:3');
  });
});
