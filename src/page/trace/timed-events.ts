/** What a thread did with a lock, and when; in the order of time. */
export interface TimedEvents {
  /** Names of the threads and locks that events name by their place. */
  readonly threads: readonly string[];
  readonly locks: readonly string[];
  /** Older events that the record had no room for. */
  readonly lost: number;
  readonly events: readonly TimedEvent[];
}

export interface TimedEvent {
  /** Nanoseconds since any moment, the same for all events of a run. */
  readonly atNs: number;
  readonly kind: TimedEventKind;
  /** Places in the lists of names. */
  readonly thread: number;
  readonly lock: number;
}

/**
 * `wait`: begins to wait for the lock. `acquire`, `acquire-shared`: holds it from here on. `release`:
 * gives it up. `refused`: the wait, or the try, ended without the lock.
 */
export const TIMED_EVENT_KINDS = [
  'wait',
  'acquire',
  'acquire-shared',
  'release',
  'refused',
] as const;
export type TimedEventKind = (typeof TIMED_EVENT_KINDS)[number];
