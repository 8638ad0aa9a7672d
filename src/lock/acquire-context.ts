import { UsageError } from '../base/errors.ts';
import { CONTROL, THREAD } from '../shared/memory-map.ts';
import type { AcquireContext } from './lock-contracts.ts';
import type { LockThread } from './lock-thread.ts';
import { TrackedLock } from './tracked-lock.ts';

/**
 * A thread's acquire context (ww_acquire_ctx): a stamp from a run-wide counter, drawn at `begin` and
 * kept over retries, so that every transaction grows old and gets through. To the order validator it
 * is a lock of its own class, held from `begin` to `end`.
 *
 * Words of the thread's record: `stamp` (0: no live context) and `contextLocks` are written by the
 * thread itself before it publishes a wait; `wounded` is written by older transactions.
 */
export class ThreadAcquireContext extends TrackedLock implements AcquireContext {
  readonly #stampSource: number;
  readonly #stamp: number;
  readonly #locks: number;
  readonly #wounded: number;
  #live = false;
  #done = false;

  constructor(thread: LockThread, lock: number) {
    super(thread, lock);
    const control = thread.memory.region(CONTROL);
    const region = thread.memory.region(THREAD);
    const at = region.at(thread.id);
    this.#stampSource = control.base + control.word.stamp;
    this.#stamp = at + region.word.stamp;
    this.#locks = at + region.word.contextLocks;
    this.#wounded = at + region.word.wounded;
  }

  get live(): boolean {
    return this.#live;
  }

  get stamp(): number {
    return this.i32[this.#stamp] as number;
  }

  /** Ww-mutexes held under this context. */
  get locks(): number {
    return this.i32[this.#locks] as number;
  }

  get isDone(): boolean {
    return this.#done;
  }

  begin(): void {
    if (this.#live) misused(this.name, 'is begun twice', 'end it first');
    this.#live = true;
    this.#done = false;
    // Pairs with the adds of other transactions only: a stamp of its own. 0 means no context.
    const stamp = Atomics.add(this.i32, this.#stampSource, 1) + 1;
    this.i32[this.#stamp] = stamp === 0 ? 1 : stamp;
    this.clearWound();
    if (this.thread.tracking) this.taken(this.rowBy(this.slot), this.countAt);
  }

  done(): void {
    if (!this.#live) misused(this.name, 'is done without a begin', 'begin it first');
    this.#done = true;
  }

  end(): void {
    if (!this.#live) misused(this.name, 'is ended without a begin', 'begin it first');
    if (this.locks !== 0) misused(this.name, 'is ended with locks held', 'release them first');
    this.#live = false;
    this.i32[this.#stamp] = 0;
    if (this.thread.tracking) this.dropped();
  }

  /** A context that holds nothing cannot be in anybody's way: an old wound is void. */
  clearWound(): void {
    // Pairs with the store in WwMutex's wound.
    Atomics.store(this.i32, this.#wounded, 0);
  }

  /** An older transaction waits for this one: it is to back off at its next contended lock. */
  get isWounded(): boolean {
    // Pairs with the store in WwMutex's wound.
    return this.locks > 0 && Atomics.load(this.i32, this.#wounded) === this.i32[this.#stamp];
  }

  countLocks(change: 1 | -1): void {
    this.i32[this.#locks] = this.locks + change;
  }
}

/** Misuse of the ww API by whoever calls it. */
function misused(context: string, what: string, mend: string): never {
  throw new UsageError(`the acquire context ${context} ${what}`, mend);
}
