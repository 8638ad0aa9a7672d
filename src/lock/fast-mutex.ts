import { THREAD } from '../shared/memory-map.ts';
import type { Acquisition } from './acquisition.ts';
import {
  ACQUIRED_CLOCKED,
  type MutexPath,
  NOT_NEWEST,
  NO_LOOKS,
  RELEASED,
  TAKEN,
  TO_BE_CLOCKED,
} from './fast/mutex-path.ts';
import type { LockThread } from './lock-thread.ts';
import { Mutex } from './mutex.ts';
import type { WordWait } from './spin.ts';

const WORD_BYTES = 4;

/**
 * The instrumented mutex with its two fast halves in compiled code, at about two thirds of the cost:
 * they leave every word as Mutex does. What they do not do, Mutex does.
 */
export class FastMutex extends Mutex {
  private readonly enter: MutexPath['acquire'];
  private readonly leave: MutexPath['release'];
  private readonly me: number;
  private readonly at: number;
  /** Address of the counts, with NO_LOOKS where looks have not helped. */
  private countsAt: number;

  constructor(thread: LockThread, lock: number, path: MutexPath) {
    super(thread, lock);
    const region = thread.memory.region(THREAD);
    this.enter = path.acquire;
    this.leave = path.release;
    this.me = (region.at(thread.id) + region.word.heldTop) * WORD_BYTES;
    this.at = this.word * WORD_BYTES;
    this.countsAt = this.countAt * WORD_BYTES + (this.looks ? 0 : NO_LOOKS);
  }

  override acquire(): Acquisition {
    const answer = this.enter(this.me, this.at, this.tag, this.slot, this.countsAt);
    return answer > ACQUIRED_CLOCKED ? 'acquired' : this.acquireRest(answer);
  }

  override release(): void {
    const answer = this.leave(this.me, this.at, this.tag);
    if (answer !== RELEASED) this.releaseRest(answer);
  }

  protected override adapt(how: WordWait): void {
    super.adapt(how);
    this.countsAt = this.countAt * WORD_BYTES + (this.looks ? 0 : NO_LOOKS);
  }

  private acquireRest(answer: number): Acquisition {
    if (answer === ACQUIRED_CLOCKED) return this.clocked();
    const { slot } = this;
    const row = this.rowBy(slot);
    // Whose owner does not wait.
    if (answer === TO_BE_CLOCKED)
      return this.acquireContended(slot, row, Number.POSITIVE_INFINITY, 0);
    if (answer !== TAKEN) return super.acquire();
    return this.acquireSlowly(slot, row, Number.POSITIVE_INFINITY, this.spins);
  }

  private releaseRest(answer: number): void {
    if (answer === NOT_NEWEST) this.releaseSlowly();
    else Atomics.notify(this.i32, this.word, 1);
  }
}
