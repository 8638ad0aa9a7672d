import { LOCK } from '../shared/memory-map.ts';
import type { Acquisition } from './acquisition.ts';
import type { MutexLock } from './lock-contracts.ts';
import type { LockThread } from './lock-thread.ts';
import { ownerOfWord, waitForWord } from './mutex-word.ts';
import { SPINS_MAX, adaptSpins, deadlineIn } from './spin.ts';

/** The mutex of level `off`: the word alone (see mutex-word), nothing counted, nothing checked. */
export class RawMutex implements MutexLock {
  readonly index: number;
  readonly name: string;
  readonly i32: Int32Array;
  readonly word: number;
  private readonly owner: number;
  private spins = SPINS_MAX;

  constructor(thread: LockThread, lock: number, name: string) {
    const region = thread.memory.region(LOCK);
    this.index = lock;
    this.name = name;
    this.i32 = thread.i32;
    this.word = region.at(lock) + region.word.state;
    this.owner = thread.id;
  }

  acquire(): Acquisition {
    // Pairs with releaseWord's exchange.
    if (Atomics.compareExchange(this.i32, this.word, 0, this.owner) === 0) return 'acquired';
    return this.block(Number.POSITIVE_INFINITY);
  }

  acquireNested(_subclass: number): Acquisition {
    return this.acquire();
  }

  tryAcquire(): Acquisition {
    // Pairs with releaseWord's exchange.
    return Atomics.compareExchange(this.i32, this.word, 0, this.owner) === 0 ? 'acquired' : 'busy';
  }

  acquireFor(timeoutMs: number): Acquisition {
    // Pairs with releaseWord's exchange.
    const taken = Atomics.compareExchange(this.i32, this.word, 0, this.owner) === 0;
    return taken ? 'acquired' : this.block(deadlineIn(timeoutMs));
  }

  release(): void {
    const { i32, word } = this;
    // As releaseWord, by hand: this is the path that everything else is measured against.
    if (Atomics.exchange(i32, word, 0) !== this.owner) Atomics.notify(i32, word, 1);
  }

  initialise(): void {
    // Pairs with the compare-exchanges of waiters: who sleeps looks again.
    Atomics.store(this.i32, this.word, 0);
    Atomics.notify(this.i32, this.word);
  }

  free(): void {
    this.initialise();
  }

  /** Nobody watches at level `off`. */
  assertHeld(): void {}

  mightAcquire(): void {}

  isHeld(): boolean {
    return ownerOfWord(this.i32, this.word) === this.owner;
  }

  private block(deadlineMs: number): Acquisition {
    const how = waitForWord(this.i32, this.word, this.owner, this.spins, deadlineMs);
    this.spins = adaptSpins(this.spins, how);
    return how === 'timed-out' ? 'timed-out' : 'acquired';
  }
}
