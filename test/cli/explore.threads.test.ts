import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lockyard } from './fixtures/front-door.ts';
import { submitDesign } from './fixtures/submit-design.ts';

const ABBA = `scenario: abba
locks: { A: mutex, B: { kind: mutex, class: child } }
threads:
  T1: [lock A, lock B, unlock B, unlock A]
  T2: [lock B, lock A, unlock A, unlock B]
expect: { reachable: deadlock }
fixed: { threads: { T1: [lock A, lock B, unlock B, unlock A] } }
`;
const FILES: Readonly<Record<string, string>> = {
  'abba.yaml': ABBA,
  'surprise.yaml': ABBA.replace('expect: { reachable: deadlock }\n', ''),
  'ring.yaml': `scenario: ring
locks: { A: mutex, B: mutex, C: mutex, D: mutex }
threads:
  T1: [lock D, unlock D, lock A, lock B, unlock B, unlock A]
  T2: [lock B, lock C, unlock C, unlock B]
  T3: [lock C, lock A, unlock A, unlock C]
  T4: [lock D, unlock D]
expect: { reachable: deadlock }
`,
  'gate.yaml': `scenario: gate
locks: { G: mutex, A: mutex, B: mutex }
threads:
  T1: [lock G, lock A, lock B, unlock B, unlock A, unlock G]
  T2: [lock G, lock B, lock A, unlock A, unlock B, unlock G]
expect: { reachable: clean }
`,
  'stays-away.yaml': ABBA.replace('[lock B, lock A, unlock A, unlock B]', '[lock A, unlock A]'),
  'notes.txt': 'mine\n',
};

let cwd = '';
beforeAll(() => {
  cwd = mkdtempSync(join(tmpdir(), 'lockyard-explore-'));
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(cwd, name), text);
});
afterAll(() => rmSync(cwd, { recursive: true }));

async function explore(words: string) {
  const { status, out, err } = await lockyard(`explore ${words} --json`, undefined, { cwd });
  return { status, err, told: out === '' ? null : JSON.parse(out) };
}

describe('on the model', () => {
  test('a deadlock is found, confirmed by real threads, and written down', async () => {
    const { status, told } = await explore('abba.yaml');
    expect(status).toBe(0);
    expect(told).toMatchObject({
      kind: 'explore',
      scenario: 'abba',
      engine: 'model',
      verdict: 'deadlock',
      complete: true,
      validator: 'report',
      confirmed: true,
      asExpected: true,
      replay: 'abba.replay.jsonl',
      replayCommand: 'npx lockyard replay abba.replay.jsonl',
    });
    expect(told.deadlock.cycle).toEqual([
      expect.objectContaining({
        thread: 'T1',
        holds: 'A',
        wants: 'B',
        site: 'lock B (abba.yaml:4)',
      }),
      expect.objectContaining({
        thread: 'T2',
        holds: 'B',
        wants: 'A',
        site: 'lock A (abba.yaml:5)',
      }),
    ]);
    for (const figure of ['schedules', 'steps', 'seconds', 'schedulesPerSecond']) {
      expect(told[figure], figure).toBeGreaterThan(0);
    }
    expect(existsSync(join(cwd, 'abba.replay.jsonl'))).toBe(true);
  });

  test('where every schedule is clean, the search says that it is complete', async () => {
    const { status, told } = await explore('gate.yaml');
    expect(status).toBe(0);
    expect(told).toMatchObject({ verdict: 'clean', complete: true, deadlock: null, replay: null });
    // The order of A and B is against the rules, whether it can deadlock or not.
    expect(told.validator).toBe('report');
    expect(existsSync(join(cwd, 'gate.replay.jsonl'))).toBe(false);
  });

  test.each([
    ['abba.yaml --fixed', 0, 'clean', 'clean'],
    ['surprise.yaml -o s.jsonl', 1, 'deadlock', 'report'],
    ['stays-away.yaml', 1, 'clean', 'clean'],
  ])('%s ends with %i', async (words, expected, verdict, validator) => {
    const { status, told } = await explore(words);
    expect(status).toBe(expected);
    expect(told).toMatchObject({ verdict, validator, complete: true, exitStatus: expected });
  });

  test('a limit that is reached first leaves it open', async () => {
    const { status, told } = await explore('gate.yaml --schedules 1');
    expect(status).toBe(3);
    expect(told).toMatchObject({ verdict: 'clean', complete: false, inconclusive: true });
  });
});

describe('on real threads', () => {
  test('what a first run shows to be possible is steered to at once', async () => {
    const { status, told } = await explore('ring.yaml --engine threads');
    expect(status).toBe(0);
    expect(told).toMatchObject({ engine: 'threads', verdict: 'deadlock', confirmed: true });
    expect(told.predicted).toHaveLength(1);
    expect(told.strategies.map(({ name }: { name: string }) => name)).toEqual(['first', 'steer']);
    expect(told.deadlock.cycle).toHaveLength(3);
    // T4 and the lock D have nothing to do with it.
    expect(told.shrunk.after).toMatchObject({ threads: 3, operations: 12 });
  });

  test('a search of all schedules is complete', async () => {
    const { status, told } = await explore('gate.yaml --engine threads --strategy depth-first');
    expect(status).toBe(0);
    expect(told).toMatchObject({ verdict: 'clean', complete: true, ending: 'complete' });
  });

  test('a design is explored, and its replay has its whole plan', async () => {
    const words = '--design unordered-submit --seed 3 --no-shrink -o design.jsonl';
    const { status, told } = await explore(words);
    expect(status).toBe(0);
    expect(told.determinism).toMatchObject({ checked: expect.any(Number), divergence: null });
    expect(told).toMatchObject({
      scenario: 'unordered-submit',
      verdict: 'deadlock',
      confirmed: true,
    });
    const [header = ''] = readFileSync(join(cwd, 'design.jsonl'), 'utf8').split('\n');
    expect(JSON.parse(header)).toMatchObject({
      format: 'lockyard-replay',
      version: 1,
      program: {
        kind: 'stack',
        design: 'unordered-submit',
        workload: 'mixed',
        operations: 30,
        sizes: { threads: expect.any(Number), objects: expect.any(Number) },
      },
      expect: { outcome: 'deadlock', signature: told.signature },
    });
  });
});

test('a design that draws what no seed fixes is found out', async () => {
  writeFileSync(join(cwd, 'dice.mjs'), submitDesign('at-random'));
  const { told } = await explore('--design ./dice.mjs --schedules 3 --no-shrink -o dice.jsonl');
  expect(told.determinism.checked).toBeGreaterThan(0);
  expect(told.determinism.divergence).toMatchObject({ step: expect.any(Number) });
});

test('the text begins with the cycle and ends with the command that replays it', async () => {
  const { out } = await lockyard('explore ring.yaml', undefined, { cwd });
  const blocks = out.trimEnd().split('\n\n');
  expect(blocks[1]).toBe(
    'DEADLOCK of 3 threads: T1 holds A, wants B; T2 holds B, wants C; T3 holds C,\nwants A.',
  );
  expect(out).toMatch(/The nearest schedule that ends well differs in one decision/);
  expect(blocks.at(-1)).toBe('replay it: npx lockyard replay ring.replay.jsonl');
});

test('what is no replay file is never overwritten', async () => {
  const { status, err } = await explore('abba.yaml -o notes.txt');
  expect(status).toBe(2);
  expect(err).toMatch(/notes\.txt is there already/);
  expect(readFileSync(join(cwd, 'notes.txt'), 'utf8')).toBe(FILES['notes.txt']);
});
