/** What a thread does inside a lock and between two: arithmetic that no compiler can leave out. */
export function work(loops: number, seed: number): number {
  let x = seed | 1;
  for (let i = 0; i < loops; i++) {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
  }
  return x;
}

const PASSES = 40;
const CALLS = 200;
/** About a microsecond: so long are the calls that are to be made. */
const LOOPS = 500;

/** Nanoseconds a loop of `work` takes in this thread: the least of several passes. */
export function calibrateWork(): number {
  let least = Number.POSITIVE_INFINITY;
  let x = 1;
  for (let pass = 0; pass < PASSES; pass++) {
    const since = performance.now();
    for (let call = 0; call < CALLS; call++) x = work(LOOPS, x);
    least = Math.min(least, performance.now() - since);
  }
  if (x === 0) throw new Error('xorshift never comes to 0');
  return (least * 1e6) / (CALLS * LOOPS);
}
