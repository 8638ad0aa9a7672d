import { OWNER_MASK, WAITERS } from '../shared/lock-word.ts';
import { LOOKS, remainingMs, type WordWait } from './spin.ts';

/**
 * The word of a mutex: a futex with the owner in it (Drepper, "Futexes Are Tricky", mutex2).
 *
 * | word | meaning | who moves it on |
 * | --- | --- | --- |
 * | 0 | free | anybody: to id (fast or spinning), to id + WAITERS (after a sleep) |
 * | id | owned; nobody sleeps, or a woken thread is on its way | the owner: to 0; a waiter: to id + WAITERS |
 * | id + WAITERS | owned, somebody may sleep | the owner: to 0, then wakes one sleeper |
 * | WAITERS | cannot occur | an owner leaves 0 behind, whatever it found |
 *
 * Why no wake-up is lost: a sleeper sleeps only on a value that has WAITERS, so whoever releases after
 * that wakes one; and a woken thread puts WAITERS back: when it takes the lock (others may sleep still),
 * when it falls asleep again, and when it gives up because its time has run out.
 */

/** Looks up to `looks` times; true when the word was free and is `value` now. */
function takeWord(i32: Int32Array, word: number, value: number, looks: number): boolean {
  for (let look = 0; look < looks; look++) {
    // Pairs with the exchange in releaseWord.
    if (Atomics.load(i32, word) === 0 && Atomics.compareExchange(i32, word, 0, value) === 0) {
      return true;
    }
  }
  return false;
}

/** Takes the word for `owner`: looks, spins up to `spins` looks more, and then sleeps. */
export function waitForWord(
  i32: Int32Array,
  word: number,
  owner: number,
  spins: number,
  deadlineMs: number,
): WordWait {
  if (takeWord(i32, word, owner, LOOKS)) return 'at once';
  if (takeWord(i32, word, owner, spins)) return 'spun';
  return sleepForWord(i32, word, owner, spins, deadlineMs);
}

/**
 * A woken thread spins again: with more threads than cores, owner and spinners would else pass the lock
 * among themselves until the scheduler stops one of them (Jain's index over a fifth of a second: 0.94
 * without, 0.96 with, at 8 threads on 2 cores and 10 us of work).
 */
function sleepForWord(
  i32: Int32Array,
  word: number,
  owner: number,
  spins: number,
  deadlineMs: number,
): WordWait {
  for (;;) {
    const seen = Atomics.load(i32, word);
    if (seen === 0) {
      // Pairs with releaseWord's exchange; WAITERS stays, for those who still sleep.
      if (Atomics.compareExchange(i32, word, 0, owner | WAITERS) === 0) return 'slept';
      continue;
    }
    const marked = seen | WAITERS;
    // Pairs with releaseWord's exchange: an owner that reads WAITERS wakes somebody.
    if (marked !== seen && Atomics.compareExchange(i32, word, seen, marked) !== seen) continue;
    const rest = remainingMs(deadlineMs);
    if (rest === 0) return 'timed-out';
    Atomics.wait(i32, word, marked, rest);
    if (takeWord(i32, word, owner | WAITERS, spins)) return 'slept';
  }
}

export function releaseWord(i32: Int32Array, word: number, owner: number): void {
  // Pairs with the compare-exchanges of the next owner, who sees all that was written before.
  if (Atomics.exchange(i32, word, 0) !== owner) Atomics.notify(i32, word, 1);
}

export function ownerOfWord(i32: Int32Array, word: number): number {
  // Pairs with the owner's compare-exchange; a thread reads its own ownership exactly.
  return Atomics.load(i32, word) & OWNER_MASK;
}
