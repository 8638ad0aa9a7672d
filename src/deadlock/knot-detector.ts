import type { Blockers } from './blockers.ts';

/**
 * Finds the threads that can never move again, where a cycle of waits is not the whole truth: an event
 * that any of several threads may signal (OR) deadlocks only when none of them can move (a knot, not a
 * cycle), and a thread that has ended moves for nobody.
 *
 * Least fixpoint of "can move": who runs; who waits for locks of threads that can all move; who waits
 * for an event that has come, or that some thread that can move may signal. The rest is stuck.
 *
 * Why it is right on live memory: a set is taken only if two looks in a row find the same threads in
 * the same waits (by their sequence numbers). They waited throughout, so they neither gave up a lock nor
 * signalled anything, and promises only ever lapse: at the instant between the looks all was so at once,
 * and none of them can change it. None is missed: every wait, withdrawal and departure is published
 * before its own look, so the one that comes last sees all the others.
 */
export class KnotDetector {
  readonly #blockers: Blockers;
  readonly #threads: number;
  /** Threads that are stuck, after `find`. */
  readonly stuck: Int32Array;
  readonly #lock: Int32Array;
  readonly #sequence: Int32Array;
  readonly #before: Int32Array;
  readonly #moves: Uint8Array;
  readonly #found: Int32Array;

  constructor(blockers: Blockers, threads: number) {
    this.#blockers = blockers;
    this.#threads = threads;
    this.stuck = new Int32Array(threads + 1);
    this.#lock = new Int32Array(threads + 1);
    this.#sequence = new Int32Array(threads + 1);
    this.#before = new Int32Array(threads + 1);
    this.#moves = new Uint8Array(threads + 1);
    this.#found = new Int32Array(2 * threads + 1);
  }

  /** How many threads are stuck for certain; they are in `stuck`. */
  find(): number {
    let count = this.#look();
    while (count > 0) {
      this.#before.set(this.#sequence);
      const known = this.stuck.slice(0, count);
      count = this.#look();
      if (count === known.length && this.#isSame(known)) return count;
    }
    return 0;
  }

  /** Lock that a stuck thread waits for. */
  wantedBy(thread: number): number {
    return this.#lock[thread] as number;
  }

  /** Threads that stand in the way of a stuck one, departed ones too. */
  blockersOf(thread: number): number[] {
    const lock = this.wantedBy(thread);
    if (!this.#blockers.isListed(lock)) {
      const count = this.#blockers.collect(thread, lock, this.#found, 0);
      return [...this.#found.subarray(0, count)].filter((owner) => this.#moves[owner] === 0);
    }
    const others: number[] = [];
    for (let other = 1; other <= this.#threads; other++) {
      if (this.#blockers.maySignal(other, lock)) others.push(other);
    }
    return others;
  }

  #isSame(known: Int32Array): boolean {
    return known.every(
      (thread, i) => this.stuck[i] === thread && this.#before[thread] === this.#sequence[thread],
    );
  }

  #look(): number {
    for (let thread = 1; thread <= this.#threads; thread++) {
      // The number first: a wait that is begun in between is not taken for the one looked at.
      this.#sequence[thread] = this.#blockers.sequenceOf(thread);
      const lock = this.#blockers.waitOf(thread);
      this.#lock[thread] = lock;
      const runs = lock < 0 && !this.#blockers.hasDeparted(thread);
      this.#moves[thread] = runs ? 1 : 0;
    }
    while (this.#spread());
    this.stuck.fill(0);
    let count = 0;
    for (let thread = 1; thread <= this.#threads; thread++) {
      if (this.#moves[thread] === 0 && (this.#lock[thread] as number) >= 0) {
        this.stuck[count++] = thread;
      }
    }
    return count;
  }

  /** Lets those move whose wait will end; false when there is nobody new. */
  #spread(): boolean {
    let more = false;
    for (let thread = 1; thread <= this.#threads; thread++) {
      const lock = this.#lock[thread] as number;
      if (this.#moves[thread] === 1 || lock < 0 || !this.#willEnd(thread, lock)) continue;
      this.#moves[thread] = 1;
      more = true;
    }
    return more;
  }

  #willEnd(thread: number, lock: number): boolean {
    if (this.#blockers.isListed(lock)) {
      if (this.#blockers.hasHappened(thread, lock)) return true;
      for (let other = 1; other <= this.#threads; other++) {
        if (this.#moves[other] === 1 && this.#blockers.maySignal(other, lock)) return true;
      }
      return false;
    }
    const count = this.#blockers.collect(thread, lock, this.#found, 0);
    for (let i = 0; i < count; i++) {
      const owner = this.#found[i] as number;
      // Who owns what it waits for has just got it; who really waits for itself found that out before.
      if (owner !== thread && this.#moves[owner] !== 1) return false;
    }
    return true;
  }
}
