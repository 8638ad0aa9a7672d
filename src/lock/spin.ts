/**
 * How long to spin before sleeping: about as long as a sleep and wake-up cost (20 us at 5 ns a look;
 * `Atomics.pause` does not exist on Node 20), so that who spins in vain pays about twice (Karlin, Li,
 * Manasse, Owicki, SOSP 1991). Less where spinning has not helped of late.
 */
export const SPINS_MAX = 4000;
const SPINS_MIN = 100;

/** Looks at a taken lock that come before anything else: as long as it takes to make a wait known. */
export const LOOKS = 40;
/** Of a thread's waits for a class that end within those, one in so many is clocked. A power of two. */
export const BRIEF_CLOCKED = 64;
/**
 * And one in so many looks up its holder: to read what another thread holds takes a cache line away
 * from it. A power of two.
 */
export const BRIEF_SEEN = 1024;

/**
 * Threads that find the lock free each time they come may leave others asleep until the scheduler stops
 * one of them. After so long one gives its place to a sleeper: two time slices, so that it seldom
 * matters (a rotation leaves the lock idle for tens of microseconds).
 */
export const AWAKE_NS_MOST = 6e6;

/** How a wait ended: within LOOKS looks, within the spin, after a sleep, or not at all. */
export type WordWait = 'at once' | 'spun' | 'slept' | 'timed-out';

/** Budget for the next contended acquisition, after one that ended so. */
export function adaptSpins(spins: number, how: WordWait): number {
  return how === 'at once' || how === 'spun' ? SPINS_MAX : Math.max(SPINS_MIN, spins >> 1);
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
