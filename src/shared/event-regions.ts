import { type RegionRequest, defineRegion, word, words } from './layout.ts';
import type { RunPlan } from './plan.ts';

/** Words of one recorded event: stamp, kind with flags, object, row. */
export const EVENT_RECORD_WORDS = 4;
/** Words of one timed event besides its time: kind, lock, row. */
export const TIMED_RECORD_WORDS = 3;
/** A time is a float64. */
const TIME_WORDS = 2;

/** The record of events: one clock for all, a ring for each thread. `capacity`: a power of two. */
export function eventRegions(capacity: number) {
  return {
    eventClock: defineRegion({
      name: 'eventClock',
      option: 'none',
      stride: 'line',
      words: { next: word('any thread (add)', 'stamp of the next event (wraps at 2^32)') },
    }),
    events: defineRegion({
      name: 'events',
      option: '--events',
      stride: 'line',
      words: {
        count: word('own thread', 'events recorded, those overwritten included (wraps at 2^32)'),
        ring: words(capacity * EVENT_RECORD_WORDS, 'own thread', 'the newest events'),
      },
    }),
  };
}

/** The record of times, a ring for each thread; only where a run asks for it. `capacity`: a power of two. */
export function timedEventRegion(capacity: number) {
  return defineRegion({
    name: 'timedEvents',
    option: '--times',
    stride: 'line',
    words: {
      count: word('own thread', 'events recorded, those overwritten included (wraps at 2^32)'),
      pad: word('nobody', 'keeps the float64 words on even indices'),
      times: words(
        capacity * TIME_WORDS,
        'own thread',
        'when each happened, float64 of sharedNowNs',
      ),
      ring: words(
        capacity * TIMED_RECORD_WORDS,
        'own thread',
        'the newest events, see TIMED_EVENT',
      ),
    },
  });
}

/** What a plan wants recorded of its events. */
export function recordingRegions({ events = 0, times = 0, threads }: RunPlan): RegionRequest[] {
  const { eventClock, events: rings } = eventRegions(Math.max(events, 1));
  const records = threads.length + 1;
  return [
    ...(events === 0
      ? []
      : [
          { spec: eventClock, records: 1 },
          { spec: rings, records },
        ]),
    ...(times === 0 ? [] : [{ spec: timedEventRegion(times), records }]),
  ];
}
