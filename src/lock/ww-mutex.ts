import { READY } from '../schedule/turnstile-memory.ts';
import { LASTING, LIMITED } from '../schedule/turnstile.ts';
import { OWNER_MASK, UNDER_CONTEXT, WAIT_MODE, WAIT_VERDICT } from '../shared/lock-word.ts';
import { TRIED } from '../shared/lock-registry.ts';
import type { JudgedLock, ThreadAcquireContext } from './acquire-context.ts';
import type { Acquisition } from './acquisition.ts';
import type { AcquireContext, WwMutexLock } from './lock-contracts.ts';
import type { LockThread } from './lock-thread.ts';
import { deadlineIn, remainingMs } from './spin.ts';
import { TrackedLock } from './tracked-lock.ts';
import { WwQueue } from './ww-queue.ts';

/** Loads spent looking for the release before sleeping. */
const SPINS = 1000;
const NONE = -1;

/**
 * Wait/wound mutex: a mutex whose waiters are ordered by the age of their acquire contexts, so that
 * of two transactions that want each other's locks one is told to back off (kernel ww_mutex).
 *
 * | word | meaning | who moves it on |
 * | --- | --- | --- |
 * | 0 | free, nobody waits | anybody: to id (+ UNDER_CONTEXT) |
 * | id, id + UNDER_CONTEXT | owned, nobody waits | the owner: to 0; who queues: + WAITERS |
 * | the same + WAITERS | owned, the queue is not empty | the owner, under the latch: to WAITERS |
 * | WAITERS | free, the queue is not empty | anybody, under the latch: to id + WAITERS |
 *
 * Only the first two rows are moved without the latch. The owner's stamp is in its thread's record;
 * UNDER_CONTEXT says that it counts. The rules of who gives way are in WwQueue.
 */
export class WwMutex extends TrackedLock implements WwMutexLock {
  readonly #id: number;
  readonly #queue: WwQueue;
  readonly #contextSlot: number;
  /** Class that a context of this lock is of; NONE: the plan names none, any will do. */
  readonly #contextClass: number;
  /** What the rules of the API see of this face; made when they first have to look. */
  #judged: JudgedLock | null = null;
  /** The context under which this thread owns the lock. */
  #context: ThreadAcquireContext | null = null;

  constructor(thread: LockThread, lock: number) {
    super(thread, lock);
    const { registry } = thread.evidence;
    this.#id = thread.id;
    this.#queue = new WwQueue(thread.memory, lock, registry.classOfLock(lock).policy ?? 'wait-die');
    const { context } = registry.classOfLock(lock);
    const nestClass = context === undefined ? NONE : registry.classIndex(context);
    this.#contextClass = nestClass;
    this.#contextSlot = registry.slotFor(this.classIndex, { nestClass });
  }

  acquire(context: AcquireContext | null): Acquisition {
    return this.#acquire(context as ThreadAcquireContext | null, Number.POSITIVE_INFINITY);
  }

  acquireFor(context: AcquireContext | null, timeoutMs: number): Acquisition {
    return this.#acquire(context as ThreadAcquireContext | null, deadlineIn(timeoutMs));
  }

  acquireSlow(context: AcquireContext): Acquisition {
    const own = context as ThreadAcquireContext;
    own.asksSlowlyFor(this.#judgedUnder(own));
    const sinceNs = this.startNs();
    const answer = this.#acquire(own, Number.POSITIVE_INFINITY);
    own.backedOffSince(sinceNs);
    return answer;
  }

  tryAcquire(context: AcquireContext | null): Acquisition {
    const own = context as ThreadAcquireContext | null;
    if (own === null) return this.#try(null, this.slot + TRIED);
    if (this.#context === own && this.isHeld()) return 'already';
    if (this.#suits(own)) return this.#try(own, this.#contextSlot + TRIED);
    own.asksFor(this.#judgedUnder(own));
    if (!own.live) return this.#try(null, this.slot + TRIED);
    const answer = this.#try(own, this.#contextSlot + TRIED);
    if (answer === 'acquired') own.got(this.#judgedUnder(own));
    return answer;
  }

  release(): void {
    if (this.thread.tracking && !this.dropped()) return;
    let mine = this.#id;
    if (this.#context !== null) {
      this.#context.countLocks(-1);
      mine |= UNDER_CONTEXT;
    }
    // Pairs with the next owner's compare-exchange.
    if (Atomics.compareExchange(this.i32, this.word, mine, 0) !== mine) this.#queue.handOn();
  }

  isHeld(): boolean {
    // A thread reads its own ownership exactly.
    return (Atomics.load(this.i32, this.word) & OWNER_MASK) === this.#id;
  }

  #acquire(context: ThreadAcquireContext | null, deadlineMs: number): Acquisition {
    if (context !== null) {
      if (this.#context === context && this.isHeld()) return 'already';
      if (!this.#suits(context)) return this.#acquireOddly(context, deadlineMs);
    }
    return this.#take(context, deadlineMs);
  }

  #suits(context: ThreadAcquireContext): boolean {
    return context.open && (context.contextClass === this.#contextClass || this.#contextClass < 0);
  }

  /** After a back-off, or by misuse: under a context without an age it is a plain mutex. */
  #acquireOddly(context: ThreadAcquireContext, deadlineMs: number): Acquisition {
    context.asksFor(this.#judgedUnder(context));
    if (!context.live) return this.#take(null, deadlineMs);
    const answer = this.#take(context, deadlineMs);
    if (answer === 'acquired') context.got(this.#judgedUnder(context));
    return answer;
  }

  #judgedUnder({ contextClass }: ThreadAcquireContext): JudgedLock {
    if (this.#judged !== null) return this.#judged;
    const { name, index } = this;
    const { classes } = this.thread.plan.locks;
    const classIndex = this.#contextClass < 0 ? contextClass : this.#contextClass;
    const wwClass = (classes[classIndex] as { name: string }).name;
    this.#judged = { name, index, wwClass, owner: null };
    return this.#judged;
  }

  #take(context: ThreadAcquireContext | null, deadlineMs: number): Acquisition {
    if (context !== null && context.locks === 0) context.clearWound();
    const tried = deadlineMs === Number.POSITIVE_INFINITY ? 0 : TRIED;
    const slot = (context === null ? this.slot : this.#contextSlot) + tried;
    const row = this.thread.tracking ? this.rowBy(slot) : 0;
    if (this.#takeFree(context)) return this.#got(context, row, slot);
    return this.#wait(context, row, slot, deadlineMs);
  }

  #try(context: ThreadAcquireContext | null, slot: number): Acquisition {
    const row = this.thread.tracking ? this.rowBy(slot) : 0;
    if (this.#takeFree(context)) return this.#got(context, row, slot);
    if (this.thread.tracking) this.counters.tryFailed();
    return 'busy';
  }

  #takeFree(context: ThreadAcquireContext | null): boolean {
    const mine = context === null ? this.#id : this.#id | UNDER_CONTEXT;
    // Pairs with the compare-exchange in release and the store in WwQueue.handOn.
    return Atomics.compareExchange(this.i32, this.word, 0, mine) === 0;
  }

  #got(context: ThreadAcquireContext | null, row: number, slot: number): Acquisition {
    this.#owns(context);
    if (this.thread.tracking) this.taken(row, this.countOf(slot));
    return 'acquired';
  }

  #owns(context: ThreadAcquireContext | null): void {
    this.#context = context;
    if (context !== null) context.countLocks(1);
  }

  #wait(
    context: ThreadAcquireContext | null,
    row: number,
    slot: number,
    deadlineMs: number,
  ): Acquisition {
    const { thread } = this;
    const timed = deadlineMs !== Number.POSITIVE_INFINITY;
    const sinceNs = this.startNs();
    // A glimpse, for the contention point.
    const holder = Atomics.load(this.i32, this.word) & OWNER_MASK;
    const holderRow = this.holderRow(holder);
    const mode = timed ? WAIT_MODE.timed : WAIT_MODE.exclusive;
    let answer = this.#queue.enter(thread, context, mode, row);
    if (answer === 'waiting' && !timed && thread.detecting && thread.detector.closesCycle()) {
      this.#queue.leave(this.#id);
      this.counters.deadlocked();
      return 'deadlock';
    }
    while (answer === 'waiting') {
      const timedOut = !this.#sleep(context, deadlineMs);
      answer = this.#queue.retry(thread, context);
      if (answer === 'waiting' && timedOut) {
        this.#queue.leave(this.#id);
        if (!timed) return this.#isStuck();
        answer = 'timed-out';
      }
    }
    thread.wait.end();
    if (answer === 'back-off') context?.refusedBy(this.#judgedUnder(context));
    if (answer === 'acquired') {
      this.#owns(context);
      if (thread.tracking) this.takenAfterWait(row, slot, sinceNs, holder, holderRow);
    } else if (thread.tracking) {
      if (answer === 'back-off') this.counters.backedOff();
      else this.counters.timedOut();
    }
    return answer;
  }

  /** Under control it is seen that nobody can move: this thread gives way. */
  #isStuck(): Acquisition {
    this.thread.wait.end();
    this.counters.deadlocked();
    return 'deadlock';
  }

  /** Until the lock looks free or somebody has news for this thread; false: the time ran out. */
  #sleep(context: ThreadAcquireContext | null, deadlineMs: number): boolean {
    const { wait, turnstile } = this.thread;
    if (turnstile !== null) {
      const timed = deadlineMs === Number.POSITIVE_INFINITY ? LASTING : LIMITED;
      return turnstile.block(READY.wwNews, this.word, 0, timed) === 'look';
    }
    for (let spin = 0; ; spin++) {
      const seen = wait.parked();
      if (wait.verdict() !== WAIT_VERDICT.pending || context?.isWounded === true) return true;
      // Pairs with the store in WwQueue.handOn.
      if ((Atomics.load(this.i32, this.word) & OWNER_MASK) === 0) return true;
      if (spin < SPINS) continue;
      const rest = remainingMs(deadlineMs);
      if (rest === 0) return false;
      wait.sleep(seen, rest);
    }
  }
}
