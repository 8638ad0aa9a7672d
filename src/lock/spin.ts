/**
 * How long to spin before sleeping: at the most about as long as a sleep and wake-up costs (20 us at
 * 5 ns a load; `Atomics.pause` does not exist on Node 20), less where spinning has not helped.
 */
export const SPINS_MAX = 4000;
const SPINS_MIN = 100;

/** Budget for the next contended acquisition, after one that ended within the spin or did not. */
export function adaptSpins(spins: number, helped: boolean): number {
  return helped ? Math.min(SPINS_MAX, spins * 2) : Math.max(SPINS_MIN, spins >> 1);
}

/** Wall-clock end of a timed wait, in ms of this thread's clock; Infinity: no limit. */
export function deadlineIn(timeoutMs: number): number {
  return timeoutMs === Number.POSITIVE_INFINITY ? timeoutMs : performance.now() + timeoutMs;
}

/** What is left until `deadlineMs`; Infinity: no limit. */
export function remainingMs(deadlineMs: number): number {
  if (deadlineMs === Number.POSITIVE_INFINITY) return deadlineMs;
  return Math.max(0, deadlineMs - performance.now());
}
