import { endWaitOf, wakeThread } from '../deadlock/wait-record.ts';
import { LOCK, THREAD } from '../shared/memory-map.ts';
import { OWNER_MASK, UNDER_CONTEXT, WAITERS, WAIT_VERDICT } from '../shared/lock-word.ts';
import type { WwPolicy } from '../shared/plan.ts';
import type { SharedMemory } from '../shared/shared-memory.ts';
import type { ThreadAcquireContext } from './acquire-context.ts';
import type { LockThread } from './lock-thread.ts';
import { WaitQueue } from './wait-queue.ts';

/** `thread.waitValue` of who waits for a ww-mutex. */
const PLAIN = 0;
const WITH_CONTEXT = 1;

export type WwAnswer = 'acquired' | 'waiting' | 'back-off' | 'timed-out';

/**
 * The waiting room of a ww-mutex and its rules (Documentation/locking/ww-mutex-design.rst). Everything
 * here happens with the lock's latch closed.
 *
 * Order: waiters with a context stand by age, oldest first; those without stand first come, first
 * served between them. Wait-die: a transaction that holds locks may wait only for younger owners;
 * waiting for an older one it backs off, also when an older one takes the lock later. Wound-wait: an
 * older waiter wounds a younger owner, which backs off when it next has to wait, or at once if it
 * waits for a ww-mutex already.
 */
export class WwQueue {
  readonly #memory: SharedMemory;
  readonly #lock: number;
  readonly #i32: Int32Array;
  readonly #word: number;
  readonly #policy: WwPolicy;
  readonly #queue: WaitQueue;
  readonly #thread;

  constructor(memory: SharedMemory, lock: number, policy: WwPolicy) {
    const region = memory.region(LOCK);
    this.#memory = memory;
    this.#lock = lock;
    this.#i32 = memory.i32;
    this.#word = region.at(lock) + region.word.state;
    this.#policy = policy;
    this.#queue = new WaitQueue(memory, lock);
    this.#thread = memory.region(THREAD);
  }

  /**
   * Takes the lock, refuses, or queues. The wait is published only after the rules allow it: what a
   * walk sees is a thread that will wait as long as its owner keeps the lock.
   */
  enter(
    thread: LockThread,
    context: ThreadAcquireContext | null,
    mode: number,
    row: number,
  ): WwAnswer {
    this.#queue.close();
    const answer = this.#judge(thread.id, context);
    if (answer === 'waiting') {
      context?.publish();
      thread.wait.begin(this.#lock, mode, context === null ? PLAIN : WITH_CONTEXT, row);
      this.#queue.insertBefore(thread.id, this.#firstYounger(context));
    } else if (answer === 'back-off') this.#withdraw(thread.id);
    this.#queue.open();
    return answer;
  }

  /** After a wake-up: takes the lock, backs off, or keeps its place in the queue. */
  retry(thread: LockThread, context: ThreadAcquireContext | null): WwAnswer {
    this.#queue.close();
    let answer: WwAnswer = 'back-off';
    if (thread.wait.verdict() !== WAIT_VERDICT.backOff) answer = this.#judge(thread.id, context);
    if (answer === 'back-off') this.#withdraw(thread.id);
    this.#queue.open();
    return answer;
  }

  /** Leaves the queue without the lock. */
  leave(thread: number): void {
    this.#queue.close();
    this.#withdraw(thread);
    this.#queue.open();
  }

  /** The owner releases while others wait: the lock is free, and the first is woken to take it. */
  handOn(): void {
    this.#queue.close();
    // Pairs with the compare-exchange of the next owner.
    Atomics.store(this.#i32, this.#word, this.#queue.head === 0 ? 0 : WAITERS);
    this.#wakeHead();
    this.#queue.open();
  }

  /**
   * Takes the lock if it is free; otherwise marks it, which keeps its owner from changing outside the
   * latch, and says what the policy thinks of waiting for that owner.
   */
  #judge(self: number, context: ThreadAcquireContext | null): WwAnswer {
    for (;;) {
      const seen = Atomics.load(this.#i32, this.#word);
      if ((seen & OWNER_MASK) !== 0) {
        // Pairs with release's compare-exchange: the owner sees WAITERS and comes to the latch.
        const marked = seen | WAITERS;
        if (Atomics.compareExchange(this.#i32, this.#word, seen, marked) !== seen) continue;
        return this.#judgeOwner(seen, context);
      }
      const own = self | (context === null ? 0 : UNDER_CONTEXT) | (seen & WAITERS);
      // Pairs with release: only the fast path can come in between, and only while seen is 0.
      if (Atomics.compareExchange(this.#i32, this.#word, seen, own) !== seen) continue;
      this.#take(self);
      if (context !== null) this.#ownerChanged(self, context);
      return 'acquired';
    }
  }

  #judgeOwner(seen: number, context: ThreadAcquireContext | null): WwAnswer {
    if (context === null) return 'waiting';
    if (this.#policy === 'wound-wait') {
      if (context.isWounded) return 'back-off';
      if ((seen & UNDER_CONTEXT) !== 0) this.#wound(seen & OWNER_MASK, context.stamp);
      return 'waiting';
    }
    if ((seen & UNDER_CONTEXT) === 0 || context.locks === 0) return 'waiting';
    const ownerStamp = this.#stampOf(seen & OWNER_MASK);
    return isYounger(context.stamp, ownerStamp) ? 'back-off' : 'waiting';
  }

  /** A new owner with a context: those whom the policy no longer lets wait for it are told. */
  #ownerChanged(self: number, context: ThreadAcquireContext): void {
    const stamp = context.stamp;
    for (let waiter = this.#queue.head; waiter !== 0; waiter = this.#queue.after(waiter)) {
      const waiterStamp = this.#stampIfContext(waiter);
      if (waiterStamp === 0) continue;
      if (this.#policy === 'wait-die') {
        if (this.#locksOf(waiter) > 0 && isYounger(waiterStamp, stamp)) {
          endWaitOf(this.#memory, waiter, WAIT_VERDICT.backOff);
        }
      } else if (isYounger(stamp, waiterStamp)) this.#wound(self, waiterStamp);
    }
  }

  /** Out of the queue; the last one takes WAITERS along. */
  #take(thread: number): void {
    this.#queue.remove(thread);
    // Pairs with the fast paths, open again from here.
    if (this.#queue.head === 0) Atomics.and(this.#i32, this.#word, ~WAITERS);
  }

  /** Out of the queue without the lock; if it was this thread's turn, the next one is woken. */
  #withdraw(thread: number): void {
    this.#take(thread);
    if ((Atomics.load(this.#i32, this.#word) & OWNER_MASK) === 0) this.#wakeHead();
  }

  #wakeHead(): void {
    const { head } = this.#queue;
    if (head !== 0) wakeThread(this.#memory, head);
  }

  #wound(owner: number, byStamp: number): void {
    const at = this.#thread.at(owner);
    const stamp = this.#stampOf(owner);
    if (stamp === 0 || !isYounger(stamp, byStamp)) return;
    // Pairs with ThreadAcquireContext.isWounded and the walk's look at it.
    Atomics.store(this.#i32, at + this.#thread.word.wounded, stamp);
    wakeThread(this.#memory, owner);
  }

  #firstYounger(context: ThreadAcquireContext | null): number {
    if (context === null) return 0;
    const { stamp } = context;
    for (let waiter = this.#queue.head; waiter !== 0; waiter = this.#queue.after(waiter)) {
      const other = this.#stampIfContext(waiter);
      if (other !== 0 && isYounger(other, stamp)) return waiter;
    }
    return 0;
  }

  #stampOf(thread: number): number {
    return this.#i32[this.#thread.at(thread) + this.#thread.word.stamp] as number;
  }

  /** Stamp of a waiter that waits under its context; 0: it waits as for a plain mutex. */
  #stampIfContext(waiter: number): number {
    const at = this.#thread.at(waiter);
    const under = this.#i32[at + this.#thread.word.waitValue] === WITH_CONTEXT;
    return under ? this.#stampOf(waiter) : 0;
  }

  #locksOf(thread: number): number {
    return this.#i32[this.#thread.at(thread) + this.#thread.word.contextLocks] as number;
  }
}

/** Stamps grow and wrap at 2^32: the later one is the younger. */
function isYounger(stamp: number, than: number): boolean {
  return ((stamp - than) | 0) > 0;
}
