import { OWNER_MASK, WAITERS } from '../shared/lock-word.ts';
import { remainingMs } from './spin.ts';

/**
 * The word of a mutex: a futex with the owner in it (Drepper, "Futexes Are Tricky", mutex2).
 *
 * | word | meaning | who moves it on |
 * | --- | --- | --- |
 * | 0 | free | anybody: to id (fast or spinning), to id + WAITERS (after a sleep) |
 * | id | owned, nobody sleeps | the owner: to 0; a waiter: to id + WAITERS |
 * | id + WAITERS | owned, somebody may sleep | the owner: to 0, then wakes one sleeper |
 * | WAITERS | cannot occur | an owner leaves 0 behind, whatever it found |
 *
 * Why no wake-up is lost: a sleeper sleeps only on a value that has WAITERS, so whoever releases after
 * that wakes one; and a woken thread puts WAITERS back, both when it takes the lock (others may sleep
 * still) and when it gives up because its time has run out.
 */

/** How a wait for the word ended. */
export type WordWait = 'spun' | 'slept' | 'timed-out';

/** Takes the word for `owner`, spinning up to `spins` loads and then sleeping. */
export function waitForWord(
  i32: Int32Array,
  word: number,
  owner: number,
  spins: number,
  deadlineMs: number,
): WordWait {
  for (let spin = 0; spin < spins; spin++) {
    // Pairs with the exchange in releaseWord.
    if (Atomics.load(i32, word) === 0 && Atomics.compareExchange(i32, word, 0, owner) === 0) {
      return 'spun';
    }
  }
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
