import { expect, test } from 'vitest';
import { editedScenario } from '../../src/explore/edited-scenario.ts';
import { ABBA, scenarioOf } from './fixtures/recordings.ts';

const ORIGINAL = scenarioOf(`scenario: padded
locks: { A: mutex, B: mutex, C: mutex }
threads:
  T1: [work, lock A, lock C, unlock C, lock B, unlock B, unlock A]
  T2: [lock B, lock A, unlock A, unlock B, lock C, unlock C]
  T3: [lock C, unlock C]
`);
/** What is left of it where the deadlock needs no more. */
const SMALL = {
  ...ORIGINAL,
  threads: ORIGINAL.threads
    .filter(({ name }) => name !== 'T3')
    .map((thread) => ({ ...thread, ops: thread.ops.filter(({ text }) => !/C|work/.test(text)) })),
};

function textsOf(scenario: typeof ORIGINAL): string[] {
  return scenario.threads.map(
    ({ name, ops }) => `${name}: ${ops.map(({ text }) => text).join(', ')}`,
  );
}

function after(edit: (text: string) => string) {
  const text = `scenario: padded
locks: { A: mutex, B: mutex, C: mutex }
threads:
  T1: [work, lock A, lock C, unlock C, lock B, unlock B, unlock A]
  T2: [lock B, lock A, unlock A, unlock B, lock C, unlock C]
  T3: [lock C, unlock C]
`;
  return editedScenario(ORIGINAL, SMALL, scenarioOf(edit(text)));
}

test('comments, blank lines and new words are no edit', () => {
  expect(after((text) => `# a comment\n\n${text}\nsummary: two threads\n`)).toEqual({
    kind: 'same',
  });
});

test('a recording of the whole is replayed on the whole', () => {
  const whole = scenarioOf(ABBA);
  const now = scenarioOf(ABBA.replace('T2: [lock B, lock A', 'T2: [lock A, lock B'));
  expect(editedScenario(whole, whole, now)).toEqual({ kind: 'changed', scenario: now });
});

test('what was dropped stays dropped, what is new comes in', () => {
  const edit = after((text) =>
    text
      .replace('T1: [work, lock A', 'T1: [work, lock C, lock A')
      .replace('unlock B, unlock A]', 'unlock B, unlock A, unlock C]'),
  );
  if (edit.kind !== 'changed') throw new Error(edit.kind);
  expect(textsOf(edit.scenario)).toEqual([
    'T1: lock C, lock A, lock B, unlock B, unlock A, unlock C',
    'T2: lock B, lock A, unlock A, unlock B',
  ]);
  expect(edit.scenario.threads[0]?.ops.map(({ line }) => line)).toEqual(Array(6).fill(4));
});

test('what is taken in another order is replayed in that order', () => {
  const edit = after((text) => text.replace('T2: [lock B, lock A', 'T2: [lock A, lock B'));
  if (edit.kind !== 'changed') throw new Error(edit.kind);
  expect(textsOf(edit.scenario)[1]).toBe('T2: lock A, lock B, unlock A, unlock B');
});

test('a thread that is gone is gone', () => {
  const edit = after((text) => text.replace(/ {2}T2: .*\n/, ''));
  if (edit.kind !== 'changed') throw new Error(edit.kind);
  expect(textsOf(edit.scenario)).toEqual(['T1: lock A, lock B, unlock B, unlock A']);
});

test('where dropping it makes no scenario any more, that is told', () => {
  const edit = after((text) => text.replace('T1: [work,', 'T1: [spawn T3, work,'));
  expect(edit).toEqual({ kind: 'unfit' });
});
