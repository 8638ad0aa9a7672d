import { UsageError } from '../base/errors.ts';
import { defineRegion, word } from '../shared/layout.ts';
import type { SharedMemory } from '../shared/shared-memory.ts';

/** Values of `roll.state`. */
const STATE = { absent: 0, present: 1, lost: 2 } as const;

/** One record per thread of an arena: whether somebody goes by its name. */
export const ROLL = defineRegion({
  name: 'roll',
  option: 'threads',
  stride: 'packed',
  words: {
    state: word(
      'who enters or leaves (compare-exchange); the main side once its worker is gone',
      '0: nobody goes by this name, 1: somebody does, 2: lost with what it held',
    ),
  },
});

/**
 * Who takes part. Each name is taken by one worker at a time:
 *
 * | state | meaning | who moves it on |
 * | --- | --- | --- |
 * | absent | free to be taken | who enters: to present |
 * | present | taken | the same thread, or for its dead worker the main side: to absent or lost |
 * | lost | its worker died in the middle of something | nobody: what it held is held for ever |
 */
export class Roll {
  readonly #i32: Int32Array;
  readonly #region;
  readonly #names: readonly string[];

  constructor(memory: SharedMemory, names: readonly string[]) {
    this.#i32 = memory.i32;
    this.#region = memory.region(ROLL);
    this.#names = names;
  }

  /**
   * Takes the name with this index.
   *
   * @throws {UsageError} where somebody else has it, or its locks are lost with it
   */
  enter(index: number): void {
    // Pairs with `move`, here and on the main side: of two that want a name, one gets it.
    const before = Atomics.compareExchange(this.#i32, this.#at(index), STATE.absent, STATE.present);
    if (before === STATE.absent) return;
    const name = this.#names[index];
    throw before === STATE.present
      ? new UsageError(`the thread "${name}" has entered already`, 'give each worker its own name')
      : new UsageError(
          `the thread "${name}" was lost with what it held`,
          'create another arena, or use another name',
        );
  }

  /** Takes the first free name; its index. @throws {UsageError} when there is none */
  enterAny(): number {
    for (let index = 0; index < this.#names.length; index++) {
      const at = this.#at(index);
      // Pairs with the same of others, as in `enter`.
      if (Atomics.compareExchange(this.#i32, at, STATE.absent, STATE.present) === STATE.absent) {
        return index;
      }
    }
    throw new UsageError(
      `all ${this.#names.length} threads of the arena have entered`,
      'declare more `threads`',
    );
  }

  isPresent(index: number): boolean {
    // Pairs with the compare-exchanges of who enters or leaves.
    return Atomics.load(this.#i32, this.#at(index)) === STATE.present;
  }

  leave(index: number): void {
    this.#move(index, STATE.absent);
  }

  lose(index: number): void {
    this.#move(index, STATE.lost);
  }

  #move(index: number, to: number): void {
    // Pairs with the compare-exchange in `enter`: who takes the name sees all that was left behind.
    Atomics.compareExchange(this.#i32, this.#at(index), STATE.present, to);
  }

  #at(index: number): number {
    return this.#region.at(index) + this.#region.word.state;
  }
}
