import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
`;
/** What other threads do beside it can be dropped. */
const CROWD = `${ABBA.replace('abba', 'crowd').replace('expect', '  T3: [lock B, unlock B]\nexpect')}`;
let cwd = '';
beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'lockyard-replay-'));
  for (const [name, text] of [
    ['abba', ABBA],
    ['crowd', CROWD],
  ] as const) {
    writeFileSync(join(cwd, `${name}.yaml`), text);
    await lockyard(`explore ${name}.yaml`, undefined, { cwd });
  }
});
afterAll(() => rmSync(cwd, { recursive: true }));

async function replay(words: string) {
  const { status, out, err } = await lockyard(`replay ${words} --json`, undefined, { cwd });
  return { status, err, told: out === '' ? null : JSON.parse(out) };
}

test('a hundred replays deadlock a hundred times, with the same signature', async () => {
  const { status, told } = await replay('abba.replay.jsonl --times 100');
  expect(status).toBe(0);
  expect(told).toMatchObject({ kind: 'replay', outcome: 'deadlock', matches: 100, times: 100 });
  expect(told.signature).toBe(told.expected.signature);
  expect(told.seconds).toBeLessThan(30);
});

describe('a scenario that was edited since', () => {
  test('on other lines is replayed as ever', async () => {
    writeFileSync(join(cwd, 'abba.yaml'), `# a comment\n${ABBA}`);
    const { status, told } = await replay('abba.replay.jsonl');
    expect(status).toBe(0);
    expect(told).toMatchObject({ outcome: 'deadlock', notes: [], divergence: null });
  });

  test('to take its locks in one order diverges, which is told in words', async () => {
    writeFileSync(
      join(cwd, 'abba.yaml'),
      ABBA.replace('T2: [lock B, lock A', 'T2: [lock A, lock B'),
    );
    const { status, told } = await replay('abba.replay.jsonl');
    expect(status).toBe(1);
    expect(told).toMatchObject({ outcome: 'diverged', matches: 0, divergence: { step: 2 } });
    expect(told.divergence.text).toBe(
      'step 2: recorded was that T2 does "lock B" (abba.yaml:5); ' +
        'now there is nothing left to decide: at most one thread can run there',
    );
    expect(told.notes).toEqual([expect.stringContaining('abba.yaml has been edited')]);
    const recorded = await replay('abba.replay.jsonl --as-recorded');
    expect(recorded).toMatchObject({ status: 0, told: { outcome: 'deadlock', matches: 1 } });
  });

  test('is compared with what is left of it in the recording', async () => {
    const gated = CROWD.replace('{ A: mutex,', '{ A: mutex, G: mutex,')
      .replace('T1: [lock A', 'T1: [lock G, lock A')
      .replace('unlock B, unlock A]', 'unlock B, unlock A, unlock G]');
    writeFileSync(join(cwd, 'crowd.yaml'), gated);
    const { status, told } = await replay('crowd.replay.jsonl');
    expect(status).toBe(1);
    expect(told).toMatchObject({ outcome: 'diverged', divergence: { step: 1 } });
    expect(told.divergence.text).toMatch(/T1 does "lock A" .*; now T1 does "lock G"/);
  });
});

test('a design that was edited since diverges', async () => {
  const path = join(cwd, 'submit-order.mjs');
  writeFileSync(path, submitDesign('as-named'));
  const words = 'explore --design ./submit-order.mjs --no-shrink -o design.jsonl';
  expect(await lockyard(words, undefined, { cwd })).toMatchObject({ status: 0 });
  const same = await replay('design.jsonl --times 3');
  expect(same).toMatchObject({ status: 0, told: { outcome: 'deadlock', matches: 3 } });
  writeFileSync(path, submitDesign('by-number'));
  const { status, told } = await replay('design.jsonl');
  expect(status).toBe(1);
  expect(told).toMatchObject({ outcome: 'diverged', matches: 0 });
  expect(told.divergence.text).toMatch(
    /^step \d+: recorded was that .* does "lock .*; now .* does "lock /,
  );
});

test('a file that was cut off is a usage error with its line', async () => {
  const text = readFileSync(join(cwd, 'abba.replay.jsonl'), 'utf8');
  writeFileSync(join(cwd, 'cut.jsonl'), text.slice(0, -30));
  const { status, err } = await replay('cut.jsonl');
  expect(status).toBe(2);
  expect(err).toMatch(/^lockyard: cut\.jsonl:4: .*cut off\n {2}to mend it: /);
});

test('the text ends with the command that replays it again', async () => {
  const { out } = await lockyard('replay abba.replay.jsonl --as-recorded', undefined, { cwd });
  expect(out).toContain('DEADLOCK: T1 holds A, wants B; T2 holds B, wants A.');
  expect(out.trimEnd().split('\n').at(-1)).toBe(
    'replay it again: npx lockyard replay abba.replay.jsonl --as-recorded',
  );
});

test.each(['--step', '--times 0', '--times many', '--inspect 99999999'])(
  '%s is refused where it makes no sense',
  async (option) => {
    const { status, err } = await replay(`abba.replay.jsonl ${option}`);
    expect(status).toBe(2);
    expect(err).toMatch(/^lockyard: .*\n {2}to mend it: /);
  },
);
