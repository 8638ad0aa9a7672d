import type { TimedEventKind } from '../../run/timed-events.ts';

export type { EventPlace, TimedEvent, TimedEvents } from '../../run/timed-events.ts';

/** The words for what happened, as a document has them. */
export const TIMED_EVENT_KINDS: readonly TimedEventKind[] = [
  'wait',
  'acquire',
  'acquire-shared',
  'release',
  'refused',
  'signal',
  'passed',
];
