import type { Step } from './step.ts';
import { StateHash } from './state-hash.ts';

/** What an operation on a word did: its result, and whether the word changed. */
export interface WordResult {
  readonly value: number;
  readonly changed: boolean;
}

/**
 * The shared memory of an exploration: makes single operations on words and keeps a hash of all that
 * was ever written. Words are told apart by their byte address, so that views may differ.
 */
export class SharedWords {
  readonly hash = new StateHash();

  reset(): void {
    this.hash.reset();
  }

  address(array: Int32Array, index: number): number {
    return (array.byteOffset >> 2) + index;
  }

  write(array: Int32Array, index: number, value: number): boolean {
    const before = array[index] as number;
    array[index] = value;
    const after = array[index] as number;
    if (before === after) return false;
    const at = this.address(array, index);
    this.hash.toggle(at, before);
    this.hash.toggle(at, after);
    return true;
  }

  /** All operations but wait and notify, which concern the threads. */
  perform(step: Step): WordResult {
    const { array, index, first, second, kind } = step;
    if (kind === 'pause') return { value: 0, changed: false };
    const before = array[index] as number;
    const changed = this.write(array, index, valueAfter(kind, before, first, second));
    return { value: kind === 'store' ? first : before, changed };
  }
}

function valueAfter(kind: Step['kind'], before: number, first: number, second: number): number {
  switch (kind) {
    case 'store':
    case 'exchange':
      return first;
    case 'compareExchange':
      return before === (first | 0) ? second : before;
    case 'add':
      return before + first;
    case 'sub':
      return before - first;
    case 'and':
      return before & first;
    case 'or':
      return before | first;
    case 'xor':
      return before ^ first;
    default:
      return before;
  }
}
