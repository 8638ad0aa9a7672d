import { nowNs } from '../base/clock.ts';
import { UsageError } from '../base/errors.ts';
import { CONTROL, THREAD } from '../shared/memory-map.ts';
import {
  type WwContext,
  type WwLock,
  type WwViolation,
  acquisitionBegun,
  backedOff,
  contextBegun,
  contextDone,
  contextEnded,
  lockAcquired,
  newContext,
  slowPathTaken,
} from '../validate/rules/ww-api.ts';
import type { AcquireContext } from './lock-contracts.ts';
import type { LockThread } from './lock-thread.ts';
import { TrackedLock } from './tracked-lock.ts';

/** A ww-mutex as the rules of the API see it, and its index. */
export interface JudgedLock extends WwLock {
  readonly index: number;
}

/**
 * A thread's acquire context (ww_acquire_ctx): a stamp from a run-wide counter, drawn at `begin` and
 * kept over retries, so that every transaction grows old and gets through. To the order validator it
 * is a lock of its own class, held from `begin` to `end`. A thread that has contexts of several
 * classes live is one transaction: the inner ones have the stamp of the outermost.
 *
 * Words of the thread's record: `stamp` (0: no live context) and `contextLocks` are written by the
 * thread itself before it publishes a wait; `wounded` is written by older transactions.
 *
 * Misuse is told and then done as asked, as the kernel warns and goes on; at the levels that tell
 * nothing it is a UsageError.
 */
export class ThreadAcquireContext extends TrackedLock implements AcquireContext {
  /** Locks may be taken: begun, not yet done, and not told to back off. All else is a slow path. */
  open = false;
  /** Between `begin` and `end`. */
  live = false;
  /** Ww-mutexes held under this context. */
  locks = 0;
  /** Index of the class of contexts. */
  readonly contextClass: number;
  readonly #stampSource: number;
  readonly #stamp: number;
  readonly #locks: number;
  readonly #wounded: number;
  /** Up to date while a rule looks at it: see `#state`. */
  readonly #rules: WwContext;
  #begun = false;
  #done = false;
  /** The stamp is this context's own, not that of one around it. */
  #ownStamp = false;

  constructor(thread: LockThread, lock: number) {
    super(thread, lock);
    const control = thread.memory.region(CONTROL);
    const region = thread.memory.region(THREAD);
    const at = region.at(thread.id);
    this.contextClass = this.classIndex;
    this.#stampSource = control.base + control.word.stamp;
    this.#stamp = at + region.word.stamp;
    this.#locks = at + region.word.contextLocks;
    this.#wounded = at + region.word.wounded;
    this.#rules = newContext(this.name, thread.evidence.registry.classOfLock(lock).name);
  }

  get stamp(): number {
    return this.i32[this.#stamp] as number;
  }

  begin(): void {
    if (this.live) {
      this.#beginAgain();
      return;
    }
    this.#begun = true;
    this.live = true;
    this.open = true;
    this.#ownStamp = this.i32[this.#stamp] === 0;
    if (this.#ownStamp) {
      // Pairs with the adds of other transactions only: a stamp of its own. 0 means no context.
      const stamp = Atomics.add(this.i32, this.#stampSource, 1) + 1;
      this.i32[this.#stamp] = stamp === 0 ? 1 : stamp;
      this.clearWound();
    }
    if (this.thread.tracking) this.taken(this.rowBy(this.slot), this.countAt);
  }

  done(): void {
    if (!this.live || this.#done) this.#tell(contextDone(this.#state()));
    this.#done = true;
    this.open = false;
  }

  /** Locks that are still held stay held, and count for this context until they are released. */
  end(): void {
    if (!this.open || this.locks > 0) this.#endOddly();
    if (!this.live) return;
    this.live = false;
    this.open = false;
    if (this.#ownStamp) this.i32[this.#stamp] = 0;
    if (this.thread.tracking) this.dropped();
  }

  /** A context that holds nothing cannot be in anybody's way: an old wound is void. */
  clearWound(): void {
    // Pairs with the store in WwMutex's wound.
    if (this.#ownStamp) Atomics.store(this.i32, this.#wounded, 0);
  }

  /** An older transaction waits for this one: it is to back off at its next contended lock. */
  get isWounded(): boolean {
    // Pairs with the store in WwMutex's wound.
    return this.locks > 0 && Atomics.load(this.i32, this.#wounded) === this.i32[this.#stamp];
  }

  countLocks(change: 1 | -1): void {
    const locks = this.locks + change;
    this.locks = locks;
    this.i32[this.#locks] = locks;
  }

  /** Lets others see how many locks of this context their waits are about. */
  publish(): void {
    this.i32[this.#locks] = this.locks;
  }

  /** Asked for a lock by a context that is not open, or is of another class than the lock's. */
  asksFor(lock: JudgedLock): void {
    this.#tell(acquisitionBegun(this.#state(), lock), lock);
  }

  /** The slow path is taken to a lock. */
  asksSlowlyFor(lock: JudgedLock): void {
    // Who tells nothing does not remember who refused, either.
    if (this.thread.detecting) {
      const wrong = slowPathTaken(this.#state(), lock);
      this.#tell(wrong, lock);
      // What was told is not told a second time when the lock is there.
      if (wrong !== null) this.#takeUp();
    } else if (this.locks > 0) {
      const what = `${lock.name} is taken by the slow path while ${this.name} holds other locks`;
      throw new UsageError(what, 'release everything of the context after a back-off');
    }
  }

  /** The wait of the slow path is over: the class of contexts counts what backing off takes. */
  backedOffSince(sinceNs: number): void {
    if (!this.thread.clocking) return;
    this.counters.waited(false);
    this.counters.waitedFor(nowNs() - sinceNs);
  }

  /** What `asksFor` was about was acquired, and is counted by now. */
  got(lock: JudgedLock): void {
    if (!this.thread.detecting) return;
    lock.owner = null;
    const before = this.#state();
    before.acquired--;
    this.#tell(lockAcquired(before, lock), lock);
    this.#takeUp();
  }

  /** A lock told this context to back off. */
  refusedBy(lock: JudgedLock): void {
    if (!this.thread.detecting) return;
    this.#tell(backedOff(this.#state(), lock), lock);
    this.open = false;
  }

  /** It keeps its age and its locks. */
  #beginAgain(): void {
    this.#tell(contextBegun(this.#state()));
    this.#done = false;
    this.#takeUp();
  }

  /** Done, told to back off, or by misuse. */
  #endOddly(): void {
    if (!this.live || this.locks > 0) this.#tell(contextEnded(this.#state()));
    this.#done = false;
    this.#rules.contending = null;
  }

  /** No back-off is to be followed any more. */
  #takeUp(): void {
    this.#rules.contending = null;
    this.open = this.live && !this.#done;
  }

  #state(): WwContext {
    const rules = this.#rules;
    if (this.live) rules.life = this.#done ? 'done' : 'live';
    else rules.life = this.#begun ? 'ended' : 'raw';
    rules.acquired = this.locks;
    return rules;
  }

  #tell(violation: WwViolation | null, lock?: JudgedLock): void {
    if (violation === null) return;
    const { detecting, validator } = this.thread;
    if (!detecting) throw new UsageError(`this thread ${violation.done}`, violation.due);
    validator.wwMisuse(violation, lock === undefined ? [this.index] : [lock.index, this.index]);
  }
}
