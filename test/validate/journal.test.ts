import { expect, it } from 'vitest';
import { CONTROL, JOURNAL } from '../../src/shared/memory-map.ts';
import { createSharedMemory } from '../../src/shared/shared-memory.ts';
import type { Finding } from '../../src/validate/finding.ts';
import { JournalWriter, lostFindings, readJournal } from '../../src/validate/journal.ts';

function findingOf(key: string, details: readonly string[] = []): Finding {
  return {
    type: 'corruption',
    level: 'confirmed',
    key,
    summary: key,
    locks: [],
    threads: [],
    cycle: [],
    details,
    afterOperations: 0,
  };
}

function createJournal() {
  return createSharedMemory([
    { spec: CONTROL, records: 1 },
    { spec: JOURNAL, records: 1 },
  ]);
}

it('tells a finding once, and counts it over all threads', () => {
  const memory = createJournal();
  const writers = [new JournalWriter(memory), new JournalWriter(memory)];
  for (const writer of writers) for (let i = 0; i < 5; i++) writer.write(findingOf('same'));
  writers[1]?.write(findingOf('other'));
  for (const writer of writers) writer.flush();
  expect(readJournal(memory).map(({ finding, count }) => [finding.key, count])).toEqual([
    ['same', 10],
    ['other', 1],
  ]);
});

it('keeps what a thread wrote that never left', () => {
  const memory = createJournal();
  new JournalWriter(memory).write(findingOf('last words'));
  expect(readJournal(memory)[0]?.finding.key).toBe('last words');
});

it('counts what does not fit, and stays readable', () => {
  const memory = createJournal();
  const writer = new JournalWriter(memory);
  const long = ['x'.repeat(1 << 20)];
  for (let i = 0; i < 6; i++) writer.write(findingOf(`finding ${i}`, long));
  expect(lostFindings(memory)).toBeGreaterThan(0);
  expect(readJournal(memory)).toHaveLength(6 - lostFindings(memory));
});
