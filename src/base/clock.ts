/**
 * Monotonic time of this thread, in nanoseconds (a double; about 33 ns a call on Node 20).
 * Threads may start at different origins: only differences within one thread mean anything.
 */
export function nowNs(): number {
  return performance.now() * 1e6;
}

/**
 * Monotonic time that all threads of the process share, in nanoseconds since some moment before it
 * began: the system's own clock, so that what one thread did before another is earlier (40 ns a call).
 */
export function sharedNowNs(): number {
  const [seconds, ns] = process.hrtime();
  return seconds * 1e9 + ns;
}
