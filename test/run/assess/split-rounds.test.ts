import { expect, test } from 'vitest';
import { splitRounds } from '../../../src/run/assess/split-rounds.ts';
import { EVENT, type EventTrace } from '../../../src/shared/event-trace.ts';

/** `thread:row` for an event, `thread#round` for the beginning of a round. */
function traceOf(text: string): EventTrace {
  const events = text.split(' ').map((word) => {
    const [, thread, what, number] = /(\d)([:#])(\d+)/.exec(word) as unknown as string[];
    return { thread: Number(thread), begins: what === '#', number: Number(number) };
  });
  return {
    ...{ count: events.length, threads: 2, objects: 1 },
    kind: Uint8Array.from(events, ({ begins }) => (begins ? EVENT.round : EVENT.acquire)),
    thread: Uint16Array.from(events, ({ thread }) => thread),
    object: Int32Array.from(events, ({ begins, number }) => (begins ? number : 0)),
    row: Int32Array.from(events, ({ begins, number }) => (begins ? 0 : number)),
  };
}

function rowsOfRounds(text: string, since = 0): number[][] {
  return splitRounds({ trace: traceOf(text), since }).map(({ trace }) => [...trace.row]);
}

test('a record without rounds is one', () => {
  expect(rowsOfRounds('1:1 2:2 1:3')).toEqual([[1, 2, 3]]);
});

test('each thread begins its rounds by itself', () => {
  expect(rowsOfRounds('1#1 2#1 1:1 2:2 1#2 1:3 2:4 2#2 2:5')).toEqual([
    [1, 2, 4],
    [3, 5],
  ]);
});

test('a round of which something is lost is left out', () => {
  expect(rowsOfRounds('1:1 2:2 1#2 2#2 1:3 2:4', 1)).toEqual([[3, 4]]);
  expect(rowsOfRounds('1:1 1#2 2#2 1:3 2:4', 2)).toEqual([[3, 4]]);
});

test('where all that is left is of a broken round, that one is told as far as it goes', () => {
  const [only] = splitRounds({ trace: traceOf('1#3 2:1 1:2 2:3'), since: 1 });
  expect([...(only?.trace.row ?? [])]).toEqual([1, 2, 3]);
  expect(only?.since).toBe(0);
});
