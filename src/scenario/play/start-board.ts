import { defineRegion, word } from '../../shared/layout.ts';
import type { SharedMemory } from '../../shared/shared-memory.ts';

export const START = defineRegion({
  name: 'scenarioStart',
  option: 'none',
  stride: 'line',
  words: {
    start: word(
      'its own thread before a round; then its spawner',
      '1: spawned, 2: called off; 0: open',
    ),
  },
});

const OPEN = 0;
const SPAWNED = 1;
const CALLED_OFF = 2;

/** Whether each thread that waits to be spawned was, or never will be in this round. */
export class StartBoard {
  readonly #i32: Int32Array;
  readonly #region;

  constructor(memory: SharedMemory) {
    this.#i32 = memory.i32;
    this.#region = memory.region(START);
  }

  reset(thread: number): void {
    this.#set(thread, OPEN);
  }

  spawn(thread: number): void {
    this.#set(thread, SPAWNED);
  }

  /** Its spawner has gone another way. */
  callOff(thread: number): void {
    this.#set(thread, CALLED_OFF);
  }

  isOpen(thread: number): boolean {
    return this.#get(thread) === OPEN;
  }

  isSpawned(thread: number): boolean {
    return this.#get(thread) === SPAWNED;
  }

  #set(thread: number, state: number): void {
    // Pairs with #get of the thread itself, behind its start event.
    Atomics.store(this.#i32, this.#region.at(thread) + this.#region.word.start, state);
  }

  #get(thread: number): number {
    return Atomics.load(this.#i32, this.#region.at(thread) + this.#region.word.start);
  }
}
