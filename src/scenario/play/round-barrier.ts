import { defineRegion, word } from '../../shared/layout.ts';
import type { SharedMemory } from '../../shared/shared-memory.ts';

export const ROUND = defineRegion({
  name: 'scenarioRound',
  option: 'none',
  stride: 'line',
  words: {
    arrived: word('each thread (add); the last one clears it', 'threads at the barrier'),
    generation: word('the last to arrive', 'how often the barrier has opened'),
    over: word('any thread that leaves', '1: no further round; 0: another'),
  },
});

/** For a thread that looked just before somebody left and sleeps just after. */
const LOOK_AGAIN_MS = 20;

/**
 * Where the threads of a scenario meet between rounds. Nobody is in the middle of a round while
 * somebody else has left: a round begins only when all have come, and who leaves says so first.
 */
export class RoundBarrier {
  readonly #i32: Int32Array;
  readonly #threads: number;
  readonly #arrived: number;
  readonly #generation: number;
  readonly #over: number;

  constructor(memory: SharedMemory, threads: number) {
    const region = memory.region(ROUND);
    const at = region.at(0);
    this.#i32 = memory.i32;
    this.#threads = threads;
    this.#arrived = at + region.word.arrived;
    this.#generation = at + region.word.generation;
    this.#over = at + region.word.over;
  }

  /** Waits for all to come; false: somebody has left, there is no further round. */
  begin(): boolean {
    return this.#meet(true);
  }

  /** Waits for all to end the round. Whoever is in it comes here, or nobody ever moves again. */
  end(): void {
    this.#meet(false);
  }

  leave(): void {
    // Pairs with the load in #meet.
    Atomics.store(this.#i32, this.#over, 1);
    Atomics.notify(this.#i32, this.#generation);
  }

  #meet(mayEnd: boolean): boolean {
    const generation = Atomics.load(this.#i32, this.#generation);
    if (Atomics.add(this.#i32, this.#arrived, 1) + 1 === this.#threads) {
      Atomics.store(this.#i32, this.#arrived, 0);
      // Pairs with the loads of those who wait here.
      Atomics.add(this.#i32, this.#generation, 1);
      Atomics.notify(this.#i32, this.#generation);
      return true;
    }
    while (Atomics.load(this.#i32, this.#generation) === generation) {
      if (mayEnd && Atomics.load(this.#i32, this.#over) === 1) return false;
      Atomics.wait(this.#i32, this.#generation, generation, LOOK_AGAIN_MS);
    }
    return true;
  }
}
