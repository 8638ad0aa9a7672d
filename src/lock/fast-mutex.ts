import { THREAD } from '../shared/memory-map.ts';
import type { Acquisition } from './acquisition.ts';
import {
  ACQUIRED_CLOCKED,
  type MutexPath,
  NOT_NEWEST,
  RELEASED,
  TAKEN,
} from './fast/mutex-path.ts';
import type { LockThread } from './lock-thread.ts';
import { Mutex } from './mutex.ts';
import { COMPILED_LOOKS } from './spin.ts';

const WORD_BYTES = 4;

/**
 * The instrumented mutex with its two fast halves in compiled code: the same words, stored to in the
 * same order, at about two thirds of the cost. What they leave undone is done by Mutex.
 */
export class FastMutex extends Mutex {
  private readonly enter: MutexPath['acquire'];
  private readonly leave: MutexPath['release'];
  private readonly watch: MutexPath['look'];
  private readonly me: number;
  private readonly at: number;
  private readonly countsAt: number;

  constructor(thread: LockThread, lock: number, path: MutexPath) {
    super(thread, lock);
    const region = thread.memory.region(THREAD);
    this.enter = path.acquire;
    this.leave = path.release;
    this.watch = path.look;
    this.me = (region.at(thread.id) + region.word.heldTop) * WORD_BYTES;
    this.at = this.word * WORD_BYTES;
    this.countsAt = this.countAt * WORD_BYTES;
  }

  override acquire(): Acquisition {
    const answer = this.enter(this.me, this.at, this.tag, this.slot, this.countsAt);
    return answer > ACQUIRED_CLOCKED ? 'acquired' : this.acquireRest(answer);
  }

  override release(): void {
    const answer = this.leave(this.me, this.at, this.tag);
    if (answer !== RELEASED) this.releaseRest(answer);
  }

  protected override looksAtOnce(): number {
    return COMPILED_LOOKS;
  }

  protected override look(row: number, countAt: number, looks: number): number {
    return this.watch(this.me, this.at, this.tag, row, countAt * WORD_BYTES, looks);
  }

  private acquireRest(answer: number): Acquisition {
    if (answer === ACQUIRED_CLOCKED) return this.clocked();
    return answer === TAKEN ? this.acquireTaken() : super.acquire();
  }

  private releaseRest(answer: number): void {
    if (answer === NOT_NEWEST) this.releaseSlowly();
    else Atomics.notify(this.i32, this.word, 1);
  }
}
