import { StateHash } from './state-hash.ts';
import type { Step, Steps } from './step.ts';

/**
 * One thread of the model.
 *
 * | state | meaning | moved on by |
 * | --- | --- | --- |
 * | ready | `next` is its next operation | being scheduled |
 * | blocked | in `Atomics.wait` on `blockedAt` | notify; when timed, being scheduled: the time is up |
 * | done | has returned | – |
 */
export class ModelThread {
  readonly name: string;
  readonly #steps: Steps;
  state: 'ready' | 'blocked' | 'done' = 'ready';
  next: Step | undefined;
  blockedAt = -1;
  timed = false;
  /** What the pending operation was already answered with: a wait that notify has ended. */
  woken = false;
  /** Everything this thread has seen: its local state is a function of it. */
  readonly history = new StateHash();
  /** Words read, unchanged, since its last effective write, with the value read. */
  readonly #reads = new Map<number, number>();
  #repeats = 0;

  constructor(name: string, steps: Steps) {
    this.name = name;
    this.#steps = steps;
    this.history.reset();
  }

  /** Runs local code up to the next operation. Throws what the thread throws. */
  advance(result: unknown): void {
    const { done, value } = this.#steps.next(result);
    this.next = done ? undefined : value;
    this.state = done ? 'done' : 'ready';
  }

  /** Notes an operation that changed nothing; the same reading again is how a spin loop looks. */
  sawUnchanged(address: number, value: number): void {
    if (this.#reads.get(address) === value) this.#repeats++;
    else this.#reads.set(address, value);
  }

  /** Its own write, or a change of something that it reads: it may find the world different. */
  sawProgress(): void {
    if (this.#repeats === 0 && this.#reads.size === 0) return;
    this.#reads.clear();
    this.#repeats = 0;
  }

  watches(address: number): boolean {
    return this.#reads.has(address);
  }

  /** True when it has read the same values `limit` times over: others should run first. */
  spins(limit: number): boolean {
    return this.#repeats >= limit;
  }
}
