import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readRecordedRun } from '../../../src/run/assess/recorded-run.ts';
import { EventRing } from '../../../src/shared/event-ring.ts';
import { EVENT } from '../../../src/shared/event-trace.ts';
import { eventRegions } from '../../../src/shared/event-regions.ts';
import { createRecordingWorld } from './recording-world.ts';

const CAPACITY = 8;

function emptyRecord() {
  const { memory, plan } = createRecordingWorld({
    locks: { a: 'A' },
    classes: [{ name: 'A', kind: 'mutex', subclasses: 1 }],
    threads: 3,
    events: CAPACITY,
  });
  return { memory, plan, rings: [1, 2, 3].map((id) => new EventRing(memory, CAPACITY, id)) };
}

test('the rings together tell one order, and say from where on nothing is missing', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 60 }), (turns) => {
      const { memory, plan, rings } = emptyRecord();
      for (const [n, by] of turns.entries()) rings[by]?.push(EVENT.acquire, 0, n + 1);
      const run = readRecordedRun(memory, plan);
      const told = Array.from(run?.trace.row ?? [], (row) => row - 1);
      const kept = turns.map((by, n) => {
        return turns.slice(n + 1).filter((later) => later === by).length < CAPACITY - 1;
      });
      // A full ring gives up its oldest event, which may have been under the pen.
      expect(told).toEqual([...turns.keys()].filter((n) => kept[n]));
      expect(told.map((n) => (turns[n] as number) + 1)).toEqual([...(run?.trace.thread ?? [])]);
      const whole = told.slice(run?.since ?? 0);
      const missed = [...turns.keys()].filter((n) => !kept[n] && n > (whole[0] ?? -1));
      expect(missed).toEqual([]);
      if (kept.every(Boolean)) expect(run?.since).toBe(0);
    }),
  );
});

test('the order survives the wrap of the stamps', () => {
  const { memory, plan, rings } = emptyRecord();
  const { eventClock } = eventRegions(CAPACITY);
  const clock = memory.region(eventClock);
  memory.i32[clock.base + clock.word.next] = -2;
  for (const [n, ring] of [...rings, ...rings].entries()) ring.push(EVENT.acquire, 0, n + 1);
  expect([...(readRecordedRun(memory, plan)?.trace.row ?? [])]).toEqual([1, 2, 3, 4, 5, 6]);
});

test('without a record there is none', () => {
  const { memory, plan } = emptyRecord();
  expect(readRecordedRun(memory, { ...plan, events: 0 })).toBeNull();
  expect(readRecordedRun(memory, { ...plan, level: 'off' })).toBeNull();
});
