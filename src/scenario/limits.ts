/** What a scenario file may be at most. A file beyond is refused before anything is run. */
export const SCENARIO_LIMITS = {
  /** Bytes of a file. */
  bytes: 2 << 20,
  /** Operations of all threads together, with the reclaim list counted anew for each `alloc`. */
  operations: 100_000,
  threads: 64,
  locks: 1000,
  /** Locks that one thread holds at a time, contexts and reclaim included. */
  held: 40,
  /** Characters of a name. */
  name: 100,
  /** Milliseconds of a timed lock. */
  timeoutMs: 60_000,
} as const;
