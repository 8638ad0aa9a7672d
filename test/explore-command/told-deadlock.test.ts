import { expect, test } from 'vitest';
import type { ToldDeadlock } from '../../src/explore/recording.ts';
import { signatureOf, tellDeadlock } from '../../src/explore/told-deadlock.ts';
import type { Finding, ThreadState } from '../../src/validate/finding.ts';
import { DEADLOCK } from './fixtures/recordings.ts';

const itself = (instance: string) => instance;

function rotated(told: ToldDeadlock): ToldDeadlock {
  return { ...told, cycle: [...told.cycle.slice(1), ...told.cycle.slice(0, 1)] };
}

test('a signature does not depend on who is told first, on threads, folders or instances', () => {
  const signature = signatureOf(DEADLOCK, itself);
  expect(signature).toMatch(/^[0-9a-f]{16}$/);
  expect(signatureOf(rotated(DEADLOCK), itself)).toBe(signature);
  const elsewhere = JSON.parse(
    JSON.stringify(DEADLOCK).replaceAll('stories/', 'copies/').replaceAll('T1', 'worker-9'),
  );
  expect(signatureOf(elsewhere, itself)).toBe(signature);
  const renamed = JSON.parse(JSON.stringify(DEADLOCK).replace('"holds":"A"', '"holds":"A2"'));
  expect(signatureOf(renamed, (name) => name.replace('2', ''))).toBe(signature);
});

test('another place, another class, or another direction is another deadlock', () => {
  const signature = signatureOf(DEADLOCK, itself);
  const moved = JSON.parse(JSON.stringify(DEADLOCK).replaceAll('abba.yaml:4', 'abba.yaml:6'));
  expect(signatureOf(moved, itself)).not.toBe(signature);
  expect(signatureOf(DEADLOCK, (name) => (name === 'A' ? 'parent' : name))).not.toBe(signature);
  const [first, second] = DEADLOCK.cycle as [ToldDeadlock['cycle'][0], ToldDeadlock['cycle'][0]];
  const turned = {
    ...DEADLOCK,
    cycle: [
      { ...first, holds: second.holds, wants: second.wants },
      { ...second, holds: first.holds, wants: first.wants },
    ],
  };
  expect(signatureOf(turned, itself)).not.toBe(signature);
});

function state(thread: string, holds: readonly string[], wants: string): ThreadState {
  const lock = (name: string) => ({
    class: name,
    name,
    acquisition: { class: name, subclass: 0, mode: 'exclusive', tried: false } as const,
    site: [`lock ${name} (a.yaml:3)`, 'outer (a.yaml:1)'],
  });
  return { thread, role: 'thread', operation: 'a', holds: holds.map(lock), wants: lock(wants) };
}

function finding(threads: readonly ThreadState[], cycle: readonly (readonly [string, string])[]) {
  return {
    type: 'deadlock',
    level: 'confirmed',
    key: '',
    summary: 'told',
    locks: [],
    threads,
    cycle: cycle.map(([from, to], n) => {
      const place = { operation: 'a', site: [], heldSite: [] };
      return { from, to, thread: threads[n]?.thread ?? '', ...place };
    }),
    details: [],
    afterOperations: 0,
  } satisfies Finding;
}

test('a thread is told with what the one before it wants, and the innermost places', () => {
  const threads = [state('T1', ['X', 'A', 'Y'], 'B'), state('T2', ['B'], 'A')];
  const told = tellDeadlock(
    finding(threads, [
      ['A', 'B'],
      ['B', 'A'],
    ]),
  );
  expect(told.isCycle).toBe(true);
  expect(told.cycle[0]).toEqual({
    thread: 'T1',
    holds: 'A',
    wants: 'B',
    site: 'lock B (a.yaml:3)',
    heldSite: 'lock A (a.yaml:3)',
  });
});

test('who only queues for a lock holds nothing of it', () => {
  const threads = [state('writer', [], 'R'), state('reader', ['R'], 'R')];
  const told = tellDeadlock(
    finding(threads, [
      ['R', 'R'],
      ['R', 'R'],
    ]),
  );
  expect(told.cycle.map(({ holds }) => holds)).toEqual(['R', '-']);
});

test('threads in no order have a signature that does not depend on any', () => {
  const threads = [state('T1', ['A'], 'E'), state('T2', [], 'F')];
  const told = tellDeadlock(finding(threads, []));
  expect(told.isCycle).toBe(false);
  expect(signatureOf(rotated(told), itself)).toBe(signatureOf(told, itself));
});
