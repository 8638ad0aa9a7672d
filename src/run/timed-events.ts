/** What the threads of a run did with their locks, and when; in the order of time. */
export interface TimedEvents {
  /** Names of the threads and locks that events name by their place. */
  readonly threads: readonly string[];
  readonly locks: readonly string[];
  /** Where locks were taken; events name these by their place in the list as well. */
  readonly places: readonly EventPlace[];
  /** Older events that the record had no room for. */
  readonly lost: number;
  /** From here on the record has what every thread did; before, only of those that did less. */
  readonly wholeFromNs: number;
  /** When the run had ended: what has no end in the record lasts until here. */
  readonly endNs: number;
  readonly events: readonly TimedEvent[];
}

export interface EventPlace {
  readonly operation: string;
  /** Innermost frame, where it was first taken so; null: not known. */
  readonly site: string | null;
}

export interface TimedEvent {
  /** Nanoseconds since any moment, the same for all events of a run. */
  readonly atNs: number;
  readonly kind: TimedEventKind;
  /** Places in the lists of names. */
  readonly thread: number;
  readonly lock: number;
  /** Where the lock was taken or asked for; null: nobody says, or it was neither. */
  readonly place: number | null;
  /** Why it was `refused`; null: nobody says, or it was not. */
  readonly refusal: string | null;
}

/**
 * `wait`: begins to wait for the lock. `acquire`, `acquire-shared`: holds it from here on. `release`:
 * gives it up. `refused`: the wait, or the try, ended without the lock. Of events: `signal` brings it
 * about; `passed`: the wait ended since it has come, nothing is held.
 */
export type TimedEventKind =
  | 'wait'
  | 'acquire'
  | 'acquire-shared'
  | 'release'
  | 'refused'
  | 'signal'
  | 'passed';
