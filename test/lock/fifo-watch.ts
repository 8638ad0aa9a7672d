import { OWNER_MASK, WRITER } from '../../src/shared/lock-word.ts';
import type { LockWorld } from './lock-world.ts';

/**
 * Watches one fair lock from outside, whenever its queue is at rest (latch open): who holds it may
 * only become more by the head of the queue leaving it, and nobody comes in past a queue.
 */
export class FifoWatch {
  readonly #world: LockWorld;
  readonly #lock: number;
  #queue: readonly number[] = [];
  #holders = 0;

  constructor(world: LockWorld, lock: number) {
    this.#world = world;
    this.#lock = lock;
  }

  /** Words of complaint, once the order was broken. */
  look(): string | undefined {
    if (this.#world.lockWord(this.#lock, 'latch') !== 0) return undefined;
    const queue = this.#world.queue(this.#lock);
    const state = this.#world.lockWord(this.#lock, 'state');
    const holders = (state & WRITER) !== 0 ? 1 : state & OWNER_MASK;
    const left = this.#queue.filter((thread) => !queue.includes(thread));
    const stayedAhead = this.#queue.length - left.length > 0 && left.length > 0;
    const cameIn = Math.max(0, holders - this.#holders);
    const before = this.#queue;
    this.#queue = queue;
    this.#holders = holders;
    if (before.length > 0 && cameIn > left.length) {
      return `${cameIn} came in past the queue ${before.join(', ')}`;
    }
    if (cameIn > 0 && stayedAhead && queue[0] === before[0]) {
      return `${left.join(', ')} left the queue ${before.join(', ')} before its head`;
    }
    return undefined;
  }
}
